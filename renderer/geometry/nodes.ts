/**
 * A chain as nodes with handles, as a person edits it: move, bend, add, take away, change kind.
 *
 * A node's kind is not stored but seen: handles that lie in one line make it smooth, equal ones symmetric, any others,
 * and none, a corner. So a drawing from anywhere has kinds, and none can contradict its shape. The two ends have one
 * handle each and are corners.
 */

import { lengthOf } from '../../main/strokes/bezier.ts';
import { type Chain, chainOf, curveCount, curveOf, splitCurve } from './chain.ts';
import { fitCubic, type Sample } from './fit.ts';

export type NodeKind = 'corner' | 'smooth' | 'symmetric';
export type HandleSide = 'in' | 'out';
export type Point = readonly [x: number, y: number];

export interface PathNode {
  at: Point;
  /** Before and after the node along the line; null where the line ends. A retracted one lies on the node. */
  in: Point | null;
  out: Point | null;
  kind: NodeKind;
}

/** How far handles may be from one line (sine of the angle), or their lengths from equal, and still count as such. */
const ALIGNED = 0.01;
const EQUAL = 0.005;
/** Handles shorter than this, in photo px, are retracted. */
const RETRACTED = 1e-3;
/** Where a curve is bent at most this near its ends; nearer, its handles would have to run away. */
const BEND_END = 0.1;

/** The chain's nodes, one more than it has curves. */
export function nodesOf(points: Chain): PathNode[] {
  const point = (i: number): Point | null => (i >= 0 && i < points.length ? [points[i]!, points[i + 1]!] : null);
  return Array.from({ length: curveCount(points) + 1 }, (_, node) => {
    const bare = { at: point(6 * node)!, in: point(6 * node - 2), out: point(6 * node + 2) };
    return { ...bare, kind: kindOf(bare) };
  });
}

/** The chain of nodes; a missing handle between two nodes counts as retracted. */
export function pointsOf(nodes: readonly Omit<PathNode, 'kind'>[]): number[] {
  return nodes.flatMap((node, i) => [
    ...(i > 0 ? (node.in ?? node.at) : []),
    ...node.at,
    ...(i < nodes.length - 1 ? (node.out ?? node.at) : []),
  ]);
}

/** Screen px from its node at which a retracted handle shows, to be pulled out there. */
const PULL = 14;

/**
 * Where a retracted handle shows: a little way towards the next node. Null for one that is out, or where there is none.
 * @param pixel photo px of one screen px: less than one of them from its node, a handle counts as retracted
 */
export function retractedSpot(
  nodes: readonly PathNode[],
  index: number,
  side: HandleSide,
  pixel: number,
): Point | null {
  const { at, [side]: handle } = nodes[index]!;
  if (!handle || Math.hypot(handle[0] - at[0], handle[1] - at[1]) > pixel) return null;
  const next = nodes[side === 'in' ? index - 1 : index + 1]!.at;
  const [dx, dy] = [next[0] - at[0], next[1] - at[1]];
  const length = Math.hypot(dx, dy);
  const way: Point = length > 0 ? [dx / length, dy / length] : [side === 'in' ? -1 : 1, 0];
  return [at[0] + PULL * pixel * way[0], at[1] + PULL * pixel * way[1]];
}

/** The kind that a node looks like. */
export function kindOf({ at, in: before, out: after }: Omit<PathNode, 'kind'>): NodeKind {
  if (!before || !after) return 'corner';
  const [ax, ay, bx, by] = [at[0] - before[0], at[1] - before[1], after[0] - at[0], after[1] - at[1]];
  const [a, b] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
  if (a < RETRACTED || b < RETRACTED) return 'corner';
  if (Math.abs(ax * by - ay * bx) > ALIGNED * a * b || ax * bx + ay * by <= 0) return 'corner';
  return Math.abs(a - b) <= EQUAL * Math.max(a, b) ? 'symmetric' : 'smooth';
}

/** The chain with a node more, at t of a curve; the line does not change. The node is number `curve` + 1. */
export function insertNode(points: Chain, curve: number, t: number): number[] {
  const [before, after] = splitCurve(curveOf(points, curve), t);
  return [...points.slice(0, 6 * curve), ...chainOf([before, after]), ...points.slice(6 * curve + 8)];
}

/**
 * The chain without a node: the two curves beside it become the one that lies nearest to them (exactly the one they
 * were cut from, if they were), an end goes with its curve. Null where the chain has no curve to spare.
 */
export function deleteNode(points: Chain, node: number): number[] | null {
  const curves = curveCount(points);
  if (curves < 2) return null;
  if (node === 0) return points.slice(6);
  if (node === curves) return points.slice(0, -6);
  const [a, b] = [curveOf(points, node - 1), curveOf(points, node)];
  // De Casteljau at t leaves handles in the ratio t to 1 − t; curves that were never one are shared by their lengths.
  const smooth = nodesOf(points)[node]!.kind !== 'corner';
  const [before, after] = smooth
    ? [Math.hypot(a[6]! - a[4]!, a[7]! - a[5]!), Math.hypot(b[2]! - b[0]!, b[3]! - b[1]!)]
    : [lengthOf(a), lengthOf(b)];
  const share = before / (before + after) || 0.5;
  const samples: Sample[] = [];
  for (let k = 0; k <= 32; k++) {
    const t = k / 16;
    const [curve, local] = t <= 1 ? [a, t] : [b, t - 1];
    const [x, y] = splitCurve(curve, local)[0].slice(-2) as [number, number];
    samples.push({ x, y, t: t <= 1 ? share * t : share + (1 - share) * (t - 1) });
  }
  const one = fitCubic(samples, directionOf(a, 1), directionOf(b, -1));
  return [...points.slice(0, 6 * node - 6), ...one, ...points.slice(6 * node + 8)];
}

