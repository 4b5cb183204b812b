/**
 * A mask drawn to the edges of a photo of any size: the alpha of a cut-out.
 *
 * A mask comes from a small copy, where an edge is some pixels wide and may lie beside the true one by as much. Here a
 * guided filter (guided-filter.ts) with a narrow window finds, on a copy of middling size, how the mask follows from
 * the colours, and the whole photo is then walked in bands of rows: beside the photo and its alpha, one byte a pixel,
 * nothing of the photo's size is held.
 */

import { applyGuide, guidedCoefficients } from './guided-filter.ts';
import { enlarge, fitted, shrinkRgb } from './resample.ts';

/** The longer side at which the edges are looked for, in pixels. */
const FINE_SIDE = 512;
/** Window (pixels there) and flatness (colour units²) of the guided filter: of a few, nearest to rendered scenes' masks. */
const RADIUS = 2;
const FLATNESS = 10;
/** About so many pixels are worked on at a time. */
const BAND_PIXELS = 2 ** 19;
/** What is added to the contrast, so that the inside is whole and the ground clean where the filter left them nearly so. */
const CONTRAST = 0.5;

/** A mask of any size with the photo's shape, 255 where the subject is [height · width]. */
export interface SizedMask {
  values: Uint8Array;
  width: number;
  height: number;
}

/**
 * The mask at the photo's size, soft where the photo's edge is.
 *
 * @param rgb the photo, 8-bit sRGB [height · width · 3]
 * @returns 0..255 [height · width]
 */
export function photoAlpha(rgb: Uint8Array, width: number, height: number, mask: SizedMask): Uint8Array {
  const [w, h] = fitted(width, height, FINE_SIDE);
  const guide = shrinkRgb(rgb, width, height, w, h);
  const rough = enlarge(mask.values, mask.width, mask.height, w, h).map((value) => value / 255);
  const coefficients = guidedCoefficients(guide, rough, w, h, RADIUS, FLATNESS);
  const alpha = new Uint8ClampedArray(width * height);
  const rows = Math.max(1, Math.floor(BAND_PIXELS / width));
  for (let top = 0; top < height; top += rows) {
    const count = Math.min(rows, height - top);
    const band = rgb.subarray(3 * width * top, 3 * width * (top + count));
    const drawn = applyGuide(coefficients, band, width, count, { top, of: height });
    for (let i = 0; i < drawn.length; i++) alpha[width * top + i] = 255 * ((1 + 2 * CONTRAST) * drawn[i]! - CONTRAST);
  }
  return new Uint8Array(alpha.buffer);
}
