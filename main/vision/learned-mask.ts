/**
 * The subject's mask by a network that has learned what subjects look like, helped by the picture's own colours.
 *
 * The network sees the picture small, as it is and mirrored, and says for each place how likely the subject is there. It
 * knows things that colours do not tell (what a cat is), but not where exactly they end, so its odds go into the cut of
 * subject-mask.ts, which does. The network is handed in: this file opens no session.
 */

import { enlarge, shrinkRgb } from './resample.ts';
import { type LearnedOdds, type SubjectMask, subjectMask } from './subject-mask.ts';

/**
 * Planes of red, green, blue in 0..1 [pictures · 3 · height · width] → odds (logits) of the subject
 * [pictures · height/2 · width/2].
 */
export type SubjectOdds = (pixels: Float32Array, width: number, height: number) => Promise<Float32Array>;

/** The longer side at which the network sees the picture, and of what its sides are multiples, in pixels. */
const SIDE = 160;
const CELL = 16;

/**
 * Finds the subject of a photo. The same picture gives the same bytes.
 *
 * @param rgb 8-bit sRGB [height · width · 3]
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @throws what the network throws
 */
export async function learnedMask(
  rgb: Uint8Array,
  width: number,
  height: number,
  network: SubjectOdds,
): Promise<SubjectMask> {
  return subjectMask(rgb, width, height, await learnedOdds(rgb, width, height, network));
}

/** What the network says of a picture, straight on and mirrored together. @throws what the network throws */
export async function learnedOdds(
  rgb: Uint8Array,
  width: number,
  height: number,
  network: SubjectOdds,
): Promise<LearnedOdds> {
  const [w, h] = [cells(width, width, height), cells(height, width, height)];
  const picture = planes(rgb, width, height, w, h);
  const pictures = new Float32Array(2 * picture.length);
  pictures.set(picture);
  pictures.set(mirrored(picture, w), picture.length);
  const odds = await network(pictures, w, h);
  const half = odds.length / 2;
  const back = mirrored(odds.subarray(half), w / 2);
  const values = Float32Array.from(back, (value, i) => (odds[i]! + value) / 2);
  return { values, width: w / 2, height: h / 2 };
}

/** A side as the network sees it: the longer is SIDE, both are whole cells. */
function cells(side: number, width: number, height: number): number {
  return CELL * Math.max(1, Math.round((SIDE * side) / Math.max(width, height) / CELL));
}

/** A picture at another size, larger or smaller, as planes in 0..1. */
function planes(rgb: Uint8Array, width: number, height: number, toWidth: number, toHeight: number): Float32Array {
  const [w, h] = [Math.min(width, toWidth), Math.min(height, toHeight)];
  const small = shrinkRgb(rgb, width, height, w, h);
  const pixels = new Float32Array(3 * toWidth * toHeight);
  for (let c = 0; c < 3; c++) {
    const channel = Float32Array.from({ length: w * h }, (_, i) => small[3 * i + c]! / 255);
    pixels.set(enlarge(channel, w, h, toWidth, toHeight), c * toWidth * toHeight);
  }
  return pixels;
}

/** Every row from right to left. */
function mirrored(rows: Float32Array, width: number): Float32Array {
  const turned = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += width)
    for (let x = 0; x < width; x++) turned[start + x] = rows[start + width - 1 - x]!;
  return turned;
}
