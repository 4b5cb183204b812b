/**
 * Where strokes begin: on contours that matter and that no stroke has drawn yet, whole contours before crumbs.
 *
 * Points are drawn by saliency × edge strength; from each a walk along its contour is made and a cubic fitted to it. Those
 * walks that cover most of what matters are proposed; the one that is taken takes its surroundings out of the draw.
 */

import { blur, type Edges, quantile } from './edges.ts';
import type { Emphasis } from './emphasis.ts';
import { type Random, runningSums } from './random.ts';
import { fitCubic, type Walk, type WalkLimits, walkContour } from './trace.ts';

/** What a new stroke should know. Maps are [side·side] at the side of the edge maps. */
export interface SeedPlan {
  /** How many strokes the drawing will have: the more, the shorter each. */
  total: number;
  /** How much a stroke is wanted at each place: saliency, what is still missing, what is known. Any scale. */
  wanted: Float32Array;
  /** 0..1: ink that is there already. */
  drawn: Float32Array | null;
  /** Where more detail is wanted, contours may lie closer to each other. */
  emphasis: Emphasis;
}

// The settings of the search; lengths are shares of the side.
/** Walks to choose from for each stroke. */
const TRIES = 32;
/** How far one way of a walk may bend in all, in half turns. */
const TURN = 1.1;
/** A walk ends where the edge is weaker than this share of the strongest (its 98th percentile). */
const FADED = 0.15;
/** How far around a line that is there no other begins, and how strongly that is meant; less far where more is wanted. */
const GAP = 2.5 / 128;
const HUSH = 4;
/** A walk shorter than this is no contour; a dash of the second length is drawn there. */
const SHORTEST = 6 / 128;
const DASH = 0.12;
/**
 * How far around a new stroke's contour others are discouraged from beginning, the same where more detail is wanted, and
 * kept from passing (deviations).
 */
const APART = 0.05;
const APART_DENSE = 0.02;
const CLOSE = 0.015;
/** Up to this many strokes a drawing is of outlines; with more, what is inside them is drawn too. */
const OUTLINES = 8;
/** A contour shorter than this share of the side is a crumb, and counts the less the shorter it is. */
const CRUMB = 0.12;

/** A stroke's usual length as a share of the side: whole contours when strokes are few, details when they are many. */
export function strokeLength(total: number): number {
  return Math.min(0.75, 1.9 / total ** 0.75);
}

/** A stroke that could be added. */
export interface Proposal {
  /** Control points in frame units. */
  stroke: number[];
  /** The contour that it follows. */
  walk: Walk;
  /** How much of what is wanted lies along it. */
  gain: number;
}

/** The draw of new strokes: proposes some, and remembers which were taken. */
export class SeedField {
  private readonly odds: Float64Array;
  private readonly taken: Float32Array;
  private readonly stamps: Stamps;
  private readonly limits: WalkLimits;
  private readonly emphasis: Emphasis;

