/**
 * What rasterising and its adjoint cost: alone, and beside the encoder's step that they feed.
 *
 * The strokes are gentle curves as long as a drawing of so many has them, at the default width, seeded.
 */

import { weightsFor } from '../main/jobs/sketch.ts';
import { readBuiltInEncoder } from '../main/models/built-in.ts';
import { openEncoder } from '../main/models/onnx-encoder.ts';
import { DEFAULT_WIDTH } from '../main/sketch/plan.ts';
import { Random } from '../main/sketch/random.ts';
import { lookOut, openScene } from '../main/sketch/scene.ts';
import { strokeLength } from '../main/sketch/seeds.ts';
import { cleanView, randomView, type View } from '../main/sketch/views.ts';
import { type Ink, paint, unpaint } from '../main/strokes/ink.ts';
import { Coverage } from '../main/strokes/raster.ts';
import { type BenchRow, benchRow, median } from './table.ts';

const SIDE = 224;
const RUNS = 300;
const VIEWS = 5;
/** Of raster and encoder in turn. */
const STEPS = 15;

/** Control points in frame units: `count` curves within the frame, each bent a little. */
function gentleStrokes(count: number, random: Random): Float64Array {
  const points = new Float64Array(8 * count);
  const third = strokeLength(count) / 3;
  for (let s = 0; s < count; s++) {
    let angle = 2 * Math.PI * random.uniform();
    let x = 0.2 + 0.6 * random.uniform();
    let y = 0.2 + 0.6 * random.uniform();
    for (let k = 0; k < 4; k++) {
      points[8 * s + 2 * k] = x;
      points[8 * s + 2 * k + 1] = y;
      angle += 1.2 * (random.uniform() - 0.5);
      x += third * Math.cos(angle);
      y += third * Math.sin(angle);
    }
  }
  return points;
}

/** Several views of one drawing, rasterised and pulled back. */
class Rasteriser {
  private readonly coverages: Coverage[];
  private readonly papers: Float32Array[];
  private readonly gradient: Float32Array;
  private readonly used: Float32Array;
  private readonly radii: Float64Array;
  private readonly ink: Ink;
  private readonly pull: Float64Array;

  constructor(
    private readonly points: Float64Array,
    private readonly views: View[],
    random: Random,
  ) {
    const strokes = points.length / 8;
    this.coverages = views.map(() => new Coverage(SIDE, SIDE));
    this.papers = views.map(() => new Float32Array(SIDE * SIDE));
    this.gradient = Float32Array.from({ length: SIDE * SIDE }, () => random.uniform() - 0.5);
    this.used = new Float32Array(SIDE * SIDE);
    this.radii = new Float64Array(strokes).fill(DEFAULT_WIDTH / 2);
    this.ink = { value: new Float64Array(strokes), opacity: new Float64Array(strokes).fill(1) };
    this.pull = new Float64Array(points.length);
  }

  /** Draws every view and takes a gradient on each back to the control points. Milliseconds. */
  step(): number {
    const start = performance.now();
    this.pull.fill(0);
    this.views.forEach((view, k) => {
      const coverage = this.coverages[k]!;
      coverage.cover(this.points, this.radii, view);
      paint(coverage, this.ink, this.papers[k]!);
      this.used.set(this.gradient);
      unpaint(coverage, this.ink, this.used);
      coverage.pull(this.pull);
    });
    return performance.now() - start;
  }
}

async function alone(): Promise<BenchRow> {
  const random = new Random(0);
  const rasteriser = new Rasteriser(gentleStrokes(16, random), [cleanView(SIDE)], random);
  // The first runs are interpreted, not compiled.
  for (let run = 0; run < RUNS; run++) rasteriser.step();
  const times = Array.from({ length: RUNS }, () => rasteriser.step());
  return benchRow(
    `rasterising ${SIDE} px, 16 strokes, one view, and its adjoint`,
    median(times),
    'ms',
    { most: 4 },
    `median of ${RUNS} runs after as many; lines ${(DEFAULT_WIDTH * SIDE).toFixed(1)} px wide, one thread`,
  );
}

async function besideEncoder(): Promise<BenchRow> {
  const random = new Random(0);
  const parts = await readBuiltInEncoder();
  const encoder = await openEncoder(parts, { side: SIDE, views: VIEWS, objective: 'direction' });
  try {
    // What is on the picture does not change what a step costs.
    const rgb = Uint8Array.from({ length: 3 * SIDE * SIDE }, () => 256 * random.uniform());
    const outlook = lookOut({ width: SIDE, height: SIDE, rgb, mask: null });
    const scene = await openScene(outlook, encoder, weightsFor(0.5, encoder.maps.length), 0);
    const views = [cleanView(SIDE), ...Array.from({ length: VIEWS - 1 }, () => randomView(random, SIDE))];
    const rasteriser = new Rasteriser(gentleStrokes(32, random), views, random);
    const papers = Float32Array.from({ length: VIEWS * SIDE * SIDE }, () => random.uniform());
    const rasters: number[] = [];
    const steps: number[] = [];
    for (let run = -5; run < STEPS; run++) {
      const raster = rasteriser.step();
      const start = performance.now();
      await encoder.compare(papers, scene.references.slice(0, VIEWS));
      const step = performance.now() - start;
      if (run < 0) continue;
      rasters.push(raster);
      steps.push(step);
    }
    const [raster, step] = [median(rasters), median(steps)];
    return benchRow(
      `rasterising ${VIEWS} views of 32 strokes at ${SIDE} px and its adjoint, over the built-in encoder's step`,
      raster / step,
      '×',
      { most: 0.15 },
      `${STEPS} of each in turn, medians: ${raster.toFixed(1)} ms over ${step.toFixed(1)} ms; ${VIEWS} views of ${SIDE} px in one run`,
    );
  } finally {
    await encoder.close();
  }
}

export async function benchRaster(): Promise<BenchRow[]> {
  return [await alone(), await besideEncoder()];
}
