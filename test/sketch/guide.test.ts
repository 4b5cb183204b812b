/** What depth and parts do to where strokes begin and how bold they are, on maps small enough to be known by heart. */

import { expect, test } from 'vitest';
import {
  boldness,
  depthBreaks,
  type Guide,
  meanAlong,
  nearnessWithin,
  stageParts,
  wantedByDepth,
} from '../../main/sketch/guide.ts';

const SIDE = 64;
const map = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) => value((i % SIDE) / SIDE, Math.floor(i / SIDE) / SIDE));
const everywhere = map(() => 1);
/** The left half lies near, the right half far. */
const halves = map((x) => (x < 0.5 ? 0.8 : 0.3));
const by = (...uses: string[]) => ({
  width: uses.includes('width'),
  order: uses.includes('order'),
  outline: uses.includes('outline'),
});
const guide = (near: Float32Array, ...uses: string[]): Guide => ({ near, by: by(...uses), parts: [] });
const LEFT = [0.1, 0.1, 0.1, 0.3, 0.1, 0.5, 0.1, 0.7];
const RIGHT = [0.9, 0.1, 0.9, 0.3, 0.9, 0.5, 0.9, 0.7];

test('what is drawn spans near and far, and what is not drawn has no say in it', () => {
  const inside = map((x) => (x < 0.75 ? 1 : 0));
  const depth = map((x) => (x < 0.25 ? 0.6 : x < 0.75 ? 0.4 : 0));
  const near = nearnessWithin(depth, inside);
  expect(near[0]).toBe(1);
  expect(near[SIDE / 2]).toBe(0);
  expect(
    nearnessWithin(
      depth,
      map(() => 0),
    ).every((value) => value === 0.5),
  ).toBe(true);
});

test('a flat thing stays flat: differences of a few hundredths are not blown up', () => {
  const near = nearnessWithin(
    map((x) => 0.5 + 0.02 * x),
    everywhere,
  );
  expect(Math.max(...near) - Math.min(...near)).toBeLessThan(0.2);
});

test('near lines are bolder than far ones, and as they were where depth is not asked', () => {
  const near = nearnessWithin(halves, everywhere);
  expect(meanAlong(near, LEFT)).toBe(1);
  expect(meanAlong(near, RIGHT)).toBe(0);
  expect(boldness(guide(near, 'width'), LEFT)).toBeCloseTo(1.6);
  expect(boldness(guide(near, 'width'), RIGHT)).toBeCloseTo(0.5);
  expect(boldness(guide(near, 'order'), LEFT)).toBe(1);
  expect(boldness(null, LEFT)).toBe(1);
});

test('points beyond the frame are as near as its rim', () => {
  expect(meanAlong(halves, [-3, -3, 5, 5])).toBeCloseTo((0.8 + 0.3) / 2);
});

test('near things are wanted first, breaks of depth before what lies within', () => {
  const near = nearnessWithin(halves, everywhere);
  const first = wantedByDepth(everywhere, guide(near, 'order'));
  expect(first[0]! / first[SIDE - 1]!).toBeGreaterThan(5);
  const breaks = depthBreaks(near);
  const row = SIDE * (SIDE / 2);
  expect(breaks[row + SIDE / 2]).toBe(1);
  expect(breaks[row + SIDE / 8]).toBeLessThan(0.01);
  const outline = wantedByDepth(everywhere, guide(near, 'outline'));
  expect(outline[row + SIDE / 2]! / outline[row + SIDE / 8]!).toBeGreaterThan(5);
  expect(wantedByDepth(everywhere, guide(near, 'width'))).toBe(everywhere);
});

test('each part has its share of every stage, and the rest is drawn outside all of them', () => {
  const parts = [
    { where: map((x) => (x < 0.5 ? 1 : 0)), strokes: 8 },
    { where: map((_, y) => (y < 0.5 ? 1 : 0)), strokes: 4 },
  ];
  expect(stageParts(parts, 4, 16).map(({ strokes }) => strokes)).toEqual([2, 1, 1]);
  expect(stageParts(parts, 16, 16).map(({ strokes }) => strokes)).toEqual([8, 4, 4]);
  for (let total = 1; total <= 16; total++)
    expect(stageParts(parts, total, 16).reduce((sum, { strokes }) => sum + strokes, 0)).toBe(total);
  const outside = stageParts(parts, 16, 16)[2]!.where!;
  expect([outside[0], outside[SIDE - 1], outside[SIDE * (SIDE - 1)], outside.at(-1)]).toEqual([0, 0, 0, 1]);
});

test('parts that ask for more than there is share what there is', () => {
  const where = everywhere;
  const parts = [
    { where, strokes: 30 },
    { where, strokes: 10 },
  ];
  expect(stageParts(parts, 8, 8).map(({ strokes }) => strokes)).toEqual([6, 2, 0]);
  expect(stageParts([], 8, 16)).toEqual([{ where: null, strokes: 8 }]);
});
