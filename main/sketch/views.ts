/**
 * The bank of views: the same drawing and photo, turned, scaled, shifted and tilted a little.
 *
 * An objective seen from one place alone is easily fooled; several views keep the strokes where they mean something.
 * CLIPasso warps rasters afresh at every step. Here a view is a homography drawn once from the seed: the strokes are
 * moved in vector space and drawn sharply, and the photo's features are computed once a view instead of once a step.
 */

import { sample } from './edges.ts';
import type { Target } from './frame.ts';
import type { Random } from './random.ts';

/** A 3×3 homography, row-major, from frame units to encoder pixels. */
export type View = Float64Array;

/** The view that looks straight at the frame. */
export function cleanView(side: number): View {
  return Float64Array.of(side, 0, 0, 0, side, 0, 0, 0, 1);
}

/** How far a random view may differ from the straight one. */
export interface ViewRanges {
  /** Largest turn either way, radians. */
  turn: number;
  /** Smallest and largest scale. */
  scale: [number, number];
  /** Largest shift either way, share of the frame. */
  shift: number;
  /** Largest perspective either way: how much nearer one side of the frame is than its middle. */
  tilt: number;
}

export const DEFAULT_RANGES: ViewRanges = { turn: 0.15, scale: [0.85, 1.1], shift: 0.06, tilt: 0.06 };

/** Smallest and largest scale of a view that goes close: beyond, lines are too thick for what an encoder has seen. */
const CLOSE = [1.6, 2.4] as const;

/** A random view: the frame turned, scaled, tilted and shifted about its centre. */
export function randomView(random: Random, side: number, ranges = DEFAULT_RANGES): View {
  const even = () => 2 * random.uniform() - 1;
  const turn = even() * ranges.turn;
  const scale = ranges.scale[0] + (ranges.scale[1] - ranges.scale[0]) * random.uniform();
  const [shiftX, shiftY] = [even() * ranges.shift, even() * ranges.shift];
  const [tiltX, tiltY] = [even() * ranges.tilt, even() * ranges.tilt];
  const [cos, sin] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
  // About the centre, with c = (½, ½): p ↦ A(p − c) / (1 + tilt·2(p − c)) + c + shift, then times the side.
  const w = [2 * tiltX, 2 * tiltY, 1 - tiltX - tiltY] as const;
  const centreX = 0.5 + shiftX;
  const centreY = 0.5 + shiftY;
  return Float64Array.of(
    side * (cos + centreX * w[0]),
    side * (-sin + centreX * w[1]),
    side * (-0.5 * (cos - sin) + centreX * w[2]),
    side * (sin + centreY * w[0]),
    side * (cos + centreY * w[1]),
    side * (-0.5 * (sin + cos) + centreY * w[2]),
    w[0],
    w[1],
    w[2],
  );
}

/** A view that goes close to a point of the frame (frame units): scaled about it, as far as the frame reaches. */
export function closeView(random: Random, side: number, x: number, y: number): View {
  const [least, most] = CLOSE;
  const scale = least + (most - least) * random.uniform();
  const half = 0.5 / scale;
  const start = (v: number) => Math.min(1 - half, Math.max(half, v)) - half;
  return Float64Array.of(side * scale, 0, -side * scale * start(x), 0, side * scale, -side * scale * start(y), 0, 0, 1);
}

/** The inverse of a 3×3 matrix (adjugate over determinant). */
export function invert(h: Float64Array): Float64Array {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 0] = h;
  const det = a * (e * j - f * i) - b * (d * j - f * g) + c * (d * i - e * g);
  return Float64Array.of(
    e * j - f * i,
    c * i - b * j,
    b * f - c * e,
    f * g - d * j,
    a * j - c * g,
    c * d - a * f,
    d * i - e * g,
    b * g - a * i,
    a * e - b * d,
  ).map((v) => v / det);
}

/**
 * Maps in the frame as a view sees them.
 *
 * @param maps [planes·from·from] the frame's square, at any side; finer than `side` is better
 * @param from their side
 * @param side of the view, encoder pixels
 * @returns [planes·side·side], each pixel the mean of four points
 */
export function warp(maps: Float32Array, planes: number, from: number, view: View, side: number): Float32Array {
  const inverse = invert(view);
  const out = new Float32Array(planes * side * side);
  const source = Array.from({ length: planes }, (_, p) => maps.subarray(p * from * from, (p + 1) * from * from));
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (let k = 0; k < 4; k++) {
        const px = x + 0.25 + 0.5 * (k & 1);
        const py = y + 0.25 + 0.5 * (k >> 1);
        const w = inverse[6]! * px + inverse[7]! * py + inverse[8]!;
        const fx = (from * (inverse[0]! * px + inverse[1]! * py + inverse[2]!)) / w;
        const fy = (from * (inverse[3]! * px + inverse[4]! * py + inverse[5]!)) / w;
        for (let p = 0; p < planes; p++) {
          const i = (p * side + y) * side + x;
          out[i] = out[i]! + sample(source[p]!, from, fx, fy) / 4;
        }
      }
  return out;
}

/** The subject and what is known of it, as a view sees them, at the encoder's side. */
export function targetInView(target: Target, view: View, side: number): Target {
  return {
    side,
    rgb: warp(target.rgb, 3, target.side, view, side),
    known: warp(target.known, 1, target.side, view, side),
  };
}
