/**
 * A coarse mask drawn to a picture's edges: within each window the mask is taken for a linear function of the colours.
 *
 * He, Sun, Tang, Guided Image Filtering, TPAMI 2013, section 3.5 (colour guide), with the coefficients found at a small
 * size and spread over the large picture (He, Sun, Fast Guided Filter, 2015): the cost of the large size is one product
 * a pixel.
 */

import { bilinearTaps, type Taps } from './resample.ts';

export interface Coefficients {
  width: number;
  height: number;
  /** Slope by red, green and blue (a mask unit a colour unit), then the offset, interleaved [height · width · 4]. */
  values: Float32Array;
}

/**
 * The filter's coefficients, averaged over the windows that hold each pixel.
 *
 * @param rgb the guide [pixels · 3]
 * @param mask [pixels], any range
 * @param radius of the window, which is 2 · radius + 1 wide, cut off at the border
 * @param epsilon variance below which a window counts as flat, colour units²
 */
export function guidedCoefficients(
  rgb: Uint8Array,
  mask: ArrayLike<number>,
  width: number,
  height: number,
  radius: number,
  epsilon: number,
): Coefficients {
  const pixels = width * height;
  // Means in each window of: r g b, their six products, the mask, its three products with the colours.
  const sums = new Float64Array(13 * pixels);
  for (let i = 0; i < pixels; i++) {
    const r = rgb[3 * i]!;
    const g = rgb[3 * i + 1]!;
    const b = rgb[3 * i + 2]!;
    const m = mask[i]!;
    const at = 13 * i;
    sums[at] = r;
    sums[at + 1] = g;
    sums[at + 2] = b;
    sums[at + 3] = r * r;
    sums[at + 4] = r * g;
    sums[at + 5] = r * b;
    sums[at + 6] = g * g;
    sums[at + 7] = g * b;
    sums[at + 8] = b * b;
    sums[at + 9] = m;
    sums[at + 10] = m * r;
    sums[at + 11] = m * g;
    sums[at + 12] = m * b;
  }
  boxMean(sums, width, height, 13, radius);
  const values = new Float64Array(4 * pixels);
  for (let i = 0; i < pixels; i++) {
    const at = 13 * i;
    const r = sums[at]!;
    const g = sums[at + 1]!;
    const b = sums[at + 2]!;
    const m = sums[at + 9]!;
    const rr = sums[at + 3]! - r * r + epsilon;
    const rg = sums[at + 4]! - r * g;
    const rb = sums[at + 5]! - r * b;
    const gg = sums[at + 6]! - g * g + epsilon;
    const gb = sums[at + 7]! - g * b;
    const bb = sums[at + 8]! - b * b + epsilon;
    const mr = sums[at + 10]! - m * r;
    const mg = sums[at + 11]! - m * g;
    const mb = sums[at + 12]! - m * b;
    const c0 = gg * bb - gb * gb;
    const c1 = rb * gb - rg * bb;
    const c2 = rg * gb - rb * gg;
    const determinant = rr * c0 + rg * c1 + rb * c2;
    const slopeR = (c0 * mr + c1 * mg + c2 * mb) / determinant;
    const slopeG = (c1 * mr + (rr * bb - rb * rb) * mg + (rg * rb - rr * gb) * mb) / determinant;
    const slopeB = (c2 * mr + (rg * rb - rr * gb) * mg + (rr * gg - rg * rg) * mb) / determinant;
    values[4 * i] = slopeR;
    values[4 * i + 1] = slopeG;
    values[4 * i + 2] = slopeB;
    values[4 * i + 3] = m - slopeR * r - slopeG * g - slopeB * b;
  }
  boxMean(values, width, height, 4, radius);
  return { width, height, values: Float32Array.from(values) };
}

/** Some rows of a picture: the first one's number, and the height of the whole. */
export interface Band {
  top: number;
  of: number;
}

/**
 * The filtered mask at the guide's own size, which may be any; a large one may be done in bands.
 *
 * @param rgb the large guide [height · width · 3], or as many of its rows as `height` says
 * @param band where those rows lie; left out, they are the whole guide
 * @returns the mask in its range, a little beyond it near edges [height · width]
 */
export function applyGuide(
  coefficients: Coefficients,
  rgb: Uint8Array,
  width: number,
  height: number,
  { top, of }: Band = { top: 0, of: height },
): Float32Array {
  const { width: smallWidth, values } = coefficients;
  const across = bilinearTaps(width, smallWidth);
  const down = bilinearTaps(of, coefficients.height);
  const filtered = new Float32Array(width * height);
  const row = new Float32Array(4 * smallWidth);
  for (let y = 0; y < height; y++) {
    const low = 4 * smallWidth * down.low[top + y]!;
    const high = 4 * smallWidth * down.high[top + y]!;
    const share = down.share[top + y]!;
    for (let k = 0; k < row.length; k++) row[k] = values[low + k]! + share * (values[high + k]! - values[low + k]!);
    filterRow(row, across, rgb, filtered, y * width, width);
  }
  return filtered;
}

/** One row: a function of its own, since a cold program compiles what is called often sooner than one long loop. */
function filterRow(
  row: Float32Array,
  { low, high, share }: Taps,
  rgb: Uint8Array,
  filtered: Float32Array,
  start: number,
  width: number,
): void {
  for (let x = 0; x < width; x++) {
    const left = 4 * low[x]!;
    const right = 4 * high[x]!;
    const part = share[x]!;
    const i = start + x;
    filtered[i] =
      (row[left]! + part * (row[right]! - row[left]!)) * rgb[3 * i]! +
      (row[left + 1]! + part * (row[right + 1]! - row[left + 1]!)) * rgb[3 * i + 1]! +
      (row[left + 2]! + part * (row[right + 2]! - row[left + 2]!)) * rgb[3 * i + 2]! +
      (row[left + 3]! + part * (row[right + 3]! - row[left + 3]!));
  }
}

/** Each value's mean over its window, in place, by running sums: rows, then columns. */
export function boxMean(values: Float64Array, width: number, height: number, channels: number, radius: number): void {
  runningMean(values, height, width, width * channels, channels, channels, radius);
  runningMean(values, width, height, channels, width * channels, channels, radius);
}

function runningMean(
  values: Float64Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  channels: number,
  radius: number,
): void {
  const line = new Float64Array(length + 1);
  for (let l = 0; l < lines; l++) {
    for (let c = 0; c < channels; c++) {
      const start = l * lineStep + c;
      for (let k = 0; k < length; k++) line[k + 1] = line[k]! + values[start + k * step]!;
      for (let k = 0; k < length; k++) {
        const from = Math.max(0, k - radius);
        const to = Math.min(length, k + radius + 1);
        values[start + k * step] = (line[to]! - line[from]!) / (to - from);
      }
    }
  }
}
