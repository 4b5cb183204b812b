/** Masks changed as a whole: discs, whose areas are known. */
import { expect, test } from 'vitest';
import { distanceTo } from '../../main/vision/distance.ts';
import { editMask } from '../../main/vision/mask-edits.ts';

const [WIDTH, HEIGHT] = [120, 90];
const disc = (radius: number, x = 60, y = 45) =>
  Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    Math.hypot((i % WIDTH) - x, Math.floor(i / WIDTH) - y) <= radius ? 255 : 0,
  );
const area = (mask: Uint8Array) => mask.reduce((sum, value) => sum + value, 0) / 255;

test('distances are those of a search through all pixels', () => {
  const inside = new Uint8Array(17 * 11);
  for (const at of [3, 40, 41, 99, 150]) inside[at] = 1;
  const distance = distanceTo(inside, 17, 11);
  for (let i = 0; i < inside.length; i++) {
    const all = [3, 40, 41, 99, 150].map((at) =>
      Math.hypot((at % 17) - (i % 17), Math.floor(at / 17) - Math.floor(i / 17)),
    );
    expect(distance[i]).toBeCloseTo(Math.min(...all), 4);
  }
});

test.each([
  ['grow', 26],
  ['shrink', 14],
] as const)('a disc of radius 20 can %s by 6 pixels to one of %d', (kind, radius) => {
  const changed = editMask(disc(20), WIDTH, HEIGHT, { kind, by: 6 / WIDTH });
  expect(area(changed) / area(disc(radius))).toBeCloseTo(1, 1);
  expect(changed[45 * WIDTH + 60 + radius + 2]).toBe(0);
  expect(changed[45 * WIDTH + 60 + radius - 2]).toBe(255);
});

test('softening spreads the edge to both sides and keeps the area', () => {
  const soft = editMask(disc(20), WIDTH, HEIGHT, { kind: 'soften', by: 8 / WIDTH });
  expect(area(soft) / area(disc(20))).toBeGreaterThan(0.97);
  expect(area(soft) / area(disc(20))).toBeLessThan(1.08);
  const across = Array.from({ length: 24 }, (_, x) => soft[45 * WIDTH + 60 + 8 + x]!);
  expect(across).toEqual([...across].sort((a, b) => b - a));
  expect(new Set(across).size).toBeGreaterThan(12);
});

test('holes up to a size are filled, and swapping twice changes nothing', () => {
  const small = disc(3, 60, 45);
  const large = disc(9, 60, 25);
  const holed = disc(40).map((value, i) => (small[i] || large[i] ? 0 : value));
  const filled = editMask(holed, WIDTH, HEIGHT, { kind: 'fill', upTo: 0.02 });
  expect(filled[45 * WIDTH + 60]).toBe(255);
  expect(filled[25 * WIDTH + 60]).toBe(0);
  const swap = { kind: 'swap' } as const;
  expect(editMask(editMask(holed, WIDTH, HEIGHT, swap), WIDTH, HEIGHT, swap)).toEqual(holed);
});

test('growing nothing is nothing, and shrinking everything leaves it whole', () => {
  const none = new Uint8Array(WIDTH * HEIGHT);
  expect(editMask(none, WIDTH, HEIGHT, { kind: 'grow', by: 0.1 })).toEqual(none);
  const all = none.map(() => 255);
  expect(editMask(all, WIDTH, HEIGHT, { kind: 'shrink', by: 0.1 })).toEqual(all);
});
