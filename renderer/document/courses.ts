/**
 * Other courses for strokes: where a hand moved, bent, cut, joined or rubbed them out.
 *
 * All of these are one thing to the document, as they are to a running sketch: each stroke named is now these chains,
 * one, several or none. Of several the longest keeps the stroke's name, so that a selection and a running job still
 * know it; what the engine measured of it is forgotten.
 */

import { type Chain, longestOf } from '../geometry/chain.ts';
import type { LineamentDocument } from './document.ts';
import { replaceEach } from './replace.ts';
import { newIds } from './stroke-ids.ts';

/** What strokes are now, by id: chains in photo px, none where the stroke is gone. */
export type Courses = ReadonlyMap<string, readonly Chain[]>;

/** Curves of one stroke, and the numbers of that many. */
export const MOST_CURVES = 201;
const MOST_NUMBERS = 2 + 6 * MOST_CURVES;

/**
 * Gives strokes other courses; strokes that are not named stay, and names of no stroke are passed over.
 * @throws a sentence where a chain is none that the contract takes
 */
export function setCourses(document: LineamentDocument, courses: Courses): LineamentDocument {
  const changed = ({ id, points }: { id: string; points: Chain }): boolean => {
    const pieces = courses.get(id);
    return pieces !== undefined && !(pieces.length === 1 && samePoints(pieces[0]!, points));
  };
  const first = document.strokes.findIndex(changed);
  if (first < 0) return document;
  const fresh = newIds(document);
  return replaceEach(document, first, (stroke) => {
    if (!changed(stroke)) return [stroke];
    const pieces = courses.get(stroke.id)!;
    for (const points of pieces) checkPoints(points);
    const longest = longestOf(pieces);
    return pieces.map((points, i) => {
      const id = i === longest ? stroke.id : fresh();
      return { ...stroke, id, points: [...points], worth: null };
    });
  });
}

/** Whether two chains have the very same numbers. */
export function samePoints(a: Chain, b: Chain): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}

/** What the contract takes, and so what can be saved and sent. */
export function checkPoints(points: Chain): void {
  if (points.length < 8 || points.length % 6 !== 2)
    throw new Error(`A stroke has 2 numbers and 6 for each of its curves, but ${points.length} came.`);
  if (points.length > MOST_NUMBERS)
    throw new Error(`A stroke has at most ${MOST_CURVES} curves; draw this one as several.`);
}
