/**
 * What each stroke is worth: by how much the clean objective rises without it.
 *
 * Within a stage the dearest stroke comes first, so that every prefix, not only every stage, is the best the ladder has.
 */

import type { Draft } from './draft.ts';

/**
 * Reorders the draft's strokes within each stage by their price in that stage, dearest first.
 *
 * @param stopped asked before each stage's strokes are priced
 * @returns the price of every stroke in the whole drawing, in the new order; null when stopped
 */
export async function rankStrokes(draft: Draft): Promise<number[]>;
export async function rankStrokes(draft: Draft, stopped: () => boolean): Promise<number[] | null>;
export async function rankStrokes(draft: Draft, stopped = () => false): Promise<number[] | null> {
  let first = 0;
  for (const stage of draft.stages) {
    if (stopped()) return null;
    const end = Math.min(stage, draft.strokes);
    if (end - first > 1) {
      const prices = await pricesOf(draft, first, end);
      const order = prices.map((_, i) => i).sort((a, b) => prices[b]! - prices[a]! || a - b);
      draft.reorder(first, order);
    }
    first = end;
  }
  return stopped() ? null : pricesOf(draft, 0, draft.strokes);
}

/** Prices of strokes first … end − 1 in the drawing of the first `end` strokes, straight on. */
async function pricesOf(draft: Draft, first: number, end: number): Promise<number[]> {
  const drawings = [draft.points.slice(0, 8 * end)];
  for (let s = first; s < end; s++) {
    const others = new Float64Array(8 * (end - 1));
    others.set(draft.points.subarray(0, 8 * s));
    others.set(draft.points.subarray(8 * (s + 1), 8 * end), 8 * s);
    drawings.push(others);
  }
  const [all, ...without] = await draft.judge(drawings);
  return without.map((objective) => objective - all!);
}
