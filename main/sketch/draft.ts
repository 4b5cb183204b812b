/**
 * One seed's drawing on its way: strokes in stages, each stage seeded where the drawing still differs, all optimised
 * together.
 *
 * Stages (4, 8, 16, … strokes) make one run give every level of abstraction: whole shapes first, details last, as a
 * person draws. Earlier strokes stay in play, at half the rate, and some views draw a prefix alone, so that every
 * prefix stays a drawing. (Compare nested dropout in NeuralSVG, and joint prefixes in Stroke of Surprise.)
 */

import { overlap, paint, unpaint } from '../strokes/ink.ts';
import { Coverage } from '../strokes/raster.ts';
import { Adam, decay } from './adam.ts';
import { Random } from './random.ts';
import { missing, type Scene, TRACE_SIDE } from './scene.ts';
import { seedStrokes } from './seeds.ts';

export interface DraftPlan {
  /** Strokes at the end of each stage, rising: the levels of abstraction. */
  stages: number[];
  /** Steps of all stages together. */
  steps: number;
  /** Full line width, frame units. */
  width: number;
  /** Largest usual movement of a control point in one step at the start of a stage, frame units. */
  rate: number;
  /** Weight of the penalty on strokes that lie on each other. */
  overlap: number;
}

export const DEFAULT_PLAN: Omit<DraftPlan, 'stages' | 'steps' | 'width'> = { rate: 0.8 / 128, overlap: 0.1 };

/** The line that the drawing method was tuned with: 3 pixels at 128. */
export const DEFAULT_WIDTH = 3 / 128;

/** Odds that the second view shows a prefix alone, once there is a later stage to protect it from. */
const PREFIX = 0.5;
/** Share of the rate at which strokes of earlier stages still move. */
const KEEP = 0.5;
/** How much wider than drawn strokes are when overlap is measured. */
const WIDE = 2;
/** Control points may leave the frame this far; a stroke that drifts away is lost to the drawing. */
const LEEWAY = 0.15;
/** A stage ends early when control points move less than this a step (frame units, root mean square) … */
const REST = 0.012 / 128;
/** … and the averaged objective falls by less than this share in as many steps as it is averaged over. */
const FALL = 0.002;
const AVERAGED = 12;

/** Memory for rasterising, shared by the drafts of a race: one step is under way at a time. */
export class Easel {
  readonly coverages: Coverage[];
  readonly wide: Coverage;
  readonly papers: Float32Array;
  readonly sum: Float64Array;

  constructor(
    readonly side: number,
    readonly views: number,
  ) {
    this.coverages = Array.from({ length: views }, () => new Coverage(side, side));
    this.wide = new Coverage(side, side);
    this.papers = new Float32Array(views * side * side);
    this.sum = new Float64Array(side * side);
  }

  /** The part of `papers` (or of a gradient of the same layout) that belongs to a view. */
  page(pages: Float32Array, view: number): Float32Array {
    const size = this.side * this.side;
    return pages.subarray(view * size, (view + 1) * size);
  }
}

const BLACK = { value: new Float64Array(256), opacity: new Float64Array(256).fill(1) };

export class Draft {
  /** Control points in frame units, 8 numbers a stroke, in the order of the stages. */
  points: Float64Array = new Float64Array(0);
  /** Stage under way, and steps done in it. */
  stage = -1;
  stageStep = 0;
  /** Objective of the latest step: mean over its views. */
  objective = Number.NaN;
  private readonly random: Random;
  private readonly share: number[];
  private adam = new Adam(0);
  private recent: number[] = [];
  private moved = Number.POSITIVE_INFINITY;

  constructor(
    private readonly scene: Scene,
    private readonly easel: Easel,
    readonly plan: DraftPlan,
    readonly seed: number,
  ) {
    this.random = new Random(seed, 2);
    const roots = plan.stages.map(Math.sqrt);
    const total = roots.reduce((a, b) => a + b, 0);
    this.share = roots.map((root) => Math.max(1, Math.round((plan.steps * root) / total)));
  }

  get strokes(): number {
    return this.points.length / 8;
  }

  /** Steps that stage `s` may take. */
  budget(s: number): number {
    return this.share[s]!;
  }

  get finished(): boolean {
    return this.stage === this.plan.stages.length - 1 && this.stageDone;
  }

  /** Whether the stage under way has used its steps or has come to rest. */
  get stageDone(): boolean {
    if (this.stage < 0) return true;
    if (this.stageStep >= this.share[this.stage]!) return true;
    if (this.recent.length < 2 * AVERAGED || this.moved >= REST) return false;
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const before = mean(this.recent.slice(-2 * AVERAGED, -AVERAGED));
    return mean(this.recent.slice(-AVERAGED)) > before * (1 - FALL);
  }