/** The chain with a node moved, its handles with it. */
export function moveNode(points: Chain, node: number, dx: number, dy: number): number[] {
  const [from, to] = [6 * node - 2, 6 * node + 4];
  return points.map((value, i) => (i >= from && i < to ? value + (i % 2 ? dy : dx) : value));
}

/**
 * The chain with a handle put to x, y. The one across follows as the node's kind wants: symmetric mirrors it, smooth
 * turns it into line and leaves its length, corner leaves it.
 *
 * @param kind by which the node is held; by default the one that it looks like, and 'corner' breaks that
 */
export function moveHandle(
  points: Chain,
  node: number,
  side: HandleSide,
  x: number,
  y: number,
  kind: NodeKind = nodesOf(points)[node]!.kind,
): number[] {
  const nodes = nodesOf(points);
  const { at, in: before, out: after } = nodes[node]!;
  const across = side === 'in' ? after : before;
  const other = across && kind !== 'corner' ? mirrored(at, [x, y], across, kind) : across;
  nodes[node] = {
    at,
    kind,
    in: side === 'in' ? before && [x, y] : other,
    out: side === 'out' ? after && [x, y] : other,
  };
  return pointsOf(nodes);
}

/**
 * The chain with a node made corner (handles go in), smooth (handles come into one line, as long as they are) or
 * symmetric (both as long as their mean). Handles that were in come out to a third of the way to the next node.
 */
export function setKind(points: Chain, node: number, kind: NodeKind): number[] {
  const nodes = nodesOf(points);
  const { at, in: before, out: after, kind: now } = nodes[node]!;
  if (!before || !after || kind === now) return [...points];
  if (kind === 'corner') {
    nodes[node] = { at, in: at, out: at, kind };
    return pointsOf(nodes);
  }
  const [previous, next] = [nodes[node - 1]!.at, nodes[node + 1]!.at];
  const length = (handle: Point, neighbour: Point): number => {
    const own = Math.hypot(handle[0] - at[0], handle[1] - at[1]);
    return own < RETRACTED ? Math.hypot(neighbour[0] - at[0], neighbour[1] - at[1]) / 3 : own;
  };
  let [a, b] = [length(before, previous), length(after, next)];
  const unit = (to: Point, from: Point): Point => {
    const distance = Math.hypot(to[0] - from[0], to[1] - from[1]);
    return distance < RETRACTED ? [0, 0] : [(to[0] - from[0]) / distance, (to[1] - from[1]) / distance];
  };
  const [arriving, leaving] = [unit(at, before), unit(after, at)];
  const known: Point = [arriving[0] + leaving[0], arriving[1] + leaving[1]];
  // A fold has no mean direction, and without handles there is none: the line between the neighbours serves.
  const way = Math.hypot(...known) < RETRACTED ? unit(next, previous) : unit(known, [0, 0]);
  if (kind === 'symmetric') a = b = (a + b) / 2;
  nodes[node] = {
    at,
    in: [at[0] - a * way[0], at[1] - a * way[1]],
    out: [at[0] + b * way[0], at[1] + b * way[1]],
    kind,
  };
  return pointsOf(nodes);
}

/**
 * The chain with one curve bent so that its point at t moves by dx, dy. Of all changes of the two handles that do so
 * this is the least; the nodes stay, and smooth ones stay smooth.
 */
export function bendCurve(points: Chain, curve: number, t: number, dx: number, dy: number): number[] {
  const u = Math.max(BEND_END, Math.min(1 - BEND_END, t));
  const [b1, b2] = [3 * u * (1 - u) * (1 - u), 3 * u * u * (1 - u)];
  const scale = 1 / (b1 * b1 + b2 * b2);
  const nodes = nodesOf(points);
  const [out, back] = [nodes[curve]!.out!, nodes[curve + 1]!.in!];
  const half = moveHandle(points, curve, 'out', out[0] + scale * b1 * dx, out[1] + scale * b1 * dy);
  return moveHandle(half, curve + 1, 'in', back[0] + scale * b2 * dx, back[1] + scale * b2 * dy);
}

/** Where the handle across goes when one is put to `handle`. */
function mirrored(at: Point, handle: Point, across: Point, kind: NodeKind): Point {
  const [dx, dy] = [at[0] - handle[0], at[1] - handle[1]];
  const length = Math.hypot(dx, dy);
  if (kind === 'symmetric') return [at[0] + dx, at[1] + dy];
  if (length < RETRACTED) return across;
  const own = Math.hypot(across[0] - at[0], across[1] - at[1]) / length;
  return [at[0] + own * dx, at[1] + own * dy];
}

/** The direction in which a curve starts (end = 1), or looks back from its end (−1): the first handle that is out. */
function directionOf(curve: Chain, end: 1 | -1): Point {
  const order = end === 1 ? [0, 2, 4, 6] : [6, 4, 2, 0];
  for (const i of order.slice(1)) {
    const [dx, dy] = [curve[i]! - curve[order[0]!]!, curve[i + 1]! - curve[order[0]! + 1]!];
    const length = Math.hypot(dx, dy);
    if (length > RETRACTED) return [dx / length, dy / length];
  }
  return [0, 0];
}
