/**
 * Names for strokes that a person makes: n1, n2 … on from the highest there is.
 *
 * Counted, not random, so that the same commands give the same document. Tries are counted too, as any of them can be
 * taken later beside what was drawn by hand.
 */

import type { LineamentDocument } from './document.ts';

/** A source of ids that no stroke of the document or of its tries has. */
export function newIds(document: Pick<LineamentDocument, 'strokes' | 'tries'>): () => string {
  let last = 0;
  for (const { id } of [document.strokes, ...document.tries.map(({ strokes }) => strokes)].flat()) {
    const found = /^n(\d{1,15})$/.exec(id);
    if (found) last = Math.max(last, Number(found[1]));
  }
  return () => `n${++last}`;
}
