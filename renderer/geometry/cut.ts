/**
 * The eraser: what is left of a chain when a disc is taken out of it.
 *
 * The places where the chain crosses the disc's rim are bracketed by samples, among them the nearest and farthest points
 * between samples so that a grazing touch is not missed, and halved down to 1e-12; the pieces between them are exact.
 */

import { chordsFor, pointAt } from '../../main/strokes/bezier.ts';
import { type Chain, chainLength, chainOf, curveCount, curveOf, pieceOf } from './chain.ts';
import { nearestPoint, valley } from './hit.ts';

/** What is left is dropped where it is shorter than this, photo px: nobody would see or find it. */
const CRUMB = 0.5;
const FEWEST_SAMPLES = 16;
/** Samples lie this near to each other at most, in parts of the radius. */
const SPACING = 0.25;
const MOST_SAMPLES = 1024;

/**
 * The chains that remain of one, in its order, when the disc round x, y is taken out of its middle line.
 * @returns null where the disc does not touch it; an empty list where nothing is left
 */
export function cutByDisc(points: Chain, x: number, y: number, radius: number): number[][] | null {
  const rest: number[][] = [];
  let running: number[][] = [];
  let touched = false;
  const close = (): void => {
    if (running.length) rest.push(chainOf(running));
    running = [];
  };
  for (let curve = 0; curve < curveCount(points); curve++) {
    const own = curveOf(points, curve);
    const outside = (t: number): number => {
      const [cx, cy] = pointAt(own, t);
      return Math.hypot(cx - x, cy - y) - radius;
    };
    const stops = [0, ...crossings(own, outside, radius), 1];
    for (let i = 1; i < stops.length; i++) {
      const [from, to] = [stops[i - 1]!, stops[i]!];
      if (to - from < 1e-12 && stops.length > 2) continue;
      if (outside((from + to) / 2) <= 0) {
        touched = true;
        close();
      } else running.push(pieceOf(own, from, to));
    }
  }
  close();
  return touched ? rest.filter((piece) => chainLength(piece) >= CRUMB) : null;
}

/**
 * What is left of the ink along some chains, all of one stroke, when a round eraser passes over it.
 *
 * @param width of the stroke: the round end that is left shall touch the disc, not reach into it
 * @param whole what is touched goes altogether
 * @returns null where the eraser does not touch it
 */
export function rubbed(
  pieces: readonly Chain[],
  width: number,
  { x, y, radius, whole }: { x: number; y: number; radius: number; whole: boolean },
): readonly Chain[] | null {
  const reach = radius + width / 2;
  const near = (piece: Chain): boolean => nearestPoint(piece, x, y).distance <= reach;
  if (!pieces.some(near)) return null;
  return whole ? [] : pieces.flatMap((piece) => (near(piece) ? (cutByDisc(piece, x, y, reach) ?? [piece]) : [piece]));
}

/** Where the curve goes in or out, growing. */
function crossings(curve: Chain, outside: (t: number) => number, radius: number): number[] {
  const extent = Math.hypot(
    Math.max(curve[0]!, curve[2]!, curve[4]!, curve[6]!) - Math.min(curve[0]!, curve[2]!, curve[4]!, curve[6]!),
    Math.max(curve[1]!, curve[3]!, curve[5]!, curve[7]!) - Math.min(curve[1]!, curve[3]!, curve[5]!, curve[7]!),
  );
  const count = Math.min(
    MOST_SAMPLES,
    Math.max(FEWEST_SAMPLES, 4 * chordsFor(curve, 0.25), Math.ceil(extent / (SPACING * radius))),
  );
  const even = Array.from({ length: count + 1 }, (_, k) => k / count);
  const values = even.map(outside);
  const extremes: number[] = [];
  for (let k = 1; k < count; k++) {
    const [before, here, after] = [values[k - 1]!, values[k]!, values[k + 1]!];
    // A valley that stays outside, or a hill that stays inside, may yet cross the rim between its samples.
    if (here > 0 && here <= before && here <= after) extremes.push(valley(outside, even[k - 1]!, even[k + 1]!));
    else if (here <= 0 && here >= before && here >= after)
      extremes.push(valley((t) => -outside(t), even[k - 1]!, even[k + 1]!));
  }
  const stops = [...even, ...extremes].sort((a, b) => a - b);
  const found: number[] = [];
  for (let i = 1; i < stops.length; i++) {
    const [from, to] = [stops[i - 1]!, stops[i]!];
    if (outside(from) > 0 !== outside(to) > 0) found.push(rim(outside, from, to));
  }
  return found;
}

/** Halves towards the sign change between two parameters. */
function rim(outside: (t: number) => number, from: number, to: number): number {
  const starts = outside(from) > 0;
  let [low, high] = [from, to];
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (outside(middle) > 0 === starts) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
