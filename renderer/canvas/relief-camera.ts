/**
 * The camera that looks at the relief: a pinhole before the middle of the photo, so placed that a relief seen from the
 * front covers the flat sheet to the pixel, whatever its height. Only turning shows what is nearer.
 *
 * Lengths are photo px: x to the right, y down, z towards the camera, from the photo's middle. Standard perspective
 * projection (OpenGL ES 3.0 specification, section 2.12).
 */

import type { Pose } from '../state/relief.ts';
import type { Size, View } from './view.ts';

/** The camera's distance from the middle, in longer sides of the photo: nearer exaggerates, farther flattens. */
const DISTANCE = 2.5;
/** How far nearest and farthest lie apart at full height, in longer sides. */
const RANGE = 0.7;

/** Where the camera stands, and how deep the relief is; photo px. */
export function reliefLengths(photo: Size, height: number): { distance: number; range: number } {
  const longest = Math.max(photo.width, photo.height);
  return { distance: DISTANCE * longest, range: RANGE * height * longest };
}

/**
 * A place of the photo in the air, where a ray from the camera through it meets its depth.
 * @param near 0 farthest to 1 nearest; what is halfway stays in the sheet's plane
 */
export function lifted(
  x: number,
  y: number,
  near: number,
  { distance, range }: { distance: number; range: number },
): [number, number, number] {
  const z = (near - 0.5) * range;
  const nearer = 1 - z / distance;
  return [x * nearer, y * nearer, z];
}

/**
 * What brings a lifted place to clip coordinates, column by column [16].
 * @param canvas in screen px. @param view where the flat photo lies on it
 */
export function reliefMatrix(canvas: Size, photo: Size, view: View, { turn, tilt }: Pose): Float32Array {
  const { distance } = reliefLengths(photo, 1);
  const [a, b] = [(turn * Math.PI) / 180, (tilt * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  // Turned about the upright axis, then tilted about the level one: near parts go to the right, then down.
  const x = [ca, 0, sa, 0];
  const y = [-sb * sa, cb, sb * ca, 0];
  const z = [-cb * sa, -sb, cb * ca, 0];
  const way = z.map((value, i) => (i === 3 ? distance : -value));
  const w = way.map((value) => value / distance);
  // Nothing is farther from the middle than this, however it is turned.
  const reach = distance / 2;
  const [near, far] = [distance - reach, distance + reach];
  const middle = [view.x + (view.scale * photo.width) / 2, view.y + (view.scale * photo.height) / 2] as const;
  const across = (row: number[], at: number, side: number) =>
    row.map((value, i) => (2 / side) * (view.scale * value + at * w[i]!) - w[i]!);
  const depth = way.map(
    (value, i) => ((far + near) * value - (i === 3 ? 2 * far * near : 0)) / (far - near) / distance,
  );
  const rows = [
    across(x, middle[0], canvas.width),
    across(y, middle[1], canvas.height).map((value) => -value),
    depth,
    w,
  ];
  return Float32Array.from({ length: 16 }, (_, i) => rows[i % 4]![Math.floor(i / 4)]!);
}
