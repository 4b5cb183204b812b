/**
 * The reference protocol: CLIPasso as published (Vinker et al. 2022; the method note, 1.5 to 1.10), so that we can be
 * compared with it on any encoder.
 *
 * Points by saliency × XDoG, random-walk starts, one stage; at every step the drawing is rendered once and four pairs of
 * drawing and photo are warped as rasters by fresh random perspectives and crops, black outside; L2 of two interior maps
 * plus 0.1 of the embedding's cosine; Adam at a constant pixel a step, 2001 steps; the best drawing by the clean view,
 * looked at every tenth step; several seeds one after the other. Only its defects (1.13) are left out: the drawing that
 * is kept is the one that was scored. One simplification: crop and perspective are one resampling here, two there.
 */

import type { Encoder, Looks, Reference } from '../models/encoder.ts';
import { SEMANTIC_WEIGHT } from '../models/paper-objective.ts';
import { paint, unpaint } from '../strokes/ink.ts';
import { Coverage } from '../strokes/raster.ts';
import { Adam } from './adam.ts';
import type { Target } from './frame.ts';
import { Random } from './random.ts';
import { referenceStarts } from './reference-starts.ts';
import { type Saliency, salience } from './saliency.ts';
import { cleanView, invert } from './views.ts';

export const REFERENCE = {
  steps: 2001,
  /** A radius of 1.5 pixels at 224, as a full width in frame units. */
  width: 3 / 224,
  /** One pixel at 224 a step, frame units. */
  rate: 1 / 224,
  /** Clean view and four warped ones. */
  views: 5,
  /** Largest move of a corner inward, share of the side. */
  distortion: 0.25,
  /** Side of the crop, share of the side: 200 of 224 pixels. */
  crop: 200 / 224,
  /** Steps between looks at the clean view. */
  every: 10,
  /** A change of the clean objective that counts as one. */
  least: 1e-5,
};

export interface ReferenceDrawing {
  seed: number;
  /** Control points, frame units. */
  points: Float64Array;
  /** The paper's objective of the clean view. */
  objective: number;
}

export interface ReferenceMoment {
  /** Share of all steps, 0..1. */
  progress: number;
  points: Float64Array;
  objective: number;
}

/**
 * Draws with each seed in turn.
 *
 * @param encoder opened for the paper's objective with 5 views
 * @param target the subject at the encoder's side
 * @param attention where another encoder looks in it: the published code asks ViT-B/32, whatever compares. null: the
 *   encoder's own attention, or its gradient
 * @returns the best drawing of the best seed
 */
export async function* drawReference(
  encoder: Encoder,
  target: Target,
  strokes: number,
  seeds: number[],
  stopped: () => boolean,
  steps = REFERENCE.steps,
  attention: Saliency | null = null,
): AsyncGenerator<ReferenceMoment, { best: ReferenceDrawing; stopped: boolean }> {
  let best: ReferenceDrawing | null = null;
  let halted = false;
  for (let s = 0; s < seeds.length && !halted; s++) {
    const one = drawOne(encoder, target, strokes, seeds[s]!, stopped, steps, attention);
    for (;;) {
      const next = await one.next();
      if (next.done) {
        halted = next.value.stopped;
        if (!best || next.value.drawing.objective < best.objective) best = next.value.drawing;
        break;
      }
      yield { ...next.value, progress: (s + next.value.progress) / seeds.length };
    }
  }
  return { best: best!, stopped: halted };
}

async function* drawOne(
  encoder: Encoder,
  target: Target,
  strokes: number,
  seed: number,
  stopped: () => boolean,
  steps: number,
  attention: Saliency | null,
): AsyncGenerator<ReferenceMoment, { drawing: ReferenceDrawing; stopped: boolean }> {
  const { side } = encoder;
  const size = side * side;
  const random = new Random(seed, 3);
  const clean = await encoder.look(target.rgb, 1);
  const first = (looks: Looks) =>
    referenceOf(
      encoder,
      looks.maps.map((map) => map[0]!),
      looks.embedding[0]!,
    );
  const saliency = attention ?? (await salience(encoder, target, clean, first));
  const points = Float64Array.from(referenceStarts(target, saliency, strokes, random).flat());
  const adam = new Adam(points.length, 0.9, 0.999);
  const radii = new Float64Array(strokes).fill(REFERENCE.width / 2);
  const ink = { value: new Float64Array(strokes), opacity: new Float64Array(strokes).fill(1) };
  const coverage = new Coverage(side, side);
  const view = cleanView(side);
  const paper = new Float32Array(size);
  const papers = new Float32Array(REFERENCE.views * size);
  const pictures = new Float32Array((REFERENCE.views - 1) * 3 * size);
  const straight = first(clean);
  let best: ReferenceDrawing = { seed, points: points.slice(), objective: Number.POSITIVE_INFINITY };
  let quiet = 0;

  for (let step = 0; step < steps; step++) {
    if (stopped()) return { drawing: best, stopped: true };
    coverage.cover(points, radii, view);
    paint(coverage, ink, paper);
    papers.set(paper);
    const warps = Array.from({ length: REFERENCE.views - 1 }, () => randomWarp(random, side));
    warps.forEach((warp, k) => {
      resample(paper, warp, side, papers.subarray((k + 1) * size, (k + 2) * size));
      for (let c = 0; c < 3; c++)
        resample(
          target.rgb.subarray(c * size, (c + 1) * size),
          warp,
          side,
          pictures.subarray((3 * k + c) * size, (3 * k + c + 1) * size),
        );
    });
    const looks = await encoder.look(pictures, REFERENCE.views - 1);
    const references = [
      straight,
      ...warps.map((_, k) =>
        referenceOf(
          encoder,
          looks.maps.map((map) => map[k]!),
          looks.embedding[k]!,
        ),
      ),
    ];
    const { losses, gradient } = await encoder.compare(papers, references);
    const pull = gradient.slice(0, size);
    warps.forEach((warp, k) => {
      spreadBack(gradient.subarray((k + 1) * size, (k + 2) * size), warp, side, pull);
    });
    for (let i = 0; i < size; i++) pull[i] = pull[i]! / REFERENCE.views;

    if (step % REFERENCE.every === 0) {
      const change = losses[0]! - best.objective;
      if (change < -REFERENCE.least) {
        best = { seed, points: points.slice(), objective: losses[0]! };
        quiet = 0;
      } else if (Math.abs(change) <= REFERENCE.least && ++quiet === 2) break;
      yield { progress: step / steps, points: best.points, objective: best.objective };
    }
    unpaint(coverage, ink, pull);
    const byPoint = new Float64Array(points.length);
    coverage.pull(byPoint);
    adam.step(points, byPoint, REFERENCE.rate);
  }
  return { drawing: best, stopped: false };
}

