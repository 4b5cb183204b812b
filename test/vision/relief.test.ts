import { expect, test } from 'vitest';
import { floorDepth, inflate, reliefDepth } from '../../main/vision/relief.ts';

/** 1 within the radius of a middle. */
function disc(width: number, height: number, cx: number, cy: number, radius: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) =>
    Math.hypot((i % width) + 0.5 - cx, Math.floor(i / width) + 0.5 - cy) < radius ? 1 : 0,
  );
}

test('a disc is inflated to a ball', () => {
  const thick = inflate(disc(100, 100, 50, 50, 40), 100, 100);
  for (const r of [0, 10, 20, 30]) {
    const ball = Math.sqrt(40 ** 2 - (r + 0.5) ** 2);
    expect(thick[50 * 100 + 50 + r]! / ball).toBeGreaterThan(0.97);
    expect(thick[50 * 100 + 50 + r]! / ball).toBeLessThan(1.03);
  }
  expect(thick[0]).toBe(0);
});

test('where the border cuts a subject it goes on beyond: half a disc is half a ball', () => {
  const thick = inflate(disc(100, 60, 50, 60, 40), 100, 60);
  expect(thick[59 * 100 + 50]! / 40).toBeGreaterThan(0.97);
  expect(thick[59 * 100 + 50]! / 40).toBeLessThan(1.03);
});

test('what has no outline is flat, and never without end', () => {
  expect(Math.max(...inflate(new Uint8Array(400).fill(1), 20, 20))).toBe(0);
});

test('the floor comes nearer downwards, all the way', () => {
  const floor = floorDepth(3, 50);
  for (let y = 1; y < 50; y++) expect(floor[3 * y]!).toBeGreaterThan(floor[3 * y - 3]!);
  expect(floor[0]).toBeGreaterThanOrEqual(0);
  expect(floor[149]).toBeLessThanOrEqual(1);
});

test('a subject stands where it meets the floor, and bulges from there', () => {
  const [width, height] = [120, 90];
  const mask = disc(width, height, 60, 40, 25).map((v) => 255 * v);
  const depth = reliefDepth(mask, width, height);
  const at = (x: number, y: number) => depth[y * width + x]!;
  // Its middle is nearer than the floor at its foot, and than its own rim.
  expect(at(60, 40)).toBeGreaterThan(at(5, 64));
  expect(at(60, 40)).toBeGreaterThan(at(60, 17));
  // Its top is as near as its foot, though the floor beside it is far.
  expect(at(60, 17)).toBeGreaterThan(1.5 * at(5, 17));
  expect(Math.max(...depth)).toBeCloseTo(1, 5);
});

test('of two subjects, the one that stands lower is nearer', () => {
  const [width, height] = [160, 90];
  const far = disc(width, height, 40, 30, 15);
  const near = disc(width, height, 120, 60, 15);
  const depth = reliefDepth(
    far.map((v, i) => 255 * Math.max(v, near[i]!)),
    width,
    height,
  );
  expect(depth[60 * width + 120]!).toBeGreaterThan(depth[30 * width + 40]! * 1.3);
});

test('without a subject the floor is all there is', () => {
  expect(reliefDepth(null, 20, 30)).toEqual(floorDepth(20, 30));
});
