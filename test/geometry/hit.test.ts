import { expect, test } from 'vitest';
import { chainPoint, straight } from '../../renderer/geometry/chain.ts';
import { nearestPoint, partAt, strokesAt, touchesBox } from '../../renderer/geometry/hit.ts';
import { nodesOf, retractedSpot } from '../../renderer/geometry/nodes.ts';
import { numbers, stroke } from '../document/documents.ts';

const line = straight(0, 0, 90, 0);

test('the nearest point of a straight line is the foot of the perpendicular, or its end', () => {
  expect(nearestPoint(line, 27, 40)).toMatchObject({
    t: expect.closeTo(0.3, 6),
    x: expect.closeTo(27, 6),
    distance: 40,
  });
  expect(nearestPoint(line, -3, 4)).toEqual({ curve: 0, t: 0, x: 0, y: 0, distance: 5 });
  expect(nearestPoint(line, 93, -4)).toEqual({ curve: 0, t: 1, x: 90, y: 0, distance: 5 });
  expect(nearestPoint([7, 7, 7, 7, 7, 7, 7, 7], 10, 11).distance).toBeCloseTo(5, 12);
});

test('no point of any chain is nearer than the one that was found', () => {
  const random = numbers(11);
  for (let round = 0; round < 60; round++) {
    const points = Array.from({ length: 20 }, () => 100 * random());
    const [x, y] = [120 * random() - 10, 120 * random() - 10];
    const hit = nearestPoint(points, x, y);
    expect(chainPoint(points, hit.curve, hit.t)).toEqual([hit.x, hit.y]);
    expect(hit.distance).toBeCloseTo(Math.hypot(hit.x - x, hit.y - y), 9);
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k <= 6000; k++) {
      const [px, py] = chainPoint(points, Math.min(2, Math.floor(k / 2000)), k === 6000 ? 1 : (k % 2000) / 2000);
      least = Math.min(least, Math.hypot(px - x, py - y));
    }
    expect(hit.distance).toBeLessThanOrEqual(least + 1e-6);
  }
});

test('strokes are reached over 6 screen px or their own ink; the nearer first, the upper of two', () => {
  const thin = stroke(1, { id: 'thin', points: straight(0, 0, 90, 0), width: 1 });
  const fat = stroke(1, { id: 'fat', points: straight(0, 20, 90, 20), width: 30 });
  const names = (x: number, y: number, pixel: number): string[] =>
    strokesAt([thin, fat], x, y, pixel).map(({ id }) => id);
  expect(names(50, 5.9, 1)).toEqual(['fat', 'thin']);
  expect(names(50, 4, 1)).toEqual(['thin']);
  expect(names(50, -6.1, 1)).toEqual([]);
  // Zoomed in eight times, 6 screen px are 0.75 of the photo's; ink stays ink.
  expect(names(50, 1, 1 / 8)).toEqual([]);
  expect(names(50, 34, 1 / 8)).toEqual(['fat']);
  const twice = [thin, { ...thin, id: 'upper' }];
  expect(strokesAt(twice, 10, 1, 1).map(({ id }) => id)).toEqual(['upper', 'thin']);
});

test('a marquee takes what it touches, also what only passes through it', () => {
  expect(touchesBox(line, 40, -5, 50, 5)).toBe(true);
  expect(touchesBox(line, 50, 5, 40, -5)).toBe(true);
  expect(touchesBox(line, 40, 1, 50, 5)).toBe(false);
  const arch = [0, 0, 0, 80, 90, 80, 90, 0];
  // Inside the arch, and across its crown at y = 60.
  expect(touchesBox(arch, 30, 10, 60, 50)).toBe(false);
  expect(touchesBox(arch, 44, 59, 46, 61)).toBe(true);
});

test('the active node’s handles come before nodes, nodes before other handles', () => {
  const points = [0, 0, 30, 30, 70, 4, 100, 0, 104, 4, 160, 30, 200, 0];
  expect(partAt(points, 100, 0, 1, null)).toEqual({ node: 1, side: null });
  expect(partAt(points, 102.5, 2.5, 1, null)).toEqual({ node: 1, side: null });
  expect(partAt(points, 102.5, 2.5, 1, 1)).toEqual({ node: 1, side: 'out' });
  expect(partAt(points, 160, 30, 1, null)).toEqual({ node: 2, side: 'in' });
  expect(partAt(points, 160, 43, 1, null)).toBeNull();
  // Twice as far out, 12 screen px are 24 of the photo's.
  expect(partAt(points, 160, 43, 2, null)).toEqual({ node: 2, side: 'in' });
});

test('targets shrink to half the way to a neighbour, never under 8 px across', () => {
  const points = [0, 0, 10, 0, 50, 40, 100, 40];
  expect(partAt(points, -4.9, 0, 1, null)).toEqual({ node: 0, side: null });
  expect(partAt(points, -5.1, 0, 1, null)).toBeNull();
  const tight = [0, 0, 2, 0, 50, 40, 100, 40];
  expect(partAt(tight, -3.9, 0, 1, null)).toEqual({ node: 0, side: null });
});

test('a retracted handle is taken where it shows, of the active node only', () => {
  // The first handle lies on its node; the next node is straight to the right.
  const points = [0, 0, 0, 0, 60, 40, 100, 0];
  expect(retractedSpot(nodesOf(points), 0, 'out', 1)).toEqual([14, 0]);
  expect(retractedSpot(nodesOf(points), 0, 'out', 2)).toEqual([28, 0]);
  expect(retractedSpot(nodesOf(points), 1, 'in', 1)).toBeNull();
  expect(partAt(points, 14, 1, 1, 0)).toEqual({ node: 0, side: 'out' });
  expect(partAt(points, 14, 1, 1, null)).toBeNull();
});
