/**
 * A picture as small networks see it: planes of red, green and blue in 0..1, its longer side of one length, both sides
 * whole cells of the network's coarsest map.
 */

import { enlarge, shrinkRgb } from './resample.ts';

/** The side lengths: the longer is `longest`, both are multiples of `cell`, the shape is kept as nearly as they allow. */
export function wholeCells(width: number, height: number, longest: number, cell: number): [number, number] {
  const whole = (side: number) => cell * Math.max(1, Math.round((longest * side) / Math.max(width, height) / cell));
  return [whole(width), whole(height)];
}

/** A picture [height · width · 3] at another size, larger or smaller, as planes in 0..1 [3 · toHeight · toWidth]. */
export function planesOf(
  rgb: Uint8Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Float32Array {
  const [w, h] = [Math.min(width, toWidth), Math.min(height, toHeight)];
  const small = shrinkRgb(rgb, width, height, w, h);
  const pixels = new Float32Array(3 * toWidth * toHeight);
  for (let c = 0; c < 3; c++) {
    const channel = Float32Array.from({ length: w * h }, (_, i) => small[3 * i + c]! / 255);
    pixels.set(enlarge(channel, w, h, toWidth, toHeight), c * toWidth * toHeight);
  }
  return pixels;
}

/**
 * What a network that answers at half the size says of a picture, straight on and mirrored together: it answers better to
 * both.
 *
 * @param longest of the picture as it is seen, pixels
 * @param cell of what its sides are multiples, pixels; even
 * @param network planes in 0..1 [2 · 3 · height · width] → [2 · height/2 · width/2]
 * @throws what the network throws
 */
export async function askBothWays(
  rgb: Uint8Array,
  width: number,
  height: number,
  longest: number,
  cell: number,
  network: (pixels: Float32Array, width: number, height: number) => Promise<Float32Array>,
): Promise<{ values: Float32Array; width: number; height: number }> {
  const [w, h] = wholeCells(width, height, longest, cell);
  const answers = await network(bothWays(planesOf(rgb, width, height, w, h), w), w, h);
  return { values: meanOfBoth(answers, w / 2), width: w / 2, height: h / 2 };
}

/** Every row from right to left. */
function mirrored(rows: Float32Array, width: number): Float32Array {
  const turned = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += width)
    for (let x = 0; x < width; x++) turned[start + x] = rows[start + width - 1 - x]!;
  return turned;
}

/** A picture's planes, then those of its mirror image. */
function bothWays(planes: Float32Array, width: number): Float32Array {
  const pictures = new Float32Array(2 * planes.length);
  pictures.set(planes);
  pictures.set(mirrored(planes, width), planes.length);
  return pictures;
}

/** The mean of a network's answers to both, the second turned back; `width` is that of the answers. */
function meanOfBoth(answers: Float32Array, width: number): Float32Array {
  const half = answers.length / 2;
  const back = mirrored(answers.subarray(half), width);
  return Float32Array.from(back, (value, i) => (answers[i]! + value) / 2);
}
