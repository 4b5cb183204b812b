/**
 * The subject's own colours at its soft edge, where the photo shows it mixed with its ground: without them a cut-out
 * carries a rim of the old ground to the new one.
 *
 * Forte, Approximate Fast Foreground Colour Estimation, ICIP 2021 ("blur fusion"): nearby colours of subject and ground,
 * each the mean of its surroundings weighted by alpha, then what the pixel itself adds to that mixture. The means are
 * smooth, so they are taken on a small copy and read at the photo's pixels.
 */

import { boxMean } from './guided-filter.ts';
import { bilinearTaps, fitted, shrinkRgb, type Taps } from './resample.ts';

/** The longer side of the copy, and the window's radius there, in pixels. */
const SIDE = 512;
const RADIUS = 6;
/** Keeps the means defined where neither subject nor ground is near. */
const LITTLE = 1e-3;

interface Means {
  width: number;
  height: number;
  /** Mean colour of the subject, then of the ground [height · width · 6]. */
  values: Float64Array;
}

/**
 * Sets the colours where alpha is neither 0 nor 255 to the subject's own, in place.
 *
 * @param rgb 8-bit sRGB [height · width · 3]
 * @param alpha 0..255 [height · width]
 */
export function cleanEdges(rgb: Uint8Array, alpha: Uint8Array, width: number, height: number): void {
  const means = nearbyColours(rgb, alpha, width, height);
  const across = bilinearTaps(width, means.width);
  const down = bilinearTaps(height, means.height);
  for (let i = 0; i < alpha.length; i++) {
    const opacity = alpha[i]! / 255;
    if (opacity === 0 || opacity === 1) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    for (let c = 0; c < 3; c++) {
      const subject = readMean(means, c, x, y, across, down);
      const ground = readMean(means, 3 + c, x, y, across, down);
      const mixed = opacity * subject + (1 - opacity) * ground;
      const own = subject + opacity * (rgb[3 * i + c]! - mixed);
      rgb[3 * i + c] = Math.max(0, Math.min(255, Math.round(own)));
    }
  }
}

function nearbyColours(rgb: Uint8Array, alpha: Uint8Array, width: number, height: number): Means {
  const [w, h] = fitted(width, height, SIDE);
  const small = shrinkRgb(rgb, width, height, w, h);
  // Six products of colour and weight, then the two weights.
  const sums = new Float64Array(8 * w * h);
  for (let i = 0; i < w * h; i++) {
    const x = Math.min(width - 1, Math.floor((((i % w) + 0.5) * width) / w));
    const y = Math.min(height - 1, Math.floor(((Math.floor(i / w) + 0.5) * height) / h));
    // Steep, so that mixed pixels count little on either side.
    const opacity = (alpha[y * width + x]! / 255) ** 3;
    const rest = (1 - alpha[y * width + x]! / 255) ** 3;
    for (let c = 0; c < 3; c++) {
      sums[8 * i + c] = opacity * small[3 * i + c]!;
      sums[8 * i + 3 + c] = rest * small[3 * i + c]!;
    }
    sums[8 * i + 6] = opacity;
    sums[8 * i + 7] = rest;
  }
  boxMean(sums, w, h, 8, RADIUS);
  const values = new Float64Array(6 * w * h);
  for (let i = 0; i < w * h; i++)
    for (let c = 0; c < 6; c++) {
      const weight = sums[8 * i + (c < 3 ? 6 : 7)]!;
      const own = small[3 * i + (c % 3)]!;
      values[6 * i + c] = (sums[8 * i + c]! + LITTLE * own) / (weight + LITTLE);
    }
  return { width: w, height: h, values };
}

function readMean({ width, values }: Means, channel: number, x: number, y: number, across: Taps, down: Taps): number {
  const at = (row: number, column: number) => values[6 * (row * width + column) + channel]!;
  const [top, bottom] = [down.low[y]!, down.high[y]!];
  const [left, right, share] = [across.low[x]!, across.high[x]!, across.share[x]!];
  const above = at(top, left) + share * (at(top, right) - at(top, left));
  const below = at(bottom, left) + share * (at(bottom, right) - at(bottom, left));
  return above + down.share[y]! * (below - above);
}