  constructor(
    private readonly edges: Edges,
    plan: SeedPlan,
    private readonly random: Random,
  ) {
    const { side, strength } = edges;
    const ridges = plan.total > OUTLINES ? edges.fineRidges : edges.ridges;
    const size = side * side;
    this.odds = new Float64Array(size);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const i = y * side + x;
        // Subjects are framed: their middle matters more than their rim.
        const away = ((x + 0.5) / side - 0.5) ** 2 + ((y + 0.5) / side - 0.5) ** 2;
        this.odds[i] = ridges[i]! * Math.exp(-2 * away) * plan.wanted[i]!;
      }
    this.taken = new Float32Array(size);
    this.emphasis = plan.emphasis;
    if (plan.drawn) {
      const near = blur(plan.drawn, side, GAP * side);
      const close = blur(plan.drawn, side, Math.max(0.5, GAP * side - side / 128));
      for (let i = 0; i < size; i++) {
        const ink = isDense(plan.emphasis, i) ? close[i]! : near[i]!;
        this.odds[i] = this.odds[i]! * (1 - Math.min(0.99, ink * HUSH));
        this.taken[i] = Math.min(1, close[i]! * HUSH);
      }
    }
    this.stamps = makeStamps(side);
    this.limits = {
      reach: Math.floor((strokeLength(plan.total) * side) / 2),
      turn: TURN * Math.PI,
      floor: FADED * quantile(strength, 0.98),
    };
  }

  /** The `most` best of several random proposals, best first; none when nothing is left to draw. */
  propose(most: number): Proposal[] {
    const { edges, odds, taken, limits, random } = this;
    const { side } = edges;
    const found: Proposal[] = [];
    const sums = runningSums(odds);
    for (let i = 0; i < TRIES; i++) {
      const start = random.fromSums(sums);
      if (start < 0) break;
      const walk = walkContour(edges, taken, (start % side) + 0.5, Math.floor(start / side) + 0.5, limits);
      let gain = 0;
      for (const [x, y] of walk) gain += odds[Math.floor(y) * side + Math.floor(x)]!;
      gain *= Math.min(1, walk.length / (CRUMB * side)) ** 2;
      // The same contour again, from another point of it.
      if (found.some((other) => other.gain === gain)) continue;
      const cubic = walk.length >= SHORTEST * side ? fitCubic(walk) : dash(edges, walk);
      found.push({ stroke: cubic.map((v) => v / side), walk, gain });
    }
    return found.sort((a, b) => b.gain - a.gain).slice(0, most);
  }

  /** Takes a proposal: its contour is neither drawn again nor crossed; odds fall around it, and walks stop at it. */
  take({ walk }: Proposal): void {
    const { odds, taken, stamps, emphasis } = this;
    const { side } = this.edges;
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
          odds[i] = odds[i]! * (isDense(emphasis, i) ? stamps.dense : stamps.odds)[j]!;
          if (stamps.taken[j]! > taken[i]!) taken[i] = stamps.taken[j]!;
        }
    }
  }
}

/**
 * A whole drawing by what lies along its strokes alone, without an encoder's opinion.
 *
 * @returns strokes as control points in frame units, 8 numbers each; fewer than planned when nothing is left to draw
 */
export function seedStrokes(edges: Edges, plan: SeedPlan, random: Random): number[][] {
  const field = new SeedField(edges, plan, random);
  const strokes: number[][] = [];
  while (strokes.length < plan.total) {
    const [best] = field.propose(1);
    if (!best) break;
    strokes.push(best.stroke);
    field.take(best);
  }
  return strokes;
}

/** A short straight stroke along the edge, where there is no contour to follow: an eye, a spot. */
function dash(edges: Edges, walk: Walk): number[] {
  const [x, y] = walk[walk.length >> 1]!;
  const angle = edges.along[Math.floor(y) * edges.side + Math.floor(x)]!;
  const third = (DASH / 3) * edges.side;
  return [-1.5, -0.5, 0.5, 1.5].flatMap((t) => [x + Math.cos(angle) * third * t, y + Math.sin(angle) * third * t]);
}

/** What a point of a drawn contour does to its surroundings: square stamps about it. */
interface Stamps {
  reach: number;
  /** Factor on the odds of a new stroke beginning. */
  odds: Float32Array;
  /** The same where more detail is wanted. */
  dense: Float32Array;
  /** 0..1: how much the place is taken. */
  taken: Float32Array;
}

function makeStamps(side: number): Stamps {
  const wide = APART * side;
  const reach = Math.ceil(3 * wide);
  const across = 2 * reach + 1;
  const odds = new Float32Array(across * across);
  const dense = new Float32Array(across * across);
  const taken = new Float32Array(across * across);
  for (let i = 0; i < odds.length; i++) {
    const distance2 = (Math.floor(i / across) - reach) ** 2 + ((i % across) - reach) ** 2;
    const near = (deviation: number) => Math.exp(-distance2 / (2 * deviation * deviation));
    odds[i] = 1 - 0.9 * near(wide);
    dense[i] = 1 - 0.9 * near(APART_DENSE * side);
    taken[i] = near(CLOSE * side);
  }
  return { reach, odds, dense, taken };
}

/** Whether more detail is wanted at a pixel. */
const isDense = (emphasis: Emphasis, i: number) => emphasis !== null && emphasis[i]! > 0.5;