  /** Adds the next stage's strokes. */
  async beginStage(): Promise<void> {
    this.stage++;
    this.stageStep = 0;
    this.recent = [];
    const total = this.plan.stages[this.stage]!;
    const { edges, saliency } = this.scene;
    let drawn: Float32Array | null = null;
    let wanted = saliency;
    if (this.strokes) {
      drawn = this.ink(TRACE_SIDE);
      const differ = missing(this.scene, await this.activations());
      wanted = differ.map((v, i) => (0.05 + v * v) * saliency[i]!);
    }
    const added = seedStrokes(edges, { count: total - this.strokes, total, wanted, drawn }, this.random);
    this.points = Float64Array.of(...this.points, ...added.flat());
    this.adam = new Adam(this.points.length);
  }

  /** One step of the optimiser. Returns the root mean square movement in frame units. */
  async step(): Promise<number> {
    const { scene, easel, plan } = this;
    const total = this.strokes;
    const old = this.stage > 0 ? Math.min(total, plan.stages[this.stage - 1]!) : 0;
    const radii = new Float64Array(total).fill(plan.width / 2);
    const picks = Array.from({ length: easel.views }, (_, k) =>
      k === 0 ? 0 : 1 + this.random.below(scene.views.length - 1),
    );
    picks.forEach((pick, k) => {
      const count = k === 0 ? total : this.prefix(total);
      easel.coverages[k]!.cover(this.points, radii, scene.views[pick]!, count);
      paint(easel.coverages[k]!, BLACK, easel.page(easel.papers, k));
    });
    const { losses, gradient } = await scene.encoder.compare(
      easel.papers,
      picks.map((pick) => scene.references[pick]!),
    );
    this.objective = losses.reduce((a, b) => a + b, 0) / losses.length;
    const pull = new Float64Array(this.points.length);
    for (let k = 0; k < easel.views; k++) {
      unpaint(easel.coverages[k]!, BLACK, easel.page(gradient, k));
      easel.coverages[k]!.pull(pull);
    }
    for (let i = 0; i < pull.length; i++) pull[i] = pull[i]! / easel.views;

    const wideRadius = (plan.width / 2) * WIDE;
    easel.wide.cover(this.points, new Float64Array(total).fill(wideRadius), scene.views[0]!, total);
    overlap(easel.wide, plan.overlap / (total * easel.side * easel.side * (plan.width / 2)), easel.sum);
    easel.wide.pull(pull);

    const rate = plan.rate * decay(this.stageStep / this.share[this.stage]!);
    this.moved = this.adam.step(this.points, pull, rate, 8 * old, KEEP);
    for (let i = 0; i < this.points.length; i++)
      this.points[i] = Math.min(1 + LEEWAY, Math.max(-LEEWAY, this.points[i]!));
    this.stageStep++;
    this.recent.push(this.objective);
    return this.moved;
  }

  /** How many strokes the second view shows: all, an earlier level, or any prefix. */
  private prefix(total: number): number {
    if (this.random.uniform() >= PREFIX) return total;
    if (this.stage > 0 && this.random.uniform() < 0.7) return this.plan.stages[this.random.below(this.stage)]!;
    const least = Math.min(total, Math.max(3, total >> 2));
    return least + this.random.below(total - least + 1);
  }

  /** The clean objective of a prefix: the mean over every view of the bank, without penalties. */
  async measure(strokes = this.strokes, points: ArrayLike<number> = this.points, views = this.scene.views.length) {
    const { scene, easel } = this;
    const radii = new Float64Array(strokes).fill(this.plan.width / 2);
    let sum = 0;
    for (let first = 0; first < views; first += easel.views) {
      const picks = Array.from({ length: easel.views }, (_, k) => Math.min(first + k, views - 1));
      picks.forEach((pick, k) => {
        easel.coverages[k]!.cover(points, radii, scene.views[pick]!, strokes);
        paint(easel.coverages[k]!, BLACK, easel.page(easel.papers, k));
      });
      const { losses } = await scene.encoder.compare(
        easel.papers,
        picks.map((pick) => scene.references[pick]!),
      );
      for (let k = 0; k < easel.views && first + k < views; k++) sum += losses[k]!;
    }
    return sum / views;
  }

  /** [side²] the ink of all strokes, 0..1, at any side. */
  private ink(side: number): Float32Array {
    const coverage = new Coverage(side, side);
    const paper = new Float32Array(side * side);
    coverage.cover(
      this.points,
      new Float64Array(this.strokes).fill(this.plan.width / 2),
      Float64Array.of(side, 0, 0, 0, side, 0, 0, 0, 1),
    );
    paint(coverage, BLACK, paper);
    return paper.map((v) => 1 - v);
  }

  /** What the encoder sees in the drawing, straight on. */
  private async activations(): Promise<Float32Array[]> {
    const { side } = this.easel;
    const paper = this.ink(side).map((v) => 1 - v);
    const picture = new Float32Array(3 * side * side);
    for (let c = 0; c < 3; c++) picture.set(paper, c * side * side);
    return (await this.scene.encoder.look(picture, 1)).maps.map((map) => map[0]!);
  }
}
