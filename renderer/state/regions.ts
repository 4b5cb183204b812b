/**
 * Everything in the photo that might be drawn by itself, found when a person asks for it: a press on a region makes it
 * the subject, alone or joined to those that are.
 */

import type { SketchInput } from '../../main/contract.ts';
import { ConnectionLost } from '../../main/rpc.ts';
import type { LineamentDocument } from '../document/document.ts';
import type { GreyPicture } from '../document/grey-png.ts';
import { joined } from '../document/mask.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { readGreyPicture } from './grey-picture.ts';
import type { Masks } from './masks.ts';
import type { PieceShown } from './parts.ts';
import { asked, withShare } from './shares.ts';
import { useStore } from './store.ts';
import { MASK_SIDE, urlOf } from './subject.ts';
import { announce, fail } from './voice.ts';

export interface RegionsState {
  looking: boolean;
  /** The subject first where there is one, then by size. */
  list: readonly PieceShown[];
}

/** Greys of two masks that differ by more are no rounding of each other. */
const NOT_ALIKE = 64;

export class Regions {
  private masks: readonly GreyPicture[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    private readonly edits: Masks,
  ) {}

  /**
   * Forgets the regions of a photo that is put away, looks for those that a document gives strokes to, as a sketch has to
   * know where they are, and shows which are drawn, for the page's lifetime.
   */
  follow(): void {
    useStore.subscribe(({ document, regions }, before) => {
      const other = document?.photo !== before.document?.photo;
      if (other && regions) this.forget();
      if (other && document?.shares.regions.some(Boolean)) void this.find();
      if (other || !regions) return;
      if (document?.pieces !== before.document?.pieces || document?.shares !== before.document?.shares)
        this.show(regions.list);
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
      const areOthers = await this.areOthers(masks);
      if (!isStillOpen()) return;
      this.forget();
      if (areOthers) this.desk.amend(withoutRegions);
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

  /** Whether these are other regions than those that the mask says it is made of: another network may have looked. */
  private async areOthers(masks: readonly GreyPicture[]): Promise<boolean> {
    const { mask, pieces } = useStore.getState().document ?? {};
    const whole = pieces?.whole ?? mask;
    if (!pieces?.regions.length || !whole) return false;
    const named = pieces.regions.map((k) => masks[k]);
    if (!named.every((one) => one !== undefined)) return true;
    const { grey } = await readGreyPicture(this.desk.assets.get(whole), MASK_SIDE);
    const made = named.reduce(joined).grey;
    return made.length !== grey.length || made.some((value, i) => Math.abs(value - grey[i]!) > NOT_ALIKE);
  }

  /** Puts the list away. */
  forget(): void {
    for (const { url } of useStore.getState().regions?.list ?? []) URL.revokeObjectURL(url);
    this.masks = [];
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
    const drawn = this.edits.areUnderWay ? new Set<number>() : this.drawn;
    const next = new Set(join ? drawn : []);
    if (!join || !next.delete(index)) next.add(index);
    if (!next.size) {
      announce('One region has to stay.');
      return;
    }
    const what = next.has(index) ? (join ? 'Join' : 'Use') : 'Leave out';
    const regions = [...next].sort((a, b) => a - b);
    await this.edits.put(
      `${what} region ${index + 1}`,
      // Of a mask that is no regions' the region is joined to what is there.
      (before) => (join && !drawn.size && before ? joined(before, mask) : regions.map((k) => masks[k]!).reduce(joined)),
      !join || drawn.size ? { whole: null, found: false, out: [], regions } : null,
    );
  }

  /** Which regions the mask is made of; one that somebody changed since is made of none. */
  private get drawn(): ReadonlySet<number> {
    const { pieces } = useStore.getState().document ?? {};
    return new Set(pieces?.out.length ? [] : pieces?.regions.filter((k) => k < this.masks.length));
  }

  /** Gives a region so many of all strokes; 0: as many as come. */
  give(index: number, strokes: number): void {
    this.desk.change(`Strokes for region ${index + 1}`, (now) => withShare(now, 'regions', index, strokes));
  }

  /** What the engine is told of the regions that are drawn. */
  get shares(): NonNullable<SketchInput['regions']> {
    return asked(this.masks, useStore.getState().regions?.list ?? []);
  }

  private show(list: readonly PieceShown[]): void {
    const { document, regions } = useStore.getState();
    const { drawn } = this;
    const given = document?.shares.regions ?? [];
    useStore.setState({
      regions: {
        looking: regions?.looking ?? false,
        list: list.map((region, k) => ({ ...region, on: drawn.has(k), strokes: given[k] ?? 0 })),
      },
    });
  }
}

/** The document, saying no more which regions its mask is made of. */
function withoutRegions(document: LineamentDocument): LineamentDocument {
  const { pieces, shares } = document;
  if (!pieces?.regions.length) return document;
  const others = pieces.out.length ? { ...pieces, regions: [] } : null;
  return { ...document, pieces: others, shares: { ...shares, regions: [] } };
}
