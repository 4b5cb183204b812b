/**
 * How many of all strokes a piece of the photo gets, where a person says so: a subject of the mask, or a region. It is
 * remembered with the list of pieces, for as long as the page lives.
 */

import type { SketchInput } from '../../main/contract.ts';
import { type GreyPicture, writeGreyPng } from '../document/grey-png.ts';

export class Shares {
  private readonly given = new Map<number, number>();

  /** @param strokes 0: as many as come */
  give(index: number, strokes: number): void {
    if (strokes) this.given.set(index, strokes);
    else this.given.delete(index);
  }

  /** 0: as many as come. */
  of(index: number): number {
    return this.given.get(index) ?? 0;
  }

  forget(): void {
    this.given.clear();
  }

  /** What the engine is told; nothing where only one piece is drawn, which gets all strokes anyway. */
  asked(masks: readonly GreyPicture[], isDrawn: (index: number) => boolean): NonNullable<SketchInput['regions']> {
    const drawn = masks.flatMap((mask, index) => (isDrawn(index) ? [{ mask, strokes: this.of(index) }] : []));
    if (drawn.length < 2) return [];
    return drawn.filter(({ strokes }) => strokes).map(({ mask, strokes }) => ({ mask: writeGreyPng(mask), strokes }));
  }
}
