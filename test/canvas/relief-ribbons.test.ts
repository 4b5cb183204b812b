import { expect, test } from 'vitest';
import { nearestAround, RIBBON_STRIDE, type Ribbons, ribbonsOf } from '../../renderer/canvas/relief-ribbons.ts';

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

test('a ribbon has its stroke’s width, colour and round ends', () => {
  const ribbons = ribbonsOf([across], HALVES, PHOTO);
  const y = column(ribbons, 1).map((share) => share * PHOTO.height);
  expect(Math.min(...y)).toBeCloseTo(46);
  expect(Math.max(...y)).toBeCloseTo(54);
  const x = column(ribbons, 0).map((share) => share * PHOTO.width);
  expect(Math.min(...x)).toBeCloseTo(16);
  expect(Math.max(...x)).toBeCloseTo(184);
  const colour = [3, 4, 5, 6].map((part) => new Set(column(ribbons, part)));
  expect(colour.map((values) => [...values].map((value) => Number(value.toFixed(3))))).toEqual([
    [1],
    [0.502],
    [0],
    [0.5],
  ]);
});

test('a stroke that is a point is a dot, and none is nothing', () => {
  const dot = ribbonsOf([{ ...look, points: [50, 50, 50, 50, 50, 50, 50, 50] }], HALVES, PHOTO);
  expect(column(dot, 0).every(Number.isFinite)).toBe(true);
  expect(Math.max(...column(dot, 0)) * PHOTO.width).toBeCloseTo(54);
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
