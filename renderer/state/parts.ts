/**
 * The separate subjects of the mask, each of which can be left out and taken in again.
 *
 * A document holds the mask as it is drawn by, and beside it the mask that it came from and which of its subjects are
 * out: so undo and redo find the list as it was, and so does who opens the document again.
 */

import type { FoundPart, SketchInput } from '../../main/contract.ts';
import { ConnectionLost } from '../../main/rpc.ts';
import type { LineamentDocument, MaskPieces } from '../document/document.ts';
import { type GreyPicture, writeGreyPng } from '../document/grey-png.ts';
import { joined } from '../document/mask.ts';
import type { Chore, Worker } from './beside.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { readGreyPicture } from './grey-picture.ts';
import { asked, withShare } from './shares.ts';
import { useStore } from './store.ts';
import { MASK_SIDE, type Subject, urlOf, withMask } from './subject.ts';
import { announce, guard } from './voice.ts';

/** A subject, or a region, as it is shown small. */
export interface PieceShown extends Pick<FoundPart, 'share' | 'box'> {
  /** An object URL of its own mask. */
  url: string;
  /** Whether it is drawn. */
  on: boolean;
  /** How many of all strokes it gets; 0: as many as come. */
  strokes: number;
}

interface Piece extends Omit<PieceShown, 'on' | 'strokes'> {
  mask: GreyPicture;
}

export class Parts implements Worker {
  readonly isLight = true;
  /** Of which mask the pieces are; the bytes, as a mask that is found has no name. */
  private listed: { of: Uint8Array; pieces: readonly Piece[] } | null = null;
  private asked: Uint8Array | null = null;
  /** Masks over which an engine was lost once. */
  private readonly lost = new WeakSet<Uint8Array>();

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    private readonly subject: Subject,
    /** Says that there may be work. */
    private readonly stir: () => void,
  ) {}

  /** Follows what is cut out, and whether anybody looks, for the page's lifetime. */
  follow(): void {
    useStore.subscribe((state, before) => {
      if (state.maskUrl === before.maskUrl && state.document === before.document && state.tab === before.tab) return;
      this.show();
      this.stir();
    });
  }

  /** Subjects are told apart as soon as their place is looked at, or a sketch has to know where those with a share are. */
  begin(): Chore | null {
    const { document, tab, job } = useStore.getState();
    const whole = this.wholeMask;
    const wanted = tab === 'subject' || document?.shares.subjects.some(Boolean);
    if (!wanted || job || !whole || this.listed?.of === whole || this.asked === whole) return null;
    this.asked = whole;
    return { done: this.list(whole), giveWay: () => {} };
  }

  /** Leaves a subject out or takes it in, by its place in the list, as one step. */
  async toggle(index: number): Promise<void> {
    const { document } = useStore.getState();
    const { listed } = this;
    if (!document || !listed?.pieces[index]) return;
    const next = new Set(outOf(document));
    if (!next.delete(index)) next.add(index);
    const kept = listed.pieces.filter((_, k) => !next.has(k));
    if (!kept.length) {
      announce('One subject has to stay.');
      return;
    }
    const what = `${next.has(index) ? 'Leave out' : 'Take in'} subject ${index + 1}`;
    const { history, assets } = this.desk;
    const { found, regions } = document.pieces ?? { found: document.mask === null, regions: [] };
    await guard(async () => {
      const whole = await assets.add(listed.of);
      let mask = found ? null : whole;
      let pieces: MaskPieces | null = regions.length ? { whole: null, found, out: [], regions } : null;
      if (next.size) {
        mask = await assets.add(writeGreyPng(kept.map((piece) => piece.mask).reduce(joined)));
        pieces = { whole, found, out: [...next].sort((a, b) => a - b), regions };
      }
      if (this.desk.history !== history) return;
      this.desk.change(what, (now) => withMask(now, mask, pieces));
      announce(`${what}.`);
    });
  }

  /** Gives a subject so many of all strokes, by its place in the list; 0: as many as come. */
  give(index: number, strokes: number): void {
    this.desk.change(`Strokes for subject ${index + 1}`, (now) => withShare(now, 'subjects', index, strokes));
  }

  /** What the engine is told of its subjects. */
  get shares(): NonNullable<SketchInput['regions']> {
    const { parts } = useStore.getState();
    const masks = this.listed?.pieces.map(({ mask }) => mask) ?? [];
    return asked(masks, parts);
  }

  /** The mask with all its subjects; null: none is known. */
  private get wholeMask(): Uint8Array | null {
    const { document } = useStore.getState();
    return document && this.subject.maskOf(document.pieces?.whole ?? document.mask);
  }

  private async list(whole: Uint8Array): Promise<void> {
    try {
      const { parts } = await this.connection.engineBeside().call('listParts', { mask: whole });
      const masks = await Promise.all(parts.map(({ mask }) => readGreyPicture(mask, MASK_SIDE)));
      if (this.wholeMask !== whole) return;
      this.take(
        whole,
        parts.map(({ mask, ...piece }, k) => ({ ...piece, url: urlOf(mask), mask: masks[k]! })),
      );
    } catch (error) {
      // Whoever stops a sketch may end the engine that looked beside it: it is asked once more.
      if (error instanceof ConnectionLost && !this.lost.has(whole)) this.lost.add(whole);
      // Nobody asked for it, so nobody is told: a mask that can't be told apart is one subject.
      else if (this.wholeMask === whole) this.take(whole, []);
    } finally {
      if (this.asked === whole) this.asked = null;
    }
  }

  private take(of: Uint8Array, pieces: readonly Piece[]): void {
    for (const { url } of this.listed?.pieces ?? []) URL.revokeObjectURL(url);
    useStore.setState({ litPiece: null });
    this.listed = { of, pieces };
    this.show();
  }

  private show(): void {
    const { document, parts } = useStore.getState();
    const { listed } = this;
    const out = outOf(document);
    const given = document?.shares.subjects ?? [];
    const isOf = listed !== null && listed.of === this.wholeMask;
    const shown = isOf
      ? listed.pieces.map(
          ({ mask: _, ...piece }, k): PieceShown => ({ ...piece, on: !out.has(k), strokes: given[k] ?? 0 }),
        )
      : [];
    if (shown.length || parts.length) useStore.setState({ parts: shown });
  }
}

/** Places of the subjects that are left out of the mask. */
function outOf(document: LineamentDocument | null): ReadonlySet<number> {
  return new Set(document?.pieces?.out);
}
