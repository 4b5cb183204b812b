/**
 * What the edits of strokes have in common: the count goes on showing what it showed, and a measure is kept only where
 * it still holds (a prefix's likeness, while none of its strokes changes).
 */

import type { DocumentStroke } from '../../main/contract.ts';
import { endOfShown, type LineamentDocument, mostShown } from './document.ts';

/**
 * Puts other strokes in the place of each, none or several. The count goes on showing what it showed, and shows all
 * that came from a shown one.
 *
 * @param first index of the first place in which anything changes
 */
export function replaceEach(
  document: LineamentDocument,
  first: number,
  put: (stroke: DocumentStroke) => DocumentStroke[],
): LineamentDocument {
  const end = endOfShown(document);
  const head = document.strokes.slice(0, end).flatMap(put);
  const tail = document.strokes.slice(end).flatMap(put);
  return { ...measuredUpTo(document, first), strokes: [...head, ...tail], shown: mostShown(head) };
}

/** The document with only those measures that hold while strokes from `index` on change. */
export function measuredUpTo(document: LineamentDocument, index: number): LineamentDocument {
  return { ...document, levels: levelsUpTo(document, index), likeness: null };
}

/** The likenesses of the prefixes that end before the stroke at `index`. */
export function levelsUpTo({ levels }: LineamentDocument, index: number): LineamentDocument['levels'] {
  return levels.filter(({ strokes }) => strokes <= index);
}
