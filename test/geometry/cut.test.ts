import { expect, test } from 'vitest';
import { visibleStrokes } from '../../renderer/document/document.ts';
import { setCourses } from '../../renderer/document/edits.ts';
import { chainLength, straight } from '../../renderer/geometry/chain.ts';
import { cutByDisc, rubbed } from '../../renderer/geometry/cut.ts';
import { nearestPoint } from '../../renderer/geometry/hit.ts';
import { documentOf, numbers, stroke } from '../document/documents.ts';

const line = straight(0, 0, 90, 0);
const ends = (chain: readonly number[]): number[] => [...chain.slice(0, 2), ...chain.slice(-2)];
const near = (points: readonly number[]): unknown[] => points.map((value) => expect.closeTo(value, 6));

test('a disc takes its chord out of a line', () => {
  // 3-4-5: at a height of 3, a radius of 5 reaches 4 to each side.
  expect(cutByDisc(line, 45, 3, 5)!.map(ends)).toEqual([near([0, 0, 41, 0]), near([49, 0, 90, 0])]);
  expect(cutByDisc(line, 0, 0, 10)!.map(ends)).toEqual([near([10, 0, 90, 0])]);
  expect(cutByDisc(line, 90, 0, 10)!.map(ends)).toEqual([near([0, 0, 80, 0])]);
  expect(cutByDisc(line, 45, 0, 60)).toEqual([]);
  expect(cutByDisc(line, 45, 5.001, 5)).toBeNull();
  // It dips in by a hundredth of a px between samples: seen all the same.
  expect(cutByDisc(line, 44.3, 4.99, 5)).toHaveLength(2);
});

test('a chain is cut across its nodes, and crumbs are swept away', () => {
  const chain = [...line, 120, 0, 150, 0, 180, 0];
  expect(cutByDisc(chain, 90, 0, 20)!.map(ends)).toEqual([near([0, 0, 70, 0]), near([110, 0, 180, 0])]);
  expect(cutByDisc(chain, 20, 0, 10)!.map(({ length }) => length)).toEqual([8, 14]);
  expect(cutByDisc(line, 10, 0, 9.8)!.map(ends)).toEqual([near([19.8, 0, 90, 0])]);
});

test('of any chain and disc: what is left is of the chain, outside the disc, and all that was', () => {
  const random = numbers(21);
  let cuts = 0;
  for (let round = 0; round < 80; round++) {
    const points = Array.from({ length: 14 }, () => 100 * random());
    const [x, y, radius] = [100 * random(), 100 * random(), 2 + 20 * random()];
    const rest = cutByDisc(points, x, y, radius);
    const before = nearestPoint(points, x, y).distance;
    if (!rest) {
      expect(before).toBeGreaterThan(radius - 1e-6);
      continue;
    }
    cuts++;
    expect(before).toBeLessThan(radius);
    for (const piece of rest) {
      expect(nearestPoint(piece, x, y).distance).toBeGreaterThan(radius - 1e-6);
      expect(nearestPoint(points, piece.at(-2)!, piece.at(-1)!).distance).toBeLessThan(1e-6);
    }
    // A second pass of the same eraser finds nothing more.
    for (const piece of rest) expect(cutByDisc(piece, x, y, radius - 1e-6)).toBeNull();
    expect(rest.reduce((sum, piece) => sum + chainLength(piece), 0)).toBeLessThan(chainLength(points));
  }
  expect(cuts).toBeGreaterThan(20);
});

test('the eraser leaves what its rim touches; the longest piece keeps the name, all stay shown', () => {
  const line = straight(0, 20, 90, 20);
  const before = documentOf(3, { shown: 2, strokes: [stroke(1), stroke(2, { points: line }), stroke(3)] });
  const pieces = rubbed([line], 2, { x: 30, y: 20, radius: 4, whole: false })!;
  const after = setCourses(before, new Map([['s2', pieces]]));
  expect(after.strokes.map(({ id }) => id)).toEqual(['s1', 'n1', 's2', 's3']);
  expect(visibleStrokes(after).map(({ id }) => id)).toEqual(['s1', 'n1', 's2']);
  // Radius 4 and half the ink's width of 2.
  expect(ends(after.strokes[1]!.points)).toEqual(near([0, 20, 25, 20]));
  expect(after.strokes[2]).toMatchObject({ width: 2, worth: null });
  expect(after.strokes[0]).toBe(before.strokes[0]);
  expect([after.levels.length, after.likeness]).toEqual([1, null]);
});

test('an eraser that goes on cuts the pieces that it left; all of them go where it takes the whole', () => {
  const line = straight(0, 20, 90, 20);
  const once = rubbed([line], 2, { x: 30, y: 20, radius: 4, whole: false })!;
  const twice = rubbed(once, 2, { x: 60, y: 20, radius: 4, whole: false })!;
  expect(twice.map(ends)).toEqual([near([0, 20, 25, 20]), near([35, 20, 55, 20]), near([65, 20, 90, 20])]);
  expect(rubbed(twice, 2, { x: 45, y: 20, radius: 4, whole: true })).toEqual([]);
  expect(rubbed(twice, 2, { x: 45, y: 26, radius: 4, whole: true })).toBeNull();
});
