/**
 * Chains of cubic Béziers as flat numbers: x0 y0 and then six for each curve, the form that strokes have everywhere.
 *
 * Curves are named by their place (0 for the first) and points on them by that and t (0..1). Everything returns new
 * numbers. Splitting is de Casteljau's (de Casteljau 1959; Farin, Curves and Surfaces for CAGD, ch. 4): exact, so the
 * pieces lie on the curve they came from.
 */

import { chainLength, pointAt } from '../../main/strokes/bezier.ts';

export { chainLength };

export type Chain = readonly number[];

/** How many curves the chain has. */
export function curveCount(points: Chain): number {
  return (points.length - 2) / 6;
}

/** The chain's curve, as eight numbers. */
export function curveOf(points: Chain, curve: number): number[] {
  return points.slice(6 * curve, 6 * curve + 8);
}

/** The chain of curves that follow each other; each one's first point is left to the one before it. */
export function chainOf(curves: readonly Chain[]): number[] {
  return curves.flatMap((curve, i) => (i ? curve.slice(2) : [...curve]));
}

/** The point at t of one of the chain's curves. */
export function chainPoint(points: Chain, curve: number, t: number): [number, number] {
  return pointAt(points, t, 6 * curve);
}

/** The chain moved by so much. */
export function shifted(points: Chain, dx: number, dy: number): number[] {
  return points.map((value, i) => value + (i % 2 ? dy : dx));
}

/** Index of the longest of several chains, the first of equals; −1 of none. */
export function longestOf(chains: readonly Chain[]): number {
  const lengths = chains.map(chainLength);
  return lengths.indexOf(Math.max(...lengths));
}

/** The same line, drawn from its other end. */
export function reversed(points: Chain): number[] {
  const back: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) back.push(points[i]!, points[i + 1]!);
  return back;
}

/** The two pieces of a curve before and after t. */
export function splitCurve(curve: Chain, t: number): [number[], number[]] {
  const between = (a: number[], b: number[]): number[] => a.map((value, i) => value + t * (b[i]! - value));
  const [p0, p1, p2, p3] = [0, 2, 4, 6].map((i) => curve.slice(i, i + 2)) as [number[], number[], number[], number[]];
  const [a, b, c] = [between(p0, p1), between(p1, p2), between(p2, p3)];
  const [d, e] = [between(a, b), between(b, c)];
  const middle = between(d, e);
  return [
    [...p0, ...a, ...d, ...middle],
    [...middle, ...e, ...c, ...p3],
  ];
}

/** The piece of a curve from t = `from` to `to` (0 ≤ from < to ≤ 1). */
export function pieceOf(curve: Chain, from: number, to: number): number[] {
  const head = to < 1 ? splitCurve(curve, to)[0] : [...curve];
  return from > 0 ? splitCurve(head, from / to)[1] : head;
}

/** The chain cut in two at a node that is not an end, or null at an end. */
export function splitChain(points: Chain, node: number): [number[], number[]] | null {
  if (node <= 0 || node >= curveCount(points)) return null;
  return [points.slice(0, 6 * node + 2), points.slice(6 * node)];
}

/**
 * One chain of two, by the two ends that are nearest to each other: they become one node where they all but touch
 * (within `touching`, photo px), else a straight curve goes from one to the other. It runs as the first one does.
 */
export function joinChains(first: Chain, second: Chain, touching: number): number[] {
  const gap = (a: Chain, b: Chain): number => Math.hypot(a.at(-2)! - b[0]!, a.at(-1)! - b[1]!);
  const [turnedFirst, turnedSecond] = [reversed(first), reversed(second)];
  const ways = [
    { head: first, tail: second, turned: false },
    { head: first, tail: turnedSecond, turned: false },
    { head: turnedFirst, tail: second, turned: true },
    { head: turnedFirst, tail: turnedSecond, turned: true },
  ];
  const { head, tail, turned } = ways.reduce((best, way) =>
    gap(way.head, way.tail) < gap(best.head, best.tail) ? way : best,
  );
  const [x0, y0, x3, y3] = [head.at(-2)!, head.at(-1)!, tail[0]!, tail[1]!];
  const joined =
    gap(head, tail) <= touching
      ? [
          ...moveEnd(head, (x3 - x0) / 2, (y3 - y0) / 2),
          ...reversed(moveEnd(reversed(tail), (x0 - x3) / 2, (y0 - y3) / 2)).slice(2),
        ]
      : [...head, ...straight(x0, y0, x3, y3).slice(2), ...tail.slice(2)];
  return turned ? reversed(joined) : joined;
}

/** A straight curve, its handles a third of the way. */
export function straight(x0: number, y0: number, x3: number, y3: number): number[] {
  const [dx, dy] = [(x3 - x0) / 3, (y3 - y0) / 3];
  return [x0, y0, x0 + dx, y0 + dy, x3 - dx, y3 - dy, x3, y3];
}

/** The chain with its last node, and that one's handle, moved. */
function moveEnd(points: Chain, dx: number, dy: number): number[] {
  return points.map((value, i) => (i < points.length - 4 ? value : value + (i % 2 ? dy : dx)));
}
