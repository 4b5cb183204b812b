/**
 * One seed's drawing on its way: strokes in stages, each stage seeded where the drawing still differs, all optimised
 * together.
 *
 * Stages (4, 8, 16, … strokes) make one run give every level of abstraction: whole shapes first, details last, as a
 * person draws. Each new stroke is the contour, of several, that the encoder likes best, so a drawing is good before its
 * first step. Earlier strokes stay in play and some views draw a prefix alone, so that every prefix stays a drawing.
 * (Compare nested dropout in NeuralSVG, and joint prefixes in Stroke of Surprise.)
 */

import { Adam, decay } from './adam.ts';
import { keepLength, strokeLengths, unhook } from './calm.ts';
import type { Easel } from './easel.ts';
import type { StrokeEdit } from './edit.ts';
import { stageParts } from './guide.ts';
import type { Lines } from './line.ts';
import { NamedStrokes } from './named-strokes.ts';
import { type DraftPlan, firstStage } from './plan.ts';
import { Random } from './random.ts';
import { Rest } from './rest.ts';
import { missing, type Scene, TRACE_SIDE, wantedIn } from './scene.ts';
import { SeedField, type SeedPlan } from './seeds.ts';

/** Odds that the second view shows a prefix alone, once there is a later stage to protect it from. */
const PREFIX = 0.5;
/** Odds that this prefix is an earlier level; else it is any prefix of at least a quarter of the strokes, or three. */
const LEVEL = 0.7;
/** How much a stroke is wanted where the drawing lacks nothing, compared with where it lacks most. */
const UNASKED = 0.05;
/** Contours that the encoder may choose from for each new stroke. */
const CHOICE = 10;
/** Weight of the penalty on hooks and zigzags. */
const HOOKS = 0.1;
/** Weight of the penalty on strokes that shrink to dots. */
const SHRINKING = 0.15;
/** Control points may leave the frame this far; a stroke that drifts away is lost to the drawing. */
const LEEWAY = 0.15;
/** Steps over which the objective is averaged. */
const AVERAGED = 12;
/** Share of a stage's steps that strokes have left, at least, to settle around an edit. */
const SETTLE = 1 / 4;

export class Draft {
  private readonly drawing: NamedStrokes;
  /** Strokes at the end of each stage: the plan's, less what a person deleted and with what was added. */
  readonly stages: number[];
  /** Stage under way, and steps done in it. */
  stage: number;
  stageStep = 0;
  /** The objective as it goes: the mean over a step's views, averaged over recent steps of the stage. */
  objective = Number.NaN;
  /** The last step's loss in the clean view alone. */
  clean = Number.NaN;
  /** The stage that it begins in. */
  private readonly first: number;
  private readonly random: Random;
  /** Steps of each stage: its share goes by the root of its strokes. */
  private readonly budgets: number[];
  private adam = new Adam(0);
  private readonly rest = new Rest(AVERAGED);
  /** Each stroke's length when its stage began. */
  private seeded: Float64Array = new Float64Array(0);
  /** Strokes that a person has put where they are. */
  private readonly pinned = new Set<string>();

  constructor(
    private readonly scene: Scene,
    readonly easel: Easel,
    readonly plan: DraftPlan,
    readonly seed: number,
    /** Ids that other strokes bear. */
    taken: ReadonlySet<string> = new Set(),
  ) {
    this.drawing = new NamedStrokes(seed, taken, scene);
    for (const { points, id, width } of plan.starts ?? []) {
      this.drawing.append(points, id);
      if (width !== undefined) this.drawing.widen(this.ids.at(-1)!, width);
    }
    this.first = firstStage(plan);
    this.stage = this.first - 1;
    this.random = new Random(seed, 2);
    this.stages = [...plan.stages];
    const roots = plan.stages.map(Math.sqrt);
    const total = roots.reduce((a, b) => a + b, 0);
    this.budgets = roots.map((root) => Math.max(1, Math.round((plan.steps * root) / total)));
  }

  /** Control points in frame units, 8 numbers a stroke, in the order of the stages. */
  get points(): Float64Array {
    return this.drawing.points;
  }

  /** Each stroke's name for as long as it lives. */
  get ids(): readonly string[] {
    return this.drawing.ids;
  }

  get strokes(): number {
    return this.drawing.count;
  }

  /** The drawing's strokes, or the first of them, in the order of the stages. */
  lines(strokes = this.strokes): Lines {
    return this.asLines(this.points.subarray(0, 8 * strokes));
  }

  /** How near strokes first … end − 1 are, 0..1; null where that does not order them. */
  nearness(first: number, end: number): number[] | null {
    return this.drawing.nearness(first, end);
  }

  /** Puts strokes first … first + order.length − 1 in another order, given by their places in it now. */
  reorder(first: number, order: number[]): void {
    this.drawing.reorder(first, order);
  }

  /** Steps that stage `s` may take. */
  budget(s: number): number {
    return this.budgets[s]!;
  }

