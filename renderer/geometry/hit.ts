/**
 * What lies under the pointer: the nearest point of a chain, the strokes within reach, the node or handle.
 *
 * Reach is given in screen px at any zoom; `pixel` says how many photo px one of them is.
 */

import { bernstein, chordsFor, pointAt } from '../../main/strokes/bezier.ts';
import { type Chain, curveCount } from './chain.ts';
import { type HandleSide, nodesOf, type Point, retractedSpot } from './nodes.ts';

export interface ChainHit {
  curve: number;
  /** 0..1 on that curve. */
  t: number;
  x: number;
  y: number;
  /** From the point that was asked for, photo px. */
  distance: number;
}

/** A node (`side` null) or a handle of it. */
export interface PartHit {
  node: number;
  side: HandleSide | null;
}

/** To each side of a stroke's middle, at least, in screen px. */
export const STROKE_REACH = 6;
/** Half of the 24 px target of nodes and handles, and of the 8 px it shrinks to among neighbours. */
const PART_REACH = 12;
const LEAST_REACH = 4;
/** A chain's chords, by which its nearest point is first looked for, keep this near to it, photo px. */
const COARSE = 0.25;

/** The chain's nearest point to x, y; to about 1e-9 of its size. */
export function nearestPoint(points: Chain, x: number, y: number): ChainHit {
  let best: ChainHit = { curve: 0, t: 0, x: points[0]!, y: points[1]!, distance: Number.POSITIVE_INFINITY };
  for (let curve = 0; curve < curveCount(points); curve++) {
    if (hullDistance(points, 6 * curve, x, y) >= best.distance) continue;
    const t = nearestOn(points, 6 * curve, x, y);
    const [cx, cy] = pointAt(points, t, 6 * curve);
    const distance = Math.hypot(cx - x, cy - y);
    if (distance < best.distance) best = { curve, t, x: cx, y: cy, distance };
  }
  return best;
}

/**
 * The strokes within reach of x, y, the nearest first and the upper one where two are as near: the second is the one
 * beneath. A stroke reaches max(half its width, `least` screen px) to each side.
 *
 * @param strokes in drawing order, those that can be seen
 */
export function strokesAt<S extends { points: Chain; width: number }>(
  strokes: readonly S[],
  x: number,
  y: number,
  pixel: number,
  least = STROKE_REACH,
): S[] {
  return strokes
    .map((stroke, order) => {
      const reach = Math.max(stroke.width / 2, least * pixel);
      const { distance } = nearestPoint(stroke.points, x, y);
      // Ink is what one points at: anywhere on it counts as on its middle.
      return { stroke, order, within: distance <= reach, distance: Math.max(0, distance - stroke.width / 2) };
    })
    .filter(({ within }) => within)
    .sort((a, b) => a.distance - b.distance || b.order - a.order)
    .map(({ stroke }) => stroke);
}

/** Whether any of the chain's middle line lies in the box between two corners, photo px. */
export function touchesBox(points: Chain, x0: number, y0: number, x1: number, y1: number): boolean {
  const [left, right, top, bottom] = [Math.min(x0, x1), Math.max(x0, x1), Math.min(y0, y1), Math.max(y0, y1)];
  for (let curve = 0; curve < curveCount(points); curve++) {
    const chords = chordsFor(points, COARSE, 6 * curve);
    let from = pointAt(points, 0, 6 * curve);
    for (let k = 1; k <= chords; k++) {
      const to = pointAt(points, k / chords, 6 * curve);
      if (chordMeets(from, to, left, right, top, bottom)) return true;
      from = to;
    }
  }
  return false;
}

/**
 * The node or handle under the pointer, or null: the active node's handles before nodes, those before other handles.
 * Each target is 24 screen px wide, less where a neighbour is near. Retracted handles lie under their node; the active
 * node's can be taken where they show.
 */
