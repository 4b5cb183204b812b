/**
 * Where strokes begin: on contours that matter and that no stroke has drawn yet, whole contours before crumbs.
 *
 * Points are drawn by saliency × edge strength; from each a walk along its contour is made, the walk that covers most of
 * what matters of several is kept, a cubic is fitted to it, and its surroundings are taken out of the draw.
 */

import { blur, type Edges, quantile } from './edges.ts';
import type { Random } from './random.ts';
import { fitCubic, type Walk, walkContour } from './trace.ts';

/** What a new stroke should know. Maps are [side·side] at the side of the edge maps. */
export interface SeedPlan {
  /** How many strokes to add. */
  count: number;
  /** How many the drawing will then have: the more, the shorter each. */
  total: number;
  /** How much a stroke is wanted at each place: saliency, what is still missing, what is known. Any scale. */
  wanted: Float32Array;
  /** 0..1: ink that is there already. */
  drawn: Float32Array | null;
}

/** Settings of the search; lengths are shares of the side. */
export interface SeedSettings {
  /** Walks to choose from for each stroke. */
  tries: number;
  /** How far one way of a walk may bend in all, in half turns. */
  turn: number;
  /** How far around a line that is there no other begins. */
  gap: number;
  /** How strongly that is meant. */
  hush: number;
}

export const DEFAULT_SEEDS: SeedSettings = { tries: 4, turn: 1.1, gap: 4 / 128, hush: 4 };

/** A stroke's usual length as a share of the side: whole contours when strokes are few, details when they are many. */
export function strokeLength(total: number): number {
  return Math.min(0.75, 1.9 / total ** 0.75);
}

/**
 * @returns strokes as control points in frame units, 8 numbers each, at most `count` of them: fewer when nothing is left
 *   to draw
 */
export function seedStrokes(edges: Edges, plan: SeedPlan, random: Random, settings = DEFAULT_SEEDS): number[][] {
  const { side, strength, ridges } = edges;
  const size = side * side;
  const odds = new Float64Array(size);
  let taken: Float32Array = new Float32Array(size);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const i = y * side + x;
      // Subjects are framed: their middle matters more than their rim.
      const away = ((x + 0.5) / side - 0.5) ** 2 + ((y + 0.5) / side - 0.5) ** 2;
      odds[i] = ridges[i]! * Math.exp(-2 * away) * plan.wanted[i]!;
    }
  if (plan.drawn) {
    const near = blur(plan.drawn, side, settings.gap * side);
    for (let i = 0; i < size; i++) odds[i] = odds[i]! * (1 - Math.min(0.99, near[i]! * settings.hush));
    taken = blur(plan.drawn, side, Math.max(0.5, settings.gap * side - side / 128));
    for (let i = 0; i < size; i++) taken[i] = Math.min(1, taken[i]! * settings.hush);
  }
  const limits = {
    reach: Math.floor((strokeLength(plan.total) * side) / 2),
    turn: settings.turn * Math.PI,
    floor: 0.15 * quantile(strength, 0.98),
  };
  const stamps = makeStamps(side);
  const strokes: number[][] = [];
  while (strokes.length < plan.count) {
    const best = bestWalk(edges, odds, taken, limits, random, settings.tries);
    if (!best) break;
    const cubic = best.length >= (6 * side) / 128 ? fitCubic(best) : dash(edges, best);
    strokes.push(cubic.map((v) => v / side));
    takeOut(best, side, odds, taken, stamps);
  }
  return strokes;
}

function bestWalk(
  edges: Edges,
  odds: Float64Array,
  taken: Float32Array,
  limits: { reach: number; turn: number; floor: number },
  random: Random,
  tries: number,
): Walk | null {
  let best: Walk | null = null;
  for (let i = 0; i < tries; i++) {
    const start = random.weighted(odds);
    if (start < 0) break;
    const x = (start % edges.side) + 0.5;
    const y = Math.floor(start / edges.side) + 0.5;
    const walk = walkContour(edges, taken, x, y, limits);
    if (!best || walk.length > best.length) best = walk;
  }
  return best;
}

/** A short straight stroke along the edge, where there is no contour to follow: an eye, a spot. */
function dash(edges: Edges, walk: Walk): number[] {
  const [x, y] = walk[walk.length >> 1]!;
  const angle = edges.along[Math.floor(y) * edges.side + Math.floor(x)]!;
  return [-1.5, -0.5, 0.5, 1.5].flatMap((t) => [
    x + Math.cos(angle) * 0.04 * edges.side * t,
    y + Math.sin(angle) * 0.04 * edges.side * t,
  ]);
}

/** What a point of a drawn contour does to its surroundings: square stamps about it. */
interface Stamps {
  reach: number;
  /** Factor on the odds of a new stroke beginning. */
  odds: Float32Array;
  /** 0..1: how much the place is taken. */
  taken: Float32Array;
}

function makeStamps(side: number): Stamps {
  const wide = 0.05 * side;
  const narrow = 0.015 * side;
  const reach = Math.ceil(3 * wide);
  const across = 2 * reach + 1;
  const odds = new Float32Array(across * across);
  const taken = new Float32Array(across * across);
  for (let i = 0; i < odds.length; i++) {
    const distance2 = (Math.floor(i / across) - reach) ** 2 + ((i % across) - reach) ** 2;
    odds[i] = 1 - 0.9 * Math.exp(-distance2 / (2 * wide * wide));
    taken[i] = Math.exp(-distance2 / (2 * narrow * narrow));
  }
  return { reach, odds, taken };
}

/** A drawn contour is neither drawn again nor crossed: odds fall around it, and walks stop at it. */
function takeOut(walk: Walk, side: number, odds: Float64Array, taken: Float32Array, stamps: Stamps): void {
  const { reach } = stamps;
  const across = 2 * reach + 1;
  const step = Math.max(1, Math.round(side / 64));
  for (let k = 0; k < walk.length; k += step) {
    const column = Math.floor(walk[k]![0]);
    const row = Math.floor(walk[k]![1]);
    for (let y = Math.max(0, row - reach); y <= Math.min(side - 1, row + reach); y++)
      for (let x = Math.max(0, column - reach); x <= Math.min(side - 1, column + reach); x++) {
        const j = (y - row + reach) * across + (x - column + reach);
        const i = y * side + x;
        odds[i] = odds[i]! * stamps.odds[j]!;
        if (stamps.taken[j]! > taken[i]!) taken[i] = stamps.taken[j]!;
      }
  }
}
