/**
 * Depth by a network, brought to the picture's size along its edges.
 *
 * Networks say how near a place is at a small size, up to a scale and a shift. The answer is made to fill 0 to 1, and
 * then drawn to the picture's own edges by the guided filter. The network is handed in: this file opens no session.
 */

import { applyGuide, guidedCoefficients } from './guided-filter.ts';
import { depthLayers } from './layered-depth.ts';
import { askBothWays } from './network-picture.ts';
import { enlarge, fitted, shrinkRgb } from './resample.ts';

/**
 * Planes of red, green, blue in 0..1 [pictures · 3 · height · width] → inverse depth up to a scale and a shift,
 * [pictures · height/2 · width/2].
 */
export type Nearness = (pixels: Float32Array, width: number, height: number) => Promise<Float32Array>;

export interface DepthAnswer {
  values: Float32Array;
  width: number;
  height: number;
}

/** The longer side at which the built-in network sees the picture, and of what its sides are multiples, pixels. */
const SIDE = 160;
const CELL = 16;

/** The longer side at which edges are sought, the window's radius there, and the variance below which it is flat. */
const GUIDE_SIDE = 320;
const RADIUS = 6;
const FLAT = 40;
/** The shares of places that count as farthest and as nearest: single wrong places must not press the rest together. */
const ENDS = [0.005, 0.995] as const;

/** What a network of our own says of a picture, straight on and mirrored together. @throws what the network throws */
export function askNearness(rgb: Uint8Array, width: number, height: number, network: Nearness): Promise<DepthAnswer> {
  return askBothWays(rgb, width, height, SIDE, CELL, network);
}

/**
 * A network's answer at the picture's size, 0 far to 1 near, with the picture's edges [height · width].
 *
 * @param rgb [height · width · 3]
 * @param mask [height · width], 255 where the subject is: its edge is one of the depth's; null where none is known
 */
export function depthAlongEdges(
  answer: DepthAnswer,
  rgb: Uint8Array,
  mask: Uint8Array | null,
  width: number,
  height: number,
): Float32Array {
  const even = stretched(answer.values);
  const [w, h] = fitted(width, height, GUIDE_SIDE);
  const small = shrinkRgb(rgb, width, height, w, h);
  const rough = enlarge(even, answer.width, answer.height, w, h);
  const fine = (layer: Float32Array) =>
    applyGuide(guidedCoefficients(small, layer, w, h, RADIUS, FLAT), rgb, width, height);
  if (!mask) return fine(rough).map((value) => Math.min(1, Math.max(0, value)));
  const layers = depthLayers(rough, shrinkMask(mask, width, height, w, h), w, h);
  const depth = fine(layers.ground);
  const subject = fine(layers.subject);
  let [least, most] = [0, 1];
  for (let i = 0; i < depth.length; i++) {
    depth[i] = depth[i]! + (mask[i]! / 255) * (subject[i]! - depth[i]!);
    least = Math.min(least, depth[i]!);
    most = Math.max(most, depth[i]!);
  }
  return depth.map((value) => (value - least) / (most - least));
}

/** The mask's share of each pixel of a smaller picture, 0..255. */
function shrinkMask(mask: Uint8Array, width: number, height: number, w: number, h: number): Uint8Array {
  const rgb = new Uint8Array(3 * mask.length);
  for (let i = 0; i < mask.length; i++) rgb[3 * i] = mask[i]!;
  return shrinkRgb(rgb, width, height, w, h).filter((_, k) => k % 3 === 0);
}

/** Values made to fill 0..1; all the same becomes 0. */
function stretched(values: Float32Array): Float32Array {
  const sorted = Float32Array.from(values).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const [low, high] = [at(ENDS[0]), at(ENDS[1])];
  return values.map((value) => (high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0));
}
