/**
 * A network's coarse depth and a fine mask in one: the subject and its ground are two layers, each smooth, with the mask's
 * edge between them.
 *
 * At a small size a subject's depth leaks over its outline, and the ground's into it. So each layer keeps what the
 * network said well inside it and goes on from there to the edge (normalised convolution, Knutsson and Westin 1993). The
 * subject's layer also bulges as its outline lets it (relief.ts), for the network sees few pixels of a round thing.
 */

import { boxMean } from './guided-filter.ts';
import { inflate } from './relief.ts';

export interface Layers {
  subject: Float32Array;
  ground: Float32Array;
}

/** How far the network's answer leaks at an edge, and how far layers are carried on, as shares of the longer side. */
const LEAK = 0.02;
const CARRIED = 0.07;
/** How much places that may be leaked into count where there are no others, as in thin legs. */
const DOUBTFUL = 0.02;
/** How far a ball that is as wide as the picture comes forward, of the whole depth. */
const BULGE = 0.15;

/**
 * The two layers of a depth map, 0 far to 1 near, the subject's a little beyond where it bulges.
 *
 * @param depth 0..1 [height · width]
 * @param mask 0..255, where the subject is [height · width]
 */
export function depthLayers(depth: Float32Array, mask: Uint8Array, width: number, height: number): Layers {
  const longest = Math.max(width, height);
  const share = Float64Array.from(mask, (value) => value / 255);
  const near = Float64Array.from(share);
  boxMean(near, width, height, 1, Math.max(1, Math.round(LEAK * longest)));
  const radius = Math.max(2, Math.round(CARRIED * longest));
  const subject = carriedOn(depth, width, height, radius, (i) => (near[i]! > 0.97 ? 1 : DOUBTFUL * share[i]!));
  const ground = carriedOn(depth, width, height, radius, (i) => (near[i]! < 0.03 ? 1 : DOUBTFUL * (1 - share[i]!)));
  const thick = inflate(
    mask.map((value) => (value >= 128 ? 1 : 0)),
    width,
    height,
  );
  for (let i = 0; i < thick.length; i++) subject[i] = subject[i]! + (BULGE * 2 * thick[i]!) / longest;
  return { subject, ground };
}

/** Values kept where their weight is 1, elsewhere the weighted mean about them; where all weights are 0, kept too. */
function carriedOn(
  values: Float32Array,
  width: number,
  height: number,
  radius: number,
  weight: (i: number) => number,
): Float32Array {
  const sums = new Float64Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    sums[2 * i] = weight(i) * values[i]!;
    sums[2 * i + 1] = weight(i);
  }
  boxMean(sums, width, height, 2, radius);
  // A second time, so that what is carried fades with distance instead of ending.
  boxMean(sums, width, height, 2, radius);
  return values.map((value, i) =>
    weight(i) === 1 || sums[2 * i + 1]! < 1e-9 ? value : sums[2 * i]! / sums[2 * i + 1]!,
  );
}
