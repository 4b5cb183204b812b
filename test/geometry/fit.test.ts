import { expect, test } from 'vitest';
import { pointAt } from '../../main/strokes/bezier.ts';
import { curveCount } from '../../renderer/geometry/chain.ts';
import { fitChain, fitTolerance } from '../../renderer/geometry/fit.ts';
import { nearestPoint } from '../../renderer/geometry/hit.ts';
import { nodesOf } from '../../renderer/geometry/nodes.ts';
import { numbers } from '../document/documents.ts';

/** How far the chain leaves the points, at most. */
const farthest = (points: readonly number[], drawn: readonly number[]): number => {
  let worst = 0;
  for (let i = 0; i < drawn.length; i += 2)
    worst = Math.max(worst, nearestPoint(points, drawn[i]!, drawn[i + 1]!).distance);
  return worst;
};
const along = (count: number, at: (t: number) => readonly [number, number]): number[] =>
  Array.from({ length: count }, (_, i) => at(i / (count - 1))).flat();

test('what was drawn on a cubic becomes one cubic, within the tolerance', () => {
  const cubic = [10, 10, 40, 90, 120, 80, 160, 20];
  const drawn = along(80, (t) => pointAt(cubic, t));
  const fitted = fitChain(drawn, 0.5);
  expect(curveCount(fitted)).toBe(1);
  expect(farthest(fitted, drawn)).toBeLessThanOrEqual(0.5);
});

test('a circle takes few curves, joined smoothly, and more when it is to be exact', () => {
  const drawn = along(200, (t) => [100 + 80 * Math.cos(2 * Math.PI * t), 100 + 80 * Math.sin(2 * Math.PI * t)]);
  const [loose, exact] = [fitChain(drawn, 3), fitChain(drawn, 0.1)];
  expect(curveCount(loose)).toBeLessThanOrEqual(4);
  expect(curveCount(exact)).toBeGreaterThan(curveCount(loose));
  expect(curveCount(exact)).toBeLessThanOrEqual(16);
  expect([farthest(loose, drawn) <= 3, farthest(exact, drawn) <= 0.1]).toEqual([true, true]);
  for (const { kind } of nodesOf(exact).slice(1, -1)) expect(kind).not.toBe('corner');
});

test('a trembling hand is smoothed, and the ends stay where the pen was', () => {
  const random = numbers(5);
  const drawn = along(150, (t) => [300 * t + random() - 0.5, 60 * Math.sin(4 * t) + random() - 0.5]);
  const fitted = fitChain(drawn, 2);
  expect(curveCount(fitted)).toBeLessThanOrEqual(3);
  expect(farthest(fitted, drawn)).toBeLessThanOrEqual(2);
  expect([...fitted.slice(0, 2), ...fitted.slice(-2)]).toEqual([...drawn.slice(0, 2), ...drawn.slice(-2)]);
});

test('a sharp turn stays a corner, at the very point', () => {
  const drawn = [...along(50, (t) => [100 * t, 0]), ...along(50, (t) => [100 - 60 * t, 90 * t]).slice(2)];
  const fitted = fitChain(drawn, 2);
  expect(curveCount(fitted)).toBe(2);
  const [, corner] = nodesOf(fitted);
  expect(corner!.kind).toBe('corner');
  expect(corner!.at).toEqual([100, 0]);
});

test.each([
  ['a dot', [5, 6]],
  ['a dot that was held', [5, 6, 5, 6, 5, 6]],
  ['two points', [0, 0, 10, 5]],
  ['there and back', [0, 0, 50, 0, 100, 0, 50, 0, 0, 0]],
  ['a jump', [0, 0, 1, 0, 900, 700, 900, 701]],
])('%s makes a chain of finite numbers from its first point to its last', (_, drawn) => {
  const fitted = fitChain(drawn, 1);
  expect(fitted.length % 6).toBe(2);
  expect(fitted.every(Number.isFinite)).toBe(true);
  expect([...fitted.slice(0, 2), ...fitted.slice(-2)]).toEqual([...drawn.slice(0, 2), ...drawn.slice(-2)]);
  expect(farthest(fitted, drawn)).toBeLessThanOrEqual(1);
});

test('any scribble is followed within the tolerance', () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = numbers(seed);
    let [x, y] = [0, 0];
    const drawn = along(120, () => [(x += 8 * random() - 4), (y += 8 * random() - 4)]);
    const fitted = fitChain(drawn, 1.5);
    expect(farthest(fitted, drawn)).toBeLessThanOrEqual(1.5 + 1e-9);
  }
});

test('smoothness goes from half a screen px to twelve, whatever the zoom', () => {
  expect([0, 100, 250].map((smoothness) => fitTolerance(smoothness, 1))).toEqual([0.5, 12, 12]);
  expect(fitTolerance(0, 0.25)).toBe(0.125);
  expect(() => fitChain([], 1)).toThrow(/at least one point/);
});
