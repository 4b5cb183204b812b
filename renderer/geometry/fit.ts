/**
 * A line drawn by hand as few cubics: Philip J. Schneider, An Algorithm for Automatically Fitting Digitized Curves,
 * Graphics Gems (1990), p. 612.
 *
 * One cubic is fitted by least squares with its end directions given; where it stays further off than allowed, the
 * parameters are improved by Newton's method and it is tried again, and then the points are parted where it was worst,
 * with one direction for both sides, so that pieces join smoothly. Sharp turns of the pen part the points first.
 */

import { bernstein, pointAt } from '../../main/strokes/bezier.ts';
import { type Chain, chainOf, straight } from './chain.ts';

export interface Sample {
  x: number;
  y: number;
  /** Where on the curve it lies, 0..1. */
  t: number;
}
type Vector = readonly [x: number, y: number];

/** Rounds of Newton's method; more change nothing that can be seen. */
const ROUNDS = 6;
/** Directions are judged over this many tolerances: the hand trembles by about one. */
const TANGENT = 3;
/** A turn of the pen sharper than this is a corner, in degrees. */
const CORNER = 75;

/**
 * How far, in photo px, a fitted line may be from the hand's, for a smoothness of 0 (as drawn) to 100.
 * @param pixel photo px of one screen px: the hand works on the screen, whatever the zoom
 */
export function fitTolerance(smoothness: number, pixel: number): number {
  return pixel * 0.5 * 24 ** (Math.max(0, Math.min(100, smoothness)) / 100);
}

/**
 * The chain nearest to the drawn points, within `tolerance` of each (photo px).
 *
 * @param drawn x0 y0 x1 y1 … as the pen came by; one point makes a dot
 */
export function fitChain(drawn: readonly number[], tolerance: number): number[] {
  const points: Vector[] = [];
  for (let i = 0; i + 1 < drawn.length; i += 2) {
    const last = points.at(-1);
    if (!last || last[0] !== drawn[i] || last[1] !== drawn[i + 1]) points.push([drawn[i]!, drawn[i + 1]!]);
  }
  if (points.length === 0) throw new Error('A line needs at least one point.');
  if (points.length === 1) return straight(...points[0]!, ...points[0]!);
  const cuts = [0, ...corners(points, TANGENT * tolerance), points.length - 1];
  const curves = cuts.slice(1).flatMap((end, i) => {
    const run = points.slice(cuts[i]!, end + 1);
    const reach = TANGENT * tolerance;
    return fitRun(run, wayFrom(run, 0, 1, reach).way, wayFrom(run, run.length - 1, -1, reach).way, tolerance);
  });
  return chainOf(curves);
}

/**
 * The cubic nearest to samples, from the first to the last of them, with given unit directions at its ends (the second
 * looks back into the curve). Where least squares would turn a handle round, both are a third of the chord, as
 * Schneider has it.
 */
export function fitCubic(samples: readonly Sample[], first: Vector, last: Vector): number[] {
  const [start, end] = [samples[0]!, samples.at(-1)!];
  let [c00, c01, c11, x0, x1] = [0, 0, 0, 0, 0];
  for (const { x, y, t } of samples) {
    const [b0, b1, b2, b3] = bernstein(t);
    const [ax, ay, bx, by] = [b1 * first[0], b1 * first[1], b2 * last[0], b2 * last[1]];
    const dx = x - (b0 + b1) * start.x - (b2 + b3) * end.x;
    const dy = y - (b0 + b1) * start.y - (b2 + b3) * end.y;
    c00 += ax * ax + ay * ay;
    c01 += ax * bx + ay * by;
    c11 += bx * bx + by * by;
    x0 += ax * dx + ay * dy;
    x1 += bx * dx + by * dy;
  }
  const determinant = c00 * c11 - c01 * c01;
  const chord = Math.hypot(end.x - start.x, end.y - start.y);
  let [a, b] = [(x0 * c11 - x1 * c01) / determinant, (c00 * x1 - c01 * x0) / determinant];
  const least = 1e-6 * chord;
  if (!(Math.abs(determinant) > 1e-12 && a > least && b > least)) a = b = chord / 3;
  return [
    start.x,
    start.y,
    start.x + a * first[0],
    start.y + a * first[1],
    end.x + b * last[0],
    end.y + b * last[1],
    end.x,
    end.y,
  ];
}

