/**
 * Strokes put to a place in the drawing order, as a hand drags them in the list. The order is that of importance, so what
 * the count shows and what it hides keep apart, as they do when strokes are brought forward.
 */

import type { DocumentStroke } from '../../main/contract.ts';
import { endOfShown, type LineamentDocument } from './document.ts';
import type { StrokeIds } from './edits.ts';
import { levelsUpTo } from './replace.ts';

/**
 * Moves the strokes, in the order in which they are, to right before the stroke that is at `index` now.
 * @param index 0 … the number of strokes, which is behind the last
 */
export function placeStrokes(document: LineamentDocument, ids: StrokeIds, index: number): LineamentDocument {
  const chosen = new Set(ids);
  const end = endOfShown(document);
  const strokes = [
    ...placed(document.strokes.slice(0, end), chosen, index),
    ...placed(document.strokes.slice(end), chosen, index - end),
  ];
  const first = strokes.findIndex((stroke, i) => stroke !== document.strokes[i]);
  return first < 0 ? document : { ...document, strokes, levels: levelsUpTo(document, first) };
}

function placed(part: readonly DocumentStroke[], chosen: ReadonlySet<string>, index: number): DocumentStroke[] {
  const moved = part.filter(({ id }) => chosen.has(id));
  const at = Math.max(0, Math.min(part.length, index));
  const stays = ({ id }: DocumentStroke): boolean => !chosen.has(id);
  return [...part.slice(0, at).filter(stays), ...moved, ...part.slice(at).filter(stays)];
}
