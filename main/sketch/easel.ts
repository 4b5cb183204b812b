/**
 * The easel: black strokes drawn in views, shown to the encoder, and what it says pulled back to the control points.
 *
 * It is memory for rasterising, shared by all drafts of a race: one step is under way at a time.
 */

import { overlap, paint, unpaint } from '../strokes/ink.ts';
import { Coverage } from '../strokes/raster.ts';
import { type Lines, lineWidth } from './line.ts';
import type { Scene } from './scene.ts';
import { cleanView, type View } from './views.ts';

/** Strokes that lie on the paper already, under every drawing: 8 numbers each and their full widths, frame units. */
export interface Underlay {
  points: Float64Array;
  widths: Float64Array;
}

const NOTHING: Underlay = { points: new Float64Array(0), widths: new Float64Array(0) };

/** How much wider than drawn strokes are when overlap is measured: near neighbours count too. */
const WIDE = 2;

export class Easel {
  /** [views·side²] the drawings in the views, 0 ink to 1 paper. */
  papers!: Float32Array;
  private coverages!: Coverage[];
  private wide!: Coverage;
  private sum!: Float64Array;

  /**
   * @param width of the boldest line, frame units; it may be changed between two drawings
   * @param under asked anew at every drawing, so it may change; never pulled at
   */
  constructor(
    public side: number,
    public views: number,
    public width: number,
    private readonly under: Underlay = NOTHING,
  ) {
    this.fit(side, views);
  }

  /** Makes it fit an encoder: pixels across a view, and how many views that looks at in one run. */
  fit(side: number, views: number): void {
    this.side = side;
    this.views = views;
    this.papers = new Float32Array(views * side * side);
    this.coverages = Array.from({ length: views }, () => new Coverage(side, side));
    this.wide = new Coverage(side, side);
    this.sum = new Float64Array(side * side);
  }

  /** Whether strokes lie under every drawing. */
  get begun(): boolean {
    return this.under.points.length > 0;
  }

  /** Draws lines on page k of `papers`. */
  draw(k: number, lines: Lines, view: View): void {
    const coverage = this.coverages[k]!;
    coverage.cover(this.all(lines), this.radii(lines, 1), view);
    paint(coverage, black(coverage), this.page(this.papers, k));
  }

  /** Adds the gradient of page k with respect to the control points; uses the gradient up. */
  pull(k: number, gradient: Float32Array, pointGradient: Float64Array): void {
    const coverage = this.coverages[k]!;
    unpaint(coverage, black(coverage), this.page(gradient, k));
    this.pullBack(coverage, pointGradient);
  }

  /**
   * Adds the gradient of the penalty on strokes that lie on each other: the square of what lies on top, with strokes
   * drawn wider, a share of all ink.
   */
  spread(lines: Lines, view: View, weight: number, pointGradient: Float64Array): void {
    const strokes = (this.under.points.length + lines.points.length) / 8;
    const ink = strokes * this.side * this.side * (this.width / 2);
    this.wide.cover(this.all(lines), this.radii(lines, WIDE), view);
    overlap(this.wide, weight / ink, this.sum);
    this.pullBack(this.wide, pointGradient);
  }

  /** [side²] the whole drawing straight on, at any side. */
  paper(lines: Lines, side: number): Float32Array {
    const coverage = new Coverage(side, side);
    const paper = new Float32Array(side * side);
    coverage.cover(this.all(lines), this.radii(lines, 1), cleanView(side));
    paint(coverage, black(coverage), paper);
    return paper;
  }

  /** The objective of drawings, each in one view of the scene. */
  async judge(scene: Scene, drawings: { lines: Lines; view: number }[]): Promise<number[]> {
    const found: number[] = [];
    for (let first = 0; first < drawings.length; first += this.views) {
      const batch = Array.from({ length: this.views }, (_, k) => drawings[Math.min(first + k, drawings.length - 1)]!);
      batch.forEach(({ lines, view }, k) => {
        this.draw(k, lines, scene.views[view]!);
      });
      const losses = await scene.encoder.judge(
        this.papers,
        batch.map(({ view }) => scene.references[view]!),
      );
      for (let k = 0; k < this.views && first + k < drawings.length; k++) found.push(losses[k]!);
    }
    return found;
  }

  /**
   * The objective, straight on, of what lies under every drawing, each time without some of its cubics: they are covered
   * once, however many drawings that makes.
   *
   * @param left for each drawing, which cubics are left out
   */
  async judgeWithout(scene: Scene, left: number[][]): Promise<number[]> {
    const nothing: Lines = { points: new Float64Array(0) };
    const [coverage] = this.coverages as [Coverage];
    coverage.cover(this.all(nothing), this.radii(nothing, 1), scene.views[0]!);
    const references = Array.from({ length: this.views }, () => scene.references[0]!);
    const found: number[] = [];
    for (let first = 0; first < left.length; first += this.views) {
      const batch = left.slice(first, first + this.views);
      batch.forEach((cubics, k) => {
        const ink = black(coverage);
        for (const cubic of cubics) ink.opacity[cubic] = 0;
        paint(coverage, ink, this.page(this.papers, k));
      });
      found.push(...(await scene.encoder.judge(this.papers, references)).subarray(0, batch.length));
    }
    return found;
  }

  private radii({ points, own }: Lines, times: number): Float64Array {
    const { widths } = this.under;
    const drawn = Float64Array.from(
      { length: points.length / 8 },
      (_, s) => (times * (own?.get(s) ?? lineWidth(this.width, s))) / 2,
    );
    return widths.length
      ? joined(
          widths.map((width) => (times * width) / 2),
          drawn,
        )
      : drawn;
  }

  private all({ points }: Lines): Float64Array {
    return this.under.points.length ? joined(this.under.points, points) : points;
  }

  /** What is drawn is pulled at; what lies under it stays. */
  private pullBack(coverage: Coverage, pointGradient: Float64Array): void {
    const below = this.under.points.length;
    if (below === 0) {
      coverage.pull(pointGradient);
      return;
    }
    const whole = new Float64Array(below + pointGradient.length);
    coverage.pull(whole);
    for (let i = 0; i < pointGradient.length; i++) pointGradient[i] = pointGradient[i]! + whole[below + i]!;
  }

  private page(pages: Float32Array, k: number): Float32Array {
    const size = this.side * this.side;
    return pages.subarray(k * size, (k + 1) * size);
  }
}

/** One after the other; not spread out into arguments, of which a document may have more than a call bears. */
function joined(first: Float64Array, then: Float64Array): Float64Array {
  const both = new Float64Array(first.length + then.length);
  both.set(first);
  both.set(then, first.length);
  return both;
}

/** Black ink for every stroke that is covered. */
const black = ({ strokes }: Coverage): { value: Float64Array; opacity: Float64Array } => ({
  value: new Float64Array(strokes),
  opacity: new Float64Array(strokes).fill(1),
});
