/** Edges of masks: where they lie, that rings close, holes, and what touches the border. */
import { expect, test } from 'vitest';
import { outlines } from '../../renderer/geometry/outline.ts';

function mask(width: number, height: number, value: (x: number, y: number) => number) {
  const grey = Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { width, height, grey };
}

/** Signed area by the shoelace formula. */
function area(ring: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const [x0, y0] = [ring[i]!, ring[i + 1]!];
    const [x1, y1] = [ring[(i + 2) % ring.length]!, ring[(i + 3) % ring.length]!];
    sum += (x0 * y1 - x1 * y0) / 2;
  }
  return sum;
}

test('a disc has one ring, all of it on the circle, and a hole in it another that turns the other way', () => {
  const soft = (r: number) => Math.max(0, Math.min(255, 127.5 + 255 * r));
  const at = (x: number, y: number) => Math.hypot(x + 0.5 - 20, y + 0.5 - 16);
  const [disc] = outlines(mask(40, 32, (x, y) => soft(12 - at(x, y))));
  for (let i = 0; i < disc!.length; i += 2) expect(Math.hypot(disc![i]! - 20, disc![i + 1]! - 16)).toBeCloseTo(12, 0);
  expect(Math.abs(area(disc!))).toBeCloseTo(Math.PI * 144, -1);
  const rings = outlines(mask(40, 32, (x, y) => Math.min(soft(12 - at(x, y)), soft(at(x, y) - 5))));
  expect(rings.length).toBe(2);
  expect(Math.sign(area(rings[0]!))).toBe(-Math.sign(area(rings[1]!)));
});

test('what reaches the border is closed along it', () => {
  const [ring, ...more] = outlines(mask(6, 4, () => 255));
  expect(more).toEqual([]);
  // Each corner is cut by half a pixel to both sides.
  expect(Math.abs(area(ring!))).toBe(24 - 4 / 8);
});

test('pixels that touch at a corner are rings of their own; of nothing there are none', () => {
  expect(outlines(mask(6, 6, (x, y) => (x === y && (x === 2 || x === 3) ? 255 : 0))).length).toBe(2);
  expect(outlines(mask(3, 3, () => 127))).toEqual([]);
});
