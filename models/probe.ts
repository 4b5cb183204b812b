/**
 * Pictures to hold two versions of an encoder against each other with: the float32 export and the packed file.
 *
 * Made from a seed by whole-number arithmetic alone, so that they are the same bytes on every machine: a smooth ground,
 * rectangles and discs in random colours, and lines, as photos and drawings have them.
 */

import { Random } from '../main/sketch/random.ts';

/** Pixels across; a multiple of 16, not the size that sketches are made at. */
export const PROBE_SIDE = 96;

/** How many pictures. */
export const PROBE_COUNT = 3;

/** `count` pictures as [count,3,side,side] in 0..1, channels first. */
export function probePictures(count = PROBE_COUNT, side = PROBE_SIDE): Float32Array {
  const pixels = new Float32Array(count * 3 * side * side);
  for (let i = 0; i < count; i++) {
    paintPicture(pixels.subarray(i * 3 * side * side, (i + 1) * 3 * side * side), side, new Random(i));
  }
  return pixels;
}

type Inside = (x: number, y: number) => boolean;

function paintPicture(picture: Float32Array, side: number, random: Random): void {
  const corners = Array.from({ length: 12 }, () => random.uniform());
  paint(picture, side, (channel, x, y) => {
    const [a, b, c, d] = corners.slice(channel * 4, channel * 4 + 4) as [number, number, number, number];
    const [right, down] = [x / side, y / side];
    return (a * (1 - right) + b * right) * (1 - down) + (c * (1 - right) + d * right) * down;
  });
  for (let shape = 0; shape < 9; shape++) {
    const color = [random.uniform(), random.uniform(), random.uniform()];
    const inside = SHAPES[shape % SHAPES.length]!(random, side);
    paint(picture, side, (channel, x, y) => (inside(x, y) ? color[channel]! : null));
  }
}

/** Where a shape of each kind lies; the line is the set of points near a slanted axis. */
const SHAPES: ((random: Random, side: number) => Inside)[] = [
  function disc(random, side) {
    const [cx, cy, radius] = [random.below(side), random.below(side), 4 + random.below(side >> 2)];
    return (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2;
  },
  function rectangle(random, side) {
    const [left, top, width, height] = [random.below(side), random.below(side), random.below(side), random.below(side)];
    return (x, y) => x >= left && x < left + width && y >= top && y < top + height;
  },
  function line(random, side) {
    const [dx, dy, offset] = [random.below(9) - 4, 1 + random.below(4), random.below(side * 4)];
    return (x, y) => Math.abs(dx * x + dy * y - offset) <= 3;
  },
];

/** Sets the pixels for which `color` gives a number. */
function paint(
  picture: Float32Array,
  side: number,
  color: (channel: number, x: number, y: number) => number | null,
): void {
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const value = color(channel, x, y);
        if (value !== null) picture[(channel * side + y) * side + x] = value;
      }
    }
  }
}

/** L2 length of the difference over that of the expected values. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let length = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    length += expected[i]! ** 2;
  }
  return Math.sqrt(difference / length);
}