  /** Whether the stage under way has used its steps, has come to rest, or has nothing to move. */
  get stageDone(): boolean {
    if (this.stage < 0 || this.strokes === 0) return true;
    return this.stageStep >= this.budgets[this.stage]! || this.rest.reached;
  }

  /**
   * Adds the next stage's strokes.
   *
   * @param stopped asked before the encoder is; once it says so, the first contours found are taken as they are, and
   *   only in the first stage are there any more
   */
  async beginStage(stopped = () => false): Promise<void> {
    this.stage++;
    this.stageStep = 0;
    this.rest.forget();
    const total = this.stages[this.stage]!;
    let wanted = wantedIn(this.scene);
    if (this.begun) {
      const differ = missing(this.scene, await this.activations());
      wanted = wanted.map((v, i) => (UNASKED + differ[i]! * differ[i]!) * v);
    }
    const drawn = this.drawn();
    const parts = stageParts(this.scene.guide?.parts ?? [], total, this.stages.at(-1)!);
    for (const [part, { where, strokes }] of parts.entries()) {
      const { emphasis } = this.scene;
      const seeding = { total, wanted: where ? wanted.map((v, i) => v * where[i]!) : wanted, emphasis };
      // Who comes last gets what is left, with what the others could not draw.
      const end =
        part === parts.length - 1 ? total : Math.min(total, this.strokes + strokes - this.drawing.inPart(part));
      await this.sow({ ...seeding, drawn: part ? this.drawn() : drawn }, end, part, stopped);
    }
    this.adam = new Adam(this.points.length);
    this.seeded = strokeLengths(this.points);
  }

  /** [TRACE_SIDE²] the ink on the paper; null: there is none. */
  private drawn(): Float32Array | null {
    return this.begun ? this.easel.paper(this.lines(), TRACE_SIDE).map((v) => 1 - v) : null;
  }

  /** Whether there is ink on the paper. */
  private get begun(): boolean {
    return this.strokes > 0 || this.easel.begun;
  }

  /** Adds strokes to a part of the drawing until it has `end` in all. */
  private async sow(plan: SeedPlan, end: number, part: number, stopped: () => boolean): Promise<void> {
    const field = new SeedField(this.scene.edges, plan, this.random);
    while (this.strokes < end && (this.stage === this.first || !stopped())) {
      const proposals = field.propose(CHOICE);
      if (!proposals.length) break;
      let best = 0;
      if (proposals.length > 1 && !stopped()) {
        const prices = await this.price(
          proposals.map((p) => this.asLines(Float64Array.of(...this.points, ...p.stroke))),
        );
        for (let i = 1; i < prices.length; i++) if (prices[i]! < prices[best]!) best = i;
      }
      field.take(proposals[best]!);
      this.drawing.append(proposals[best]!.stroke, undefined, part);
    }
  }

  /**
   * One step of the optimiser, on the clean view and a random one (or several, where the encoder takes more); in turn on
   * one of them where it takes but one.
   */
  async step(): Promise<void> {
    const { scene, easel, plan } = this;
    const total = this.strokes;
    const straight = easel.views > 1 || this.stageStep % 2 === 0 ? 0 : -1;
    const picks = Array.from({ length: easel.views }, (_, k) =>
      k === straight ? 0 : 1 + this.random.below(scene.views.length - 1),
    );
    picks.forEach((pick, k) => {
      const count = k === straight ? total : this.prefix(total);
      easel.draw(k, this.lines(count), scene.views[pick]!);
    });
    const { losses, gradient } = await scene.encoder.compare(
      easel.papers,
      picks.map((pick) => scene.references[pick]!),
    );
    const seen = losses.reduce((a, b) => a + b, 0) / losses.length;
    this.objective = this.stageStep ? this.objective + (seen - this.objective) / AVERAGED : seen;
    if (straight === 0) this.clean = losses[0]!;
    const pull = new Float64Array(this.points.length);
    for (let k = 0; k < easel.views; k++) easel.pull(k, gradient, pull);
    for (let i = 0; i < pull.length; i++) pull[i] = pull[i]! / easel.views;

    easel.spread(this.lines(), scene.views[0]!, plan.overlap, pull);
    unhook(this.points, HOOKS, pull);
    keepLength(this.points, this.seeded, SHRINKING, pull);
    this.ids.forEach((id, s) => {
      if (this.pinned.has(id)) pull.fill(0, 8 * s, 8 * s + 8);
    });
    const rate = plan.rate * decay(this.stageStep / this.budgets[this.stage]!);
    const moved = this.adam.step(this.points, pull, rate);
    for (let i = 0; i < this.points.length; i++)
      if (!this.pinned.has(this.ids[i >> 3]!))
        this.points[i] = Math.min(1 + LEEWAY, Math.max(-LEEWAY, this.points[i]!));
    this.stageStep++;
    this.rest.saw(seen, moved);
  }

