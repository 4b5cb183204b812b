/**
 * Everything in the photo that might be drawn by itself, found when a person asks for it: a press on a region makes it
 * the subject, alone or joined to those that are.
 */

import type { SketchInput } from '../../main/contract.ts';
import { ConnectionLost } from '../../main/rpc.ts';
import type { GreyPicture } from '../document/grey-png.ts';
import { joined } from '../document/mask.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { readGreyPicture } from './grey-picture.ts';
import type { Masks } from './masks.ts';
import type { PieceShown } from './parts.ts';
import { Shares } from './shares.ts';
import { useStore } from './store.ts';
import { MASK_SIDE, urlOf } from './subject.ts';
import { announce, fail } from './voice.ts';

export interface RegionsState {
  looking: boolean;
  /** The subject first where there is one, then by size. */
  list: readonly PieceShown[];
}

export class Regions {
  private masks: readonly GreyPicture[] = [];
  private readonly given = new Shares();
  /** Which regions a mask is made of, by its name; one that somebody changed since is made of none. */
  private readonly madeOf = new Map<string, ReadonlySet<number>>();

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    private readonly edits: Masks,
  ) {}

  /** Forgets the regions of a photo that is put away, and shows which are drawn, for the page's lifetime. */
  follow(): void {
    useStore.subscribe(({ document, regions }, before) => {
      if (!regions) return;
      if (document?.photo !== before.document?.photo) this.forget();
      else if (document?.mask !== before.document?.mask) this.show(regions.list);
    });
  }

  /** Looks for everything. */
  async find(): Promise<void> {
    const { document, regions } = useStore.getState();
    if (!document || regions?.looking) return;
    const { photo } = document;
    const isStillOpen = () => useStore.getState().document?.photo === photo;
    useStore.setState({ regions: { looking: true, list: regions?.list ?? [] } });
    announce('Looking for everything in the photo.');
    try {
      const bytes = this.desk.assets.get(photo.asset);
      const found = await this.connection.engine().call('listRegions', { photo: bytes });
      const masks = await Promise.all(found.regions.map(({ mask }) => readGreyPicture(mask, MASK_SIDE)));
      if (!isStillOpen()) return;
      this.forget();
      this.masks = masks;
      this.show(found.regions.map(({ mask, ...region }) => ({ ...region, url: urlOf(mask), on: false, strokes: 0 })));
      announce(masks.length === 1 ? '1 region found.' : `${masks.length} regions found.`);
    } catch (error) {
      if (!isStillOpen()) return;
      this.forget();
      const lost = error instanceof ConnectionLost;
      fail(lost ? 'The process that looks at pictures stopped before everything was found.' : (error as Error).message);
    }
  }

  /** Puts the list away. */
  forget(): void {
    for (const { url } of useStore.getState().regions?.list ?? []) URL.revokeObjectURL(url);
    this.masks = [];
    this.madeOf.clear();
    this.given.forget();
    useStore.setState({ regions: null, litPiece: null });
  }

  /**
   * Makes a region the subject, as one step.
   * @param join whether it is joined to those that are drawn, or taken from them, instead of drawn alone
   */
  async choose(index: number, join: boolean): Promise<void> {
    const { document } = useStore.getState();
    const { masks } = this;
    const mask = masks[index];
    if (!document || !mask) return;
    const own = document.mask === null || this.edits.areUnderWay ? undefined : this.madeOf.get(document.mask);
    const drawn = own ?? new Set<number>();
    const next = new Set(join ? drawn : []);
    if (!join || !next.delete(index)) next.add(index);
    if (!next.size) {
      announce('One region has to stay.');
      return;
    }
    const what = next.has(index) ? (join ? 'Join' : 'Use') : 'Leave out';
    const asset = await this.edits.put(`${what} region ${index + 1}`, (before) =>
      // Of a mask that is no regions' the region is joined to what is there.
      join && !drawn.size && before ? joined(before, mask) : [...next].map((k) => masks[k]!).reduce(joined),
    );
    if (asset && (!join || drawn.size)) this.madeOf.set(asset, next);
    const { regions } = useStore.getState();
    if (regions) this.show(regions.list);
  }

  /** Gives a region so many of all strokes; 0: as many as come. */
  give(index: number, strokes: number): void {
    this.given.give(index, strokes);
    this.show(useStore.getState().regions?.list ?? []);
  }

  /** What the engine is told of the regions that are drawn. */
  get shares(): NonNullable<SketchInput['regions']> {
    const list = useStore.getState().regions?.list ?? [];
    return this.given.asked(this.masks, (k) => list[k]?.on ?? false);
  }

  private show(list: readonly PieceShown[]): void {
    const { document, regions } = useStore.getState();
    const drawn = document?.mask ? this.madeOf.get(document.mask) : undefined;
    useStore.setState({
      regions: {
        looking: regions?.looking ?? false,
        list: list.map((region, k) => ({ ...region, on: drawn?.has(k) ?? false, strokes: this.given.of(k) })),
      },
    });
  }
}
