/**
 * The photo as a surface that depth lifts: a grid of triangles over the depth map. Where depth breaks, the surface is
 * drawn out between near and far, as a cloth would be.
 */

import type { DepthRecord } from '../state/depth.ts';

type DepthMap = Pick<DepthRecord, 'width' | 'height' | 'steps'>;

/** Numbers a corner of the grid has: x and y, nearness, and its slopes. */
export const SURFACE_STRIDE = 5;

export interface Grid {
  /** x, y: shares of the photo, 0..1; nearness 0..1; by how much it grows a longer side to the right, and down. */
  corners: Float32Array;
  /** Three corners a triangle. */
  triangles: Uint32Array;
}

/** Over how many corners to each side slopes are taken, so that the light falls softly. */
const REACH = 3;

const NEAREST = 2 ** 16 - 1;

/** How near a place is, 0..1; between the map's pixels linear, beyond its edge as at the edge. x, y: shares, 0..1. */
export function nearnessAt({ width, height, steps }: DepthMap, x: number, y: number): number {
  const px = Math.min(width - 1, Math.max(0, x * width - 0.5));
  const py = Math.min(height - 1, Math.max(0, y * height - 0.5));
  const [left, top] = [Math.floor(px), Math.floor(py)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const at = (column: number, row: number) => steps[row * width + column]!;
  const mix = (from: number, to: number, share: number) => from + share * (to - from);
  const upper = mix(at(left, top), at(right, top), px - left);
  return mix(upper, mix(at(left, bottom), at(right, bottom), px - left), py - top) / NEAREST;
}

/** The surface of a depth map. @param most corners along its longer side, 2 or more */
export function surfaceOf(depth: DepthMap, most: number): Grid {
  const { width, height } = depth;
  const longest = Math.max(width, height);
  const count = (side: number) => Math.max(2, Math.round((most * side) / longest));
  const [columns, rows] = [count(width), count(height)];
  const near = Float32Array.from({ length: columns * rows }, (_, i) =>
    nearnessAt(depth, (i % columns) / (columns - 1), Math.floor(i / columns) / (rows - 1)),
  );
  const corners = new Float32Array(SURFACE_STRIDE * near.length);
  const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [left, right] = [clamp(column - REACH, columns), clamp(column + REACH, columns)];
      const [above, below] = [clamp(row - REACH, rows), clamp(row + REACH, rows)];
      const i = row * columns + column;
      const across = (near[row * columns + right]! - near[row * columns + left]!) / (right - left);
      const down = (near[below * columns + column]! - near[above * columns + column]!) / (below - above);
      corners.set([column / (columns - 1), row / (rows - 1), near[i]!, across * most, down * most], SURFACE_STRIDE * i);
    }
  return { corners, triangles: trianglesOf(columns, rows) };
}

function trianglesOf(columns: number, rows: number): Uint32Array {
  const triangles = new Uint32Array(6 * (columns - 1) * (rows - 1));
  let at = 0;
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < columns; column++) {
      const i = row * columns + column;
      triangles.set([i, i + 1, i + columns, i + 1, i + columns + 1, i + columns], at);
      at += 6;
    }
  return triangles;
}
