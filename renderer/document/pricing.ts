/**
 * What the strokes are worth, and whether that still holds. A worth is measured in a whole drawing, so one that lost a
 * stroke or had one moved has no worth that holds, even where its other strokes still say one.
 *
 * The likeness of the whole tells: every edit of what is seen forgets it (replace.ts).
 */

import type { DocumentStroke } from '../../main/contract.ts';
import type { LineamentDocument } from './document.ts';

export interface Pricing {
  /** One a stroke, in its order, in likeness. */
  worth: readonly number[];
  likeness: number;
}

/** Whether the strokes have to be measured before what they are worth is known. */
export function pricesAreStale({ strokes, likeness }: Pick<LineamentDocument, 'strokes' | 'likeness'>): boolean {
  return strokes.length > 0 && (likeness === null || strokes.some(({ worth, hidden }) => worth === null && !hidden));
}

/**
 * The document with what its strokes were measured to be worth.
 * @param of the strokes as they were measured; a document with others is given back as it is
 */
export function price(
  document: LineamentDocument,
  of: LineamentDocument['strokes'],
  { worth, likeness }: Pricing,
): LineamentDocument {
  if (document.strokes !== of) return document;
  const strokes = of.map((stroke, i) => ({ ...stroke, worth: worth[i] ?? null }));
  return { ...document, strokes, likeness };
}

/** The stroke that is missed least, among those that may go; the last one where no worth is known. */
export function leastImportant(strokes: readonly DocumentStroke[]): DocumentStroke | null {
  const free = strokes.filter(({ locked, hidden }) => !locked && !hidden);
  const priced = free.filter(({ worth }) => worth !== null);
  if (priced.length < free.length || !priced.length) return free.at(-1) ?? null;
  return priced.reduce((least, stroke) => (stroke.worth! <= least.worth! ? stroke : least));
}
