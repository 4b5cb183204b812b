import { expect, test } from 'vitest';
import { nearnessAt, SURFACE_STRIDE, surfaceOf } from '../../renderer/canvas/relief-surface.ts';

/** Nearness grows to the right from 0 to 1 over so many columns. */
const ramp = (width: number, height: number) => ({
  width,
  height,
  steps: Uint16Array.from({ length: width * height }, (_, i) => Math.round((65535 * (i % width)) / (width - 1))),
});

test('nearness is linear between pixels and stays beyond the edge', () => {
  const depth = { width: 2, height: 2, steps: Uint16Array.from([0, 65535, 65535, 0]) };
  expect(nearnessAt(depth, 0.25, 0.25)).toBe(0);
  expect(nearnessAt(depth, 0.75, 0.25)).toBe(1);
  expect(nearnessAt(depth, 0.5, 0.25)).toBeCloseTo(0.5);
  expect(nearnessAt(depth, 0.5, 0.5)).toBeCloseTo(0.5);
  expect(nearnessAt(depth, -3, -3)).toBe(0);
  expect(nearnessAt(depth, 9, -3)).toBe(1);
});

test('the grid has the photo’s proportions, covers it to its corners, and every triangle is one of its own', () => {
  const { corners, triangles } = surfaceOf(ramp(40, 20), 16);
  expect(corners.length).toBe(SURFACE_STRIDE * 16 * 8);
  expect(triangles.length).toBe(6 * 15 * 7);
  expect([...corners.subarray(0, 3)]).toEqual([0, 0, 0]);
  expect([...corners.subarray(corners.length - SURFACE_STRIDE, corners.length - 2)]).toEqual([1, 1, 1]);
  expect(Math.max(...triangles)).toBe(16 * 8 - 1);
  const area = (i: number) => {
    const [a, b, c] = [0, 1, 2].map((k) => SURFACE_STRIDE * triangles[i + k]!) as [number, number, number];
    const [x, y] = [corners[a]!, corners[a + 1]!];
    return ((corners[b]! - x) * (corners[c + 1]! - y) - (corners[b + 1]! - y) * (corners[c]! - x)) / 2;
  };
  let sum = 0;
  for (let i = 0; i < triangles.length; i += 3) sum += area(i);
  expect(sum).toBeCloseTo(1);
});

test('slopes tell by how much nearness grows a longer side', () => {
  const { corners } = surfaceOf(ramp(64, 32), 32);
  const middle = SURFACE_STRIDE * (8 * 32 + 16);
  expect(corners[middle + 3]).toBeCloseTo(1, 1);
  expect(corners[middle + 4]).toBeCloseTo(0);
});
