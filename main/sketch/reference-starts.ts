/**
 * Where the original CLIPasso starts its strokes (Vinker et al. 2022; the method note, 1.4 to 1.6): points drawn by
 * saliency × XDoG ink, each continued by a small random walk. Written from the method, for comparison only.
 */

import { blur } from './edges.ts';
import type { Target } from './frame.ts';
import type { Random } from './random.ts';
import type { Saliency } from './saliency.ts';

/** The values that CLIP's encoders subtract from and divide pixels by. XDoG works on such pixels in the original. */
export const CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073];
export const CLIP_STD = [0.26862954, 0.26130258, 0.27577711];

const LUMA = [0.2125, 0.7154, 0.0721];
/** XDoG's constants (Winnemöller et al. 2012) as the original sets them; blurs in pixels at 224. */
const XDOG = { sigma: 0.8, ratio: 10, gamma: 0.98, phi: 200, epsilon: -0.1 };
const TEMPERATURE = 0.3;
/** Largest change of a coordinate from one control point to the next, either way, frame units. */
const WALK = 0.025;

/** [side²] 1 where the extended difference of Gaussians, cut at Otsu's threshold, puts ink. */
export function xdogInk(target: Target): Uint8Array {
  const { side, rgb } = target;
  const size = side * side;
  const grey = new Float32Array(size);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < size; i++)
      grey[i] = grey[i]! + (LUMA[c]! * (rgb[c * size + i]! - CLIP_MEAN[c]!)) / CLIP_STD[c]!;
  const fine = blur(grey, side, (XDOG.sigma * side) / 224);
  const coarse = blur(grey, side, (XDOG.sigma * XDOG.ratio * side) / 224);
  const response = fine.map((v, i) => {
    const difference = v - XDOG.gamma * coarse[i]!;
    return difference < XDOG.epsilon ? 1 : 1 + Math.tanh(XDOG.phi * difference);
  });
  const threshold = otsu(response);
  return Uint8Array.from(response, (v) => (v > threshold ? 0 : 1));
}

/** The threshold between two classes of values that are farthest apart (Otsu 1979), over 256 bins. */
export function otsu(values: Float32Array): number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    least = Math.min(least, v);
    most = Math.max(most, v);
  }
  const bins = new Float64Array(256);
  const width = (most - least) / 256 || 1;
  for (const v of values) bins[Math.min(255, Math.floor((v - least) / width))]!++;
  let total = 0;
  for (let b = 0; b < 256; b++) total += b * bins[b]!;
  let below = 0;
  let sumBelow = 0;
  let best = -1;
  let at = 0;
  for (let b = 0; b < 255; b++) {
    below += bins[b]!;
    sumBelow += b * bins[b]!;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (between > best) {
      best = between;
      at = b;
    }
  }
  return least + (at + 1) * width;
}

/** Keys' cubic convolution (1981) with a = −0.75, as PyTorch's bicubic has it: how much a sample at this distance counts. */
function cubic(distance: number): number {
  const [a, t] = [-0.75, Math.abs(distance)];
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? a * (((t - 5) * t + 8) * t - 4) : 0;
}

/** [side²] a map [rows²] enlarged by bicubic interpolation, pixels' centres on each other, the border continued. */
export function enlarge(map: Float32Array, rows: number, side: number): Float32Array {
  const taps = Array.from({ length: side }, (_, at) => {
    const centre = ((at + 0.5) * rows) / side - 0.5;
    const first = Math.floor(centre) - 1;
    return [0, 1, 2, 3].map((k) => ({
      from: Math.min(Math.max(first + k, 0), rows - 1),
      weight: cubic(centre - first - k),
    }));
  });
  const wide = Float32Array.from({ length: rows * side }, (_, i) =>
    taps[i % side]!.reduce((sum, { from, weight }) => sum + weight * map[Math.floor(i / side) * rows + from]!, 0),
  );
  return Float32Array.from({ length: side * side }, (_, i) =>
    taps[Math.floor(i / side)]!.reduce((sum, { from, weight }) => sum + weight * wide[from * side + (i % side)]!, 0),
  );
}

/**
 * Strokes as the original begins them.
 *
 * @param saliency where an encoder looks, at any scale
 * @returns `count` strokes in frame units, 8 numbers each
 * @throws when fewer than `count` places carry ink that is salient: the picture is all but blank
 */
export function referenceStarts(target: Target, saliency: Saliency, count: number, random: Random): number[][] {
  const { side } = target;
  const ink = xdogInk(target);
  const large = enlarge(saliency.map, saliency.rows, side);
  const least = large.reduce((a, b) => Math.min(a, b));
  const range = large.reduce((a, b) => Math.max(a, b)) - least || 1;
  const salient = large.map((v) => (v - least) / range);
  const odds = Float64Array.from(salient, (v, i) => (ink[i] && v > 0 ? Math.exp(v / TEMPERATURE) : 0));
  if (odds.reduce((n, v) => n + (v > 0 ? 1 : 0), 0) < count)
    throw new Error(
      `The reference protocol found no ${count} places to start strokes at: the picture is all but blank. Use the usual protocol, or another picture.`,
    );
  return Array.from({ length: count }, () => {
    const start = random.weighted(odds);
    odds[start] = 0;
    const points = [(start % side) / side, Math.floor(start / side) / side];
    for (let k = 2; k < 8; k++) points.push(points[k - 2]! + 2 * WALK * (random.uniform() - 0.5));
    return points;
  });
}
