import { expect, test } from 'vitest';
import { chainLength } from '../../main/strokes/bezier.ts';
import { strokeWords } from '../../renderer/panels/words.ts';

/** A half circle over 300 × 300, from its left end over the top to its right, round (x, y). */
const arch = (x: number, y: number, r: number) => [x - r, y, x - r, y - 1.33 * r, x + r, y - 1.33 * r, x + r, y];
const line = (x0: number, y0: number, x1: number, y1: number) => [
  ...[x0, y0, x0 + (x1 - x0) / 3, y0 + (y1 - y0) / 3],
  ...[x1 - (x1 - x0) / 3, y1 - (y1 - y0) / 3, x1, y1],
];

test.each([
  ['Arc, upper left', arch(75, 110, 40)],
  ['Hook, right', arch(260, 155, 9)],
  ['Line, bottom', line(100, 280, 200, 280)],
  ['Line, centre', line(100, 100, 200, 200)],
  ['Short, lower right', line(200, 200, 212, 212)],
  ['Dot, top right', line(290, 10, 290.5, 10)],
  ['Wave, left', [10, 150, 40, 60, 70, 240, 100, 150]],
  ['Loop, centre', [150, 180, 60, 90, 240, 90, 152, 180]],
  ['Long, centre', [20, 150, 100, 110, 200, 110, 280, 150]],
])('%s', (words, points) => {
  expect(strokeWords(points, 300, 300)).toBe(words);
});

test('the place goes by the photo, not by its pixels', () => {
  const points = arch(75, 110, 40);
  const twice = points.map((value) => 2 * value);
  expect(strokeWords(twice, 600, 600)).toBe(strokeWords(points, 300, 300));
  expect(strokeWords(points, 100, 300)).toMatch(/, upper right$/);
});

test('a chain is as long as its curves', () => {
  const chain = [...line(0, 0, 30, 0), ...line(30, 0, 30, 40).slice(2)];
  expect(chainLength(chain)).toBeCloseTo(70, 6);
  expect(strokeWords(chain.toSpliced(0, 8, ...line(0, 0, 0, 0)), 300, 300)).toMatch(/, top left$/);
});