function referenceOf(encoder: Encoder, maps: Float32Array[], embedding: Float32Array): Reference {
  return { maps, places: encoder.maps.map(() => new Float32Array(0)), embedding, embeddingWeight: SEMANTIC_WEIGHT };
}

/** A random perspective, then a random crop blown up to the whole: from pixels of the view to pixels of the drawing. */
function randomWarp(random: Random, side: number): Float64Array {
  const inward = () => Math.floor(random.uniform() * (REFERENCE.distortion * side + 1));
  const corners = [
    [inward(), inward()],
    [side - 1 - inward(), inward()],
    [side - 1 - inward(), side - 1 - inward()],
    [inward(), side - 1 - inward()],
  ] as [number, number][];
  const toView = squareTo(corners, side - 1);
  const window = REFERENCE.crop * side;
  const left = Math.floor(random.uniform() * (side - window + 1));
  const top = Math.floor(random.uniform() * (side - window + 1));
  const [scale, back] = [window / side, invert(toView)];
  // back ∘ crop, where crop maps a view's pixel to the perspective picture's.
  const out = new Float64Array(9);
  for (let r = 0; r < 3; r++) {
    out[3 * r] = back[3 * r]! * scale;
    out[3 * r + 1] = back[3 * r + 1]! * scale;
    out[3 * r + 2] = back[3 * r]! * left + back[3 * r + 1]! * top + back[3 * r + 2]!;
  }
  return out;
}

/** The homography that takes the square (0,0)–(size,size) to four corners, in order round it (Heckbert 1989, 2.2.3). */
function squareTo(corners: [number, number][], size: number): Float64Array {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners as [
    [number, number],
    [number, number],
    [number, number],
    [number, number],
  ];
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / det;
  const h = (dx1 * dy3 - dx3 * dy1) / det;
  return Float64Array.of(
    (x1 - x0 + g * x1) / size,
    (x3 - x0 + h * x3) / size,
    x0,
    (y1 - y0 + g * y1) / size,
    (y3 - y0 + h * y3) / size,
    y0,
    g / size,
    h / size,
    1,
  );
}

/** Calls `visit(pixel of the view, source pixel, weight)` for the four sources of every pixel; outside there is nothing. */
function eachSource(warp: Float64Array, side: number, visit: (to: number, from: number, weight: number) => void): void {
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const w = warp[6]! * (x + 0.5) + warp[7]! * (y + 0.5) + warp[8]!;
      const fx = (warp[0]! * (x + 0.5) + warp[1]! * (y + 0.5) + warp[2]!) / w - 0.5;
      const fy = (warp[3]! * (x + 0.5) + warp[4]! * (y + 0.5) + warp[5]!) / w - 0.5;
      const x0 = Math.floor(fx);
      const y0 = Math.floor(fy);
      const u = fx - x0;
      const v = fy - y0;
      for (let k = 0; k < 4; k++) {
        const sx = x0 + (k & 1);
        const sy = y0 + (k >> 1);
        if (sx < 0 || sy < 0 || sx >= side || sy >= side) continue;
        visit(y * side + x, sy * side + sx, (k & 1 ? u : 1 - u) * (k >> 1 ? v : 1 - v));
      }
    }
}

/** [side²] a raster seen through a warp, black outside. */
export function resample(source: Float32Array, warp: Float64Array, side: number, out: Float32Array): void {
  out.fill(0);
  eachSource(warp, side, (to, from, weight) => {
    out[to] = out[to]! + weight * source[from]!;
  });
}

/** The adjoint of `resample`: adds a gradient on the view to the gradient on the raster. */
export function spreadBack(gradient: Float32Array, warp: Float64Array, side: number, out: Float32Array): void {
  eachSource(warp, side, (to, from, weight) => {
    out[from] = out[from]! + weight * gradient[to]!;
  });
}