export function partAt(points: Chain, x: number, y: number, pixel: number, active: number | null): PartHit | null {
  const nodes = nodesOf(points);
  const parts: { hit: PartHit; at: Point; rank: number }[] = [];
  nodes.forEach((own, node) => {
    parts.push({ hit: { node, side: null }, at: own.at, rank: 1 });
    const rank = node === active ? 0 : 2;
    for (const side of ['in', 'out'] as const) {
      const retracted = retractedSpot(nodes, node, side, pixel);
      const at = retracted && node !== active ? null : (retracted ?? own[side]);
      if (at) parts.push({ hit: { node, side }, at, rank });
    }
  });
  const found = parts
    .map((part) => ({ ...part, distance: Math.hypot(part.at[0] - x, part.at[1] - y) }))
    .filter(({ at, distance }) => {
      if (distance > PART_REACH * pixel) return false;
      const gaps = parts.filter((other) => other.at !== at).map((other) => gap(other.at, at));
      return distance <= Math.max(LEAST_REACH * pixel, Math.min(PART_REACH * pixel, Math.min(...gaps) / 2));
    })
    .sort((a, b) => a.rank - b.rank || a.distance - b.distance);
  return found[0]?.hit ?? null;
}

function gap(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** Distance to the control points' box: never more than to the curve, which lies inside. */
function hullDistance(points: Chain, offset: number, x: number, y: number): number {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = offset; i < offset + 8; i += 2) {
    left = Math.min(left, points[i]!);
    right = Math.max(right, points[i]!);
    top = Math.min(top, points[i + 1]!);
    bottom = Math.max(bottom, points[i + 1]!);
  }
  return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
}

/** The parameter of a curve's nearest point: every valley that samples show is searched to its bottom. */
function nearestOn(points: Chain, offset: number, x: number, y: number): number {
  const off = (t: number): number => {
    const [b0, b1, b2, b3] = bernstein(t);
    const at = (i: number): number =>
      b0 * points[offset + i]! +
      b1 * points[offset + 2 + i]! +
      b2 * points[offset + 4 + i]! +
      b3 * points[offset + 6 + i]!;
    return (at(0) - x) ** 2 + (at(1) - y) ** 2;
  };
  const samples = Math.max(16, 2 * chordsFor(points, COARSE, offset));
  const values = Array.from({ length: samples + 1 }, (_, k) => off(k / samples));
  let best = 0;
  for (let k = 0; k <= samples; k++) {
    if (values[k]! > (values[k - 1] ?? Infinity) || values[k]! > (values[k + 1] ?? Infinity)) continue;
    const bottom = valley(off, Math.max(0, k - 1) / samples, Math.min(samples, k + 1) / samples);
    // A sample counts too, so that an end of the curve is reached exactly.
    for (const t of [bottom, k / samples]) if (off(t) <= off(best)) best = t;
  }
  return best;
}

/** The lowest place of one valley, by golden section (Kiefer 1953): no slope is needed, so folds and dots are no trouble. */
export function valley(value: (t: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [atA, atB] = [value(a), value(b)];
  for (let round = 0; round < 40; round++) {
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      atA = value((a = high - golden * (high - low)));
    } else {
      [low, a, atA] = [a, b, atB];
      atB = value((b = low + golden * (high - low)));
    }
  }
  return (low + high) / 2;
}

/** Whether a straight line meets a box (Liang and Barsky 1984). */
function chordMeets(a: Point, b: Point, left: number, right: number, top: number, bottom: number): boolean {
  let [enter, leave] = [0, 1];
  for (const [from, way, low, high] of [
    [a[0], b[0] - a[0], left, right],
    [a[1], b[1] - a[1], top, bottom],
  ] as const) {
    if (way === 0) {
      if (from < low || from > high) return false;
      continue;
    }
    const [p, q] = [(low - from) / way, (high - from) / way];
    enter = Math.max(enter, Math.min(p, q));
    leave = Math.min(leave, Math.max(p, q));
  }
  return enter <= leave;
}
