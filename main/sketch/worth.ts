/**
 * What each stroke is worth: by how much the clean objective rises without it.
 *
 * Within a stage the dearest stroke comes first, so that every prefix, not only every stage, is the best the ladder has.
 */

import type { Draft } from './draft.ts';
import type { Lines } from './line.ts';

/** Drawings judged between two looks at whether to stop: a whole number of the encoder's runs. */
const AT_ONCE = 8;

/**
 * Reorders the draft's strokes within each stage by their price in that stage, dearest first; by how near they are where
 * near things are to be drawn first.
 *
 * @param stopped asked every few drawings
 * @returns the price of every stroke in the whole drawing, in the new order; null when stopped
 */
export async function rankStrokes(draft: Draft): Promise<number[]>;
export async function rankStrokes(draft: Draft, stopped: () => boolean): Promise<number[] | null>;
export async function rankStrokes(draft: Draft, stopped = () => false): Promise<number[] | null> {
  let first = 0;
  for (const stage of draft.stages) {
    const end = Math.min(stage, draft.strokes);
    if (end - first > 1) {
      const prices = await pricesOf(draft, first, end, stopped);
      if (!prices) return null;
      const keys = draft.nearness(first, end) ?? prices;
      const order = prices.map((_, i) => i).sort((a, b) => keys[b]! - keys[a]! || a - b);
      draft.reorder(first, order);
    }
    first = end;
  }
  return pricesOf(draft, 0, draft.strokes, stopped);
}

/** Prices of strokes first … end − 1 in the drawing of the first `end` strokes, straight on; null when stopped. */
async function pricesOf(draft: Draft, first: number, end: number, stopped: () => boolean): Promise<number[] | null> {
  const whole = draft.lines(end);
  const drawings = [whole];
  for (let s = first; s < end; s++) drawings.push(without(whole, s));
  const objectives: number[] = [];
  for (let at = 0; at < drawings.length; at += AT_ONCE) {
    if (stopped()) return null;
    objectives.push(...(await draft.judge(drawings.slice(at, at + AT_ONCE))));
  }
  const [all, ...others] = objectives;
  return others.map((objective) => objective - all!);
}

/** The drawing without stroke s; the later ones move up by a place. */
function without({ points, own }: Lines, s: number): Lines {
  const others = points.filter((_, i) => i >> 3 !== s);
  if (!own) return { points: others };
  const kept = [...own].filter(([at]) => at !== s);
  return { points: others, own: new Map(kept.map(([at, width]) => [at > s ? at - 1 : at, width])) };
}
