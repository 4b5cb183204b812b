/**
 * How many of all strokes a piece of the photo gets, where a person says so: a subject of the mask, or a region. The
 * document keeps it, by the piece's place in the list of its kind, so that it is undone, saved and opened as pieces are.
 */

import type { SketchInput } from '../../main/contract.ts';
import type { LineamentDocument, PieceShares } from '../document/document.ts';
import { type GreyPicture, writeGreyPng } from '../document/grey-png.ts';
import type { PieceShown } from './parts.ts';

/** The document with so many strokes for a piece. @param strokes 0: as many as come */
export function withShare(
  document: LineamentDocument,
  kind: keyof PieceShares,
  index: number,
  strokes: number,
): LineamentDocument {
  const before = document.shares[kind];
  const given = Array.from({ length: Math.max(before.length, index + 1) }, (_, k) => before[k] ?? 0);
  return { ...document, shares: { ...document.shares, [kind]: given.with(index, strokes) } };
}

/**
 * What the engine is told; nothing where only one piece is drawn, which gets all strokes anyway.
 * @param masks of the pieces, in their order
 */
export function asked(
  masks: readonly GreyPicture[],
  pieces: readonly Pick<PieceShown, 'on' | 'strokes'>[],
): NonNullable<SketchInput['regions']> {
  const drawn = pieces.flatMap(({ on, strokes }, k) => (on ? [{ mask: masks[k]!, strokes }] : []));
  if (drawn.length < 2) return [];
  return drawn.filter(({ strokes }) => strokes).map(({ mask, strokes }) => ({ mask: writeGreyPng(mask), strokes }));
}