  isPinned(id: string): boolean {
    return this.pinned.has(id);
  }

  /** Does what a person asks between two steps; a stroke that is to be deleted or let go and is not known is no error. */
  edit(edit: StrokeEdit): void {
    const s = this.ids.indexOf(edit.id);
    if (edit.kind === 'add' || edit.kind === 'move') this.place(s, edit.id, edit.points, edit.kind === 'add');
    else if (s < 0) return;
    else if (edit.kind === 'delete') this.remove(s);
    else if (edit.kind === 'width') this.drawing.widen(edit.id, edit.width);
    else this.pinned.delete(edit.id);
    this.unsettle();
  }

  /**
   * What it is held against has changed: how it stands is measured anew, and its strokes may move again.
   * @param anew whether it is another encoder that looks, whose pull is not to be compared with the last one's
   */
  async reconsider(anew: boolean): Promise<void> {
    if (anew) this.adam = new Adam(this.points.length);
    this.unsettle();
    if (Number.isNaN(this.clean)) return;
    const [clean] = await this.judge([this.lines()]);
    this.clean = clean!;
    this.objective = this.clean;
  }

  /** Leaves the stage under way steps enough to come to rest again. */
  private unsettle(): void {
    this.rest.forget();
    if (this.stage < 0) return;
    const budget = this.budgets[this.stage]!;
    this.stageStep = Math.min(this.stageStep, budget - Math.ceil(budget * SETTLE));
  }

  /**
   * Pins stroke s at these points; below 0 it is a new one, the last of the stage under way.
   * @param more whether a new one comes on top of what is to be drawn; else it is one of those, as a contour is that was
   * moved before there was a draft
   */
  private place(s: number, id: string, points: ArrayLike<number>, more: boolean): void {
    this.pinned.add(id);
    if (s >= 0) {
      this.points.set(points, 8 * s);
      this.adam.forget(8 * s, 8);
      this.seeded[s] = strokeLengths(this.points)[s]!;
      return;
    }
    this.drawing.append(Array.from(points), id);
    this.adam.grow(8);
    this.seeded = Float64Array.of(...this.seeded, strokeLengths(this.points).at(-1)!);
    for (let k = Math.max(0, this.stage); k < this.stages.length; k++)
      this.stages[k] = more ? this.stages[k]! + 1 : Math.max(this.stages[k]!, this.strokes);
  }

  private remove(s: number): void {
    this.pinned.delete(this.ids[s]!);
    this.drawing.remove(s);
    this.seeded = this.seeded.filter((_, i) => i !== s);
    this.adam.remove(8 * s, 8);
    // Later stages do not draw it again.
    for (let k = 0; k < this.stages.length; k++) if (this.stages[k]! > s) this.stages[k]!--;
  }

  /** Points that are the drawing's strokes, or some of the first and others after them. */
  private asLines(points: Float64Array): Lines {
    return this.drawing.asLines(points, this.easel.width);
  }

  /** How many strokes the second view shows: all, an earlier level, or any prefix. */
  private prefix(total: number): number {
    if (this.random.uniform() >= PREFIX) return total;
    if (this.stage > 0 && this.random.uniform() < LEVEL) return this.stages[this.random.below(this.stage)]!;
    const least = Math.min(total, Math.max(3, total >> 2));
    return least + this.random.below(total - least + 1);
  }

  /** The clean objective of a prefix, without penalties: the mean over the bank's views, or its first ones. */
  async measure(strokes = this.strokes, views = this.scene.views.length): Promise<number> {
    const lines = this.lines(strokes);
    const losses = await this.easel.judge(
      this.scene,
      Array.from({ length: views }, (_, view) => ({ lines, view })),
    );
    return losses.reduce((a, b) => a + b, 0) / losses.length;
  }

  /** The clean objective of several drawings, straight on. */
  judge(drawings: Lines[]): Promise<number[]> {
    return this.easel.judge(
      this.scene,
      drawings.map((lines) => ({ lines, view: 0 })),
    );
  }

  /** The same for drawings that differ by a stroke: also from close to, where a close view is. */
  private async price(drawings: Lines[]): Promise<number[]> {
    const { views, close } = this.scene;
    const straight = await this.judge(drawings);
    if (close === 0) return straight;
    const view = views.length - 1 - (this.strokes % close);
    const near = await this.easel.judge(
      this.scene,
      drawings.map((lines) => ({ lines, view })),
    );
    return straight.map((objective, i) => objective + near[i]!);
  }

  /** What the encoder sees in the drawing, straight on. */
  private async activations(): Promise<Float32Array[]> {
    const { side } = this.easel;
    const paper = this.easel.paper(this.lines(), side);
    const picture = new Float32Array(3 * side * side);
    for (let c = 0; c < 3; c++) picture.set(paper, c * side * side);
    return (await this.scene.encoder.look(picture, 1)).maps.map((map) => map[0]!);
  }
}
