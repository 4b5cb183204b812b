/**
 * The eraser on a document: cuts the strokes that it crosses, or takes them away whole.
 *
 * A stroke that falls apart becomes several; the longest piece keeps its name, so that a selection and a running job
 * still know it. Strokes that are locked or not to be seen are left alone.
 */

import { chainLength } from '../geometry/chain.ts';
import { cutByDisc } from '../geometry/cut.ts';
import { nearestPoint } from '../geometry/hit.ts';
import { type LineamentDocument, visibleStrokes } from './document.ts';
import { replaceEach } from './replace.ts';
import { newIds } from './stroke-ids.ts';

/**
 * Takes a disc out of the ink: a round eraser of this radius at x, y, photo px.
 * @param whole strokes that are touched go altogether
 */
export function eraseAt(
  document: LineamentDocument,
  x: number,
  y: number,
  radius: number,
  whole = false,
): LineamentDocument {
  const remains = new Map<string, number[][]>();
  for (const { id, points, width, locked } of visibleStrokes(document)) {
    // Ink has a width: the round end that is left shall touch the disc, not reach into it.
    const reach = radius + width / 2;
    if (locked || nearestPoint(points, x, y).distance > reach) continue;
    const pieces = whole ? [] : cutByDisc(points, x, y, reach);
    if (pieces) remains.set(id, pieces);
  }
  const first = document.strokes.findIndex(({ id }) => remains.has(id));
  if (first < 0) return document;
  const fresh = newIds(document);
  return replaceEach(document, first, (stroke) => {
    const pieces = remains.get(stroke.id);
    if (!pieces) return [stroke];
    const lengths = pieces.map(chainLength);
    const longest = lengths.indexOf(Math.max(...lengths));
    return pieces.map((points, i) => ({ ...stroke, id: i === longest ? stroke.id : fresh(), points, worth: null }));
  });
}