/** The curves of a run without corners. */
function fitRun(points: readonly Vector[], first: Vector, last: Vector, tolerance: number): number[][] {
  let samples = byLength(points);
  for (let round = 0; ; round++) {
    const curve = fitCubic(samples, first, last);
    const { worst, distance } = farthest(samples, curve);
    if (distance <= tolerance) return [curve];
    // Far off, better parameters would not help.
    if (round === ROUNDS || distance > 8 * tolerance) return parted(worst);
    samples = samples.map((sample) => ({ ...sample, t: nearer(curve, sample) }));
  }

  function parted(at: number): number[][] {
    const middle = Math.max(1, Math.min(points.length - 2, at));
    const way = across(points, middle, TANGENT * tolerance);
    const back: Vector = [-way[0], -way[1]];
    return [
      ...fitRun(points.slice(0, middle + 1), first, back, tolerance),
      ...fitRun(points.slice(middle), way, last, tolerance),
    ];
  }
}

/** Parameters by the share of the way (chord lengths). */
function byLength(points: readonly Vector[]): Sample[] {
  let way = 0;
  const ways = points.map(([x, y], i) => (way += i ? Math.hypot(x - points[i - 1]![0], y - points[i - 1]![1]) : 0));
  return points.map(([x, y], i) => ({ x, y, t: ways[i]! / way }));
}

function farthest(samples: readonly Sample[], curve: Chain): { worst: number; distance: number } {
  let [worst, distance] = [samples.length >> 1, 0];
  samples.forEach(({ x, y, t }, i) => {
    const [cx, cy] = pointAt(curve, t);
    const off = Math.hypot(cx - x, cy - y);
    if (off > distance) [worst, distance] = [i, off];
  });
  return { worst, distance };
}

/** One step of Newton's method towards the curve's nearest point; kept where it would leave the curve. */
function nearer(curve: Chain, { x, y, t }: Sample): number {
  const m = 1 - t;
  const at = (i: number): number => curve[i]!;
  let [slope, bend] = [0, 0];
  const here = pointAt(curve, t);
  for (const axis of [0, 1]) {
    const [p, q, r] = [at(2 + axis) - at(axis), at(4 + axis) - at(2 + axis), at(6 + axis) - at(4 + axis)];
    const first = 3 * (m * m * p + 2 * m * t * q + t * t * r);
    const second = 6 * (m * (q - p) + t * (r - q));
    const off = here[axis]! - (axis ? y : x);
    slope += off * first;
    bend += first * first + off * second;
  }
  const next = t - slope / bend;
  return bend > 0 && next >= 0 && next <= 1 ? next : t;
}

/** Where the pen turned sharply, the sharpest within `reach` of each other; its tremble at the ends does not count. */
function corners(points: readonly Vector[], reach: number): number[] {
  const sharp = Math.cos((CORNER * Math.PI) / 180);
  const found: { at: number; straightness: number }[] = [];
  for (let i = 1; i < points.length - 1; i++) {
    const [ahead, behind] = [wayFrom(points, i, 1, reach), wayFrom(points, i, -1, reach)];
    if (!ahead.reached || !behind.reached) continue;
    const straightness = -(ahead.way[0] * behind.way[0] + ahead.way[1] * behind.way[1]);
    if (straightness >= sharp) continue;
    const last = found.at(-1);
    const near = last && Math.hypot(points[i]![0] - points[last.at]![0], points[i]![1] - points[last.at]![1]) <= reach;
    if (!near) found.push({ at: i, straightness });
    else if (straightness < last.straightness) found[found.length - 1] = { at: i, straightness };
  }
  return found.map(({ at }) => at);
}

/**
 * The direction in which the points leave one of them, judged `reach` away from it: the hand trembles over less.
 * @param step 1 onwards, −1 back
 */
function wayFrom(
  points: readonly Vector[],
  from: number,
  step: 1 | -1,
  reach: number,
): { way: Vector; reached: boolean } {
  const [x, y] = points[from]!;
  let i = from + step;
  const distance = (): number => Math.hypot(points[i]![0] - x, points[i]![1] - y);
  while (distance() < reach && points[i + step]) i += step;
  const length = distance();
  const way: Vector = length > 0 ? [(points[i]![0] - x) / length, (points[i]![1] - y) / length] : [1, 0];
  return { way, reached: length >= reach };
}

/** The direction in which the points pass one of them. */
function across(points: readonly Vector[], at: number, reach: number): Vector {
  const ahead = wayFrom(points, at, 1, reach).way;
  const behind = wayFrom(points, at, -1, reach).way;
  const [dx, dy] = [ahead[0] - behind[0], ahead[1] - behind[1]];
  const length = Math.hypot(dx, dy);
  return length > 1e-6 ? [dx / length, dy / length] : ahead;
}
