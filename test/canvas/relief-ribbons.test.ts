import { expect, test } from 'vitest';
import {
  nearestAround,
  RIBBON_PARTS,
  RIBBON_STRIDE,
  type Ribbons,
  ribbonsOf,
} from '../../renderer/canvas/relief-ribbons.ts';

const PHOTO = { width: 200, height: 100 };
/** A near half to the left of x = 100, a far one to the right. */
const HALVES = {
  width: 200,
  height: 100,
  steps: Uint16Array.from({ length: 20_000 }, (_, i) => (i % 200 < 100 ? 65535 : 0)),
};

const look = { width: 8, color: '#ff8000', opacity: 0.5 };
const across = { ...look, points: [20, 50, 70, 50, 130, 50, 180, 50] };
const upright = (x: number) => ({ ...look, points: [x, 20, x, 40, x, 60, x, 80] });

const column = ({ corners }: Ribbons, part: number) =>
  Array.from({ length: corners.length / RIBBON_STRIDE }, (_, i) => corners[RIBBON_STRIDE * i + part]!);

test('a line along an outline belongs to what is nearer, on either side of it', () => {
  for (const x of [97, 100, 103]) {
    const near = column(ribbonsOf([upright(x)], HALVES, PHOTO), 2);
    expect(Math.min(...near)).toBeCloseTo(1);
  }
  expect(Math.max(...column(ribbonsOf([upright(140)], HALVES, PHOTO), 2))).toBe(0);
  expect(nearestAround(HALVES, PHOTO, 103, 50, 4)).toBeCloseTo(1);
  expect(nearestAround(HALVES, PHOTO, 112, 50, 4)).toBe(0);
});

test('where depth breaks under a stroke it flies from near to far and does not jump', () => {
  const ribbons = ribbonsOf([across], HALVES, PHOTO);
  const [x, near] = [column(ribbons, 0), column(ribbons, 2)];
  expect(near[0]).toBeCloseTo(1);
  expect(near[x.indexOf(Math.max(...x))]).toBeCloseTo(0);
  // Pairs of corners lie across the course; ends are rounded after it.
  const pairs = near.slice(0, near.length - 2 * 17).filter((_, i) => i % 2 === 0);
  const steps = pairs.slice(1).map((value, i) => pairs[i]! - value);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(-1e-6);
  expect(Math.max(...steps)).toBeLessThan(0.12);
});

test('a ribbon has its stroke’s width and colour, and what is ahead of it', () => {
  const ribbons = ribbonsOf([across], HALVES, PHOTO);
  const part = (name: keyof typeof RIBBON_PARTS, k = 0) => column(ribbons, RIBBON_PARTS[name][1] + k);
  expect(new Set(part('halfWidth'))).toEqual(new Set([4]));
  const colour = [0, 1, 2, 3].map((k) => [...new Set(part('ink', k).map((value) => Number(value.toFixed(3))))]);
  expect(colour).toEqual([[1], [0.502], [0], [0.5]]);
  // Corners lie on the line's edge or, in the middle of a round end, on the line.
  for (const far of part('beside').map((along, i) => Math.hypot(along, part('beside', 1)[i]!)))
    expect(far < 1e-6 || Math.abs(far - 1) < 1e-6).toBe(true);
  const [x, ahead] = [part('place'), part('ahead')];
  expect(x.every((value, i) => ahead[i]! > value)).toBe(true);
});

test('a stroke that is a point is a dot, and none is nothing', () => {
  const dot = ribbonsOf([{ ...look, points: [50, 50, 50, 50, 50, 50, 50, 50] }], HALVES, PHOTO);
  expect(dot.corners.every(Number.isFinite)).toBe(true);
  expect(new Set(column(dot, 0))).toEqual(new Set([0.25]));
  expect(dot.triangles.length).toBeGreaterThanOrEqual(3 * 16);
  expect(ribbonsOf([], HALVES, PHOTO).triangles).toHaveLength(0);
});

test('triangles name corners of their own stroke', () => {
  const one = ribbonsOf([across], HALVES, PHOTO);
  const two = ribbonsOf([across, upright(30)], HALVES, PHOTO);
  const count = one.corners.length / RIBBON_STRIDE;
  expect(Math.max(...one.triangles)).toBe(count - 1);
  expect(Math.min(...two.triangles.subarray(one.triangles.length))).toBe(count);
  expect(Math.max(...two.triangles)).toBe(two.corners.length / RIBBON_STRIDE - 1);
});
