/**
 * What guides strokes beside the encoder: how near things are, and how many strokes each part of the photo gets.
 *
 * It acts where strokes begin, because an optimiser moves lines but does not carry them across a picture; and near
 * lines are bold, as an illustrator's are, because a line's weight tells what lies before what (the "line weight" of
 * drawing manuals; compare depth-dependent stroke width in Goodwin, Vollick and Hertzmann, Isophote Distance, 2007).
 */

import { blur, quantile } from './edges.ts';

/** What depth does to a sketch; each by itself. */
export interface ByDepth {
  /** Near lines are bold, far ones fine. */
  width: boolean;
  /** Near things are drawn first. */
  order: boolean;
  /** Contours where depth breaks are drawn before those within a surface. */
  outline: boolean;
}

/** A part of the frame that gets so many of all strokes. */
export interface Part {
  /** [side²] 0..1, how much each place belongs to it. */
  where: Float32Array;
  strokes: number;
}

export interface Guide {
  /** [side²] of the frame, 0 farthest to 1 nearest of what is drawn; null where depth plays no part. */
  near: Float32Array | null;
  by: ByDepth;
  parts: readonly Part[];
}

/** Widths of the farthest and the nearest line, in those that they have otherwise. */
const FINE = 0.5;
const BOLD = 1.6;
/** How much a stroke is wanted at the farthest place, compared with the nearest, where near things come first. */
const FAR = 0.12;
/** How much more a stroke is wanted where depth breaks than where it does not. */
const BROKEN = 6;
/** Ends of the span of depths, shares of the places: a few wrong places do not press the rest together. */
const ENDS = [0.03, 0.97] as const;
/** Depths that differ by less than this, of all there are in the photo, are one: a flat thing stays one. */
const SHALLOW = 0.12;

/**
 * Depth as a guide has it: what is drawn spans 0 to 1.
 *
 * @param nearness [side²] 0 farthest to 1 nearest of the photo
 * @param drawn [side²] 0..1: what is drawn
 */
export function nearnessWithin(nearness: Float32Array, drawn: Float32Array): Float32Array {
  const inside = nearness.filter((_, i) => drawn[i]! >= 0.5);
  if (!inside.length) return nearness.slice().fill(0.5);
  const [low, high] = ENDS.map((share) => quantile(inside, share)) as [number, number];
  const span = Math.max(high - low, SHALLOW);
  const middle = (low + high) / 2;
  return nearness.map((value) => Math.min(1, Math.max(0, 0.5 + (value - middle) / span)));
}

/** How much wider than otherwise a line is; 1 where depth plays no part in it. @param points a cubic, frame units */
export function boldness(guide: Guide | null, points: ArrayLike<number>): number {
  if (!guide?.near || !guide.by.width) return 1;
  return FINE * (BOLD / FINE) ** meanAlong(guide.near, points);
}

/** Mean of a map [side²] at a cubic's control points: they lie about it, and its ends on it. @param points frame units */
export function meanAlong(map: Float32Array, points: ArrayLike<number>): number {
  const side = Math.sqrt(map.length);
  const cell = (v: number) => Math.min(side - 1, Math.max(0, Math.floor(v * side)));
  let sum = 0;
  for (let i = 0; i + 1 < points.length; i += 2) sum += map[cell(points[i + 1]!) * side + cell(points[i]!)]!;
  return (2 * sum) / points.length;
}

/** [side²] how much strokes are wanted once depth has had its say. Any scale. */
export function wantedByDepth(wanted: Float32Array, guide: Guide | null): Float32Array {
  if (!guide?.near) return wanted;
  const { near, by } = guide;
  const breaks = by.outline ? depthBreaks(near) : null;
  if (!by.order && !breaks) return wanted;
  return wanted.map((value, i) => {
    const first = by.order ? FAR + (1 - FAR) * near[i]! : 1;
    return value * first * (breaks ? 1 + BROKEN * breaks[i]! : 1);
  });
}

/** [side²] 0..1: where near ends and far begins, about as wide as the contours that are sought there. */
export function depthBreaks(near: Float32Array): Float32Array {
  const side = Math.sqrt(near.length);
  const soft = blur(near, side, side / 128);
  const steps = soft.map((_, i) => {
    const x = i % side;
    const y = (i - x) / side;
    if (x === 0 || y === 0 || x === side - 1 || y === side - 1) return 0;
    return Math.hypot(soft[i + 1]! - soft[i - 1]!, soft[i + side]! - soft[i - side]!);
  });
  const wide = blur(steps, side, side / 128);
  const most = Math.max(quantile(wide, 0.99), 1e-6);
  return wide.map((value) => Math.min(1, value / most));
}

/** A part that a stage draws, and how many of its strokes there are to be in the end of that stage. */
export interface StagePart {
  /** null: everywhere that is left. */
  where: Float32Array | null;
  strokes: number;
}

/**
 * How a stage's strokes are shared out: each part has its share of every stage, and what no part has asked for is drawn
 * outside all of them, last.
 *
 * @param total strokes at the end of the stage
 * @param all strokes at the end of the last one
 */
export function stageParts(parts: readonly Part[], total: number, all: number): StagePart[] {
  if (!parts.length) return [{ where: null, strokes: total }];
  const asked = parts.reduce((sum, { strokes }) => sum + strokes, 0);
  // Who asks for more than there is gets a share of what there is.
  const scale = total / Math.max(all, asked);
  let exact = 0;
  let shared = 0;
  const shares = parts.map(({ where, strokes }) => {
    exact += strokes * scale;
    const own = Math.round(exact) - shared;
    shared += own;
    return { where, strokes: own };
  });
  const outside = parts[0]!.where.map((_, i) => 1 - Math.max(...parts.map(({ where }) => where[i]!)));
  return [...shares, { where: outside, strokes: total - shared }];
}
