import { expect, test } from 'vitest';
import { pointAt } from '../../main/strokes/bezier.ts';
import { fromPolar, polar, snapDirection } from '../../renderer/geometry/angles.ts';
import {
  chainLength,
  joinChains,
  pieceOf,
  reversed,
  splitChain,
  splitCurve,
  straight,
} from '../../renderer/geometry/chain.ts';

const curve = [0, 0, 10, 40, 60, -30, 80, 20];

test('a piece of a curve is the curve, run through in its own time', () => {
  const piece = pieceOf(curve, 0.2, 0.7);
  for (const t of [0, 0.3, 0.5, 1]) {
    const [x, y] = pointAt(piece, t);
    const [wantedX, wantedY] = pointAt(curve, 0.2 + 0.5 * t);
    expect([x, y]).toEqual([expect.closeTo(wantedX, 10), expect.closeTo(wantedY, 10)]);
  }
  expect(pieceOf(curve, 0, 1)).toEqual(curve);
  expect(splitCurve([0, 0, 0, 0, 8, 8, 8, 8], 0.5)).toEqual([
    [0, 0, 0, 0, 2, 2, 4, 4],
    [4, 4, 6, 6, 8, 8, 8, 8],
  ]);
});

test('lengths add up, and a line from its other end is as long', () => {
  const [before, after] = splitCurve(curve, 0.4);
  const chain = [...before, ...after.slice(2)];
  expect(chainLength(chain)).toBeCloseTo(chainLength(curve), 1);
  expect(chainLength(reversed(chain))).toBeCloseTo(chainLength(chain), 9);
  expect(reversed(reversed(chain))).toEqual(chain);
  expect(splitChain(chain, 1)).toEqual([before, after]);
  expect([splitChain(chain, 0), splitChain(chain, 2)]).toEqual([null, null]);
});

test('joining puts the nearest ends together, whichever they are, and keeps the first one’s course', () => {
  const a = straight(0, 0, 30, 0);
  const b = straight(32, 0, 62, 0);
  const bridged = joinChains(a, b, 0.5);
  expect(bridged).toHaveLength(20);
  expect(bridged.slice(6, 8).concat(bridged.slice(12, 14))).toEqual([30, 0, 32, 0]);
  for (const [first, second] of [
    [a, b],
    [a, reversed(b)],
    [reversed(a), b],
    [reversed(a), reversed(b)],
  ] as const) {
    const joined = joinChains(first, second, 3);
    expect(joined).toHaveLength(14);
    expect(joined.slice(6, 8)).toEqual([31, 0]);
    const forwards = joined[0]! < joined.at(-2)!;
    expect(forwards).toBe(first[0]! < first.at(-2)!);
  }
});

test('angles: clockwise from the right, held to 15° by the nearest point of that direction', () => {
  expect(polar(1, 1, 1, 11)).toEqual({ length: 10, degrees: 90 });
  expect(polar(0, 0, -3, -3).degrees).toBeCloseTo(225, 12);
  expect(snapDirection(0, 0, 100, 8).point).toEqual([expect.closeTo(100, 9), 0]);
  expect(snapDirection(5, 5, 5.3, -40).point).toEqual([5, expect.closeTo(-40, 9)]);
  const [x, y] = snapDirection(0, 0, 10, 10.4).point;
  expect(y).toBeCloseTo(x, 12);
  expect(x).toBeCloseTo(10.2, 12);
  expect(polar(0, 0, ...snapDirection(0, 0, 9, 5).point).degrees).toBeCloseTo(30, 9);
  expect(fromPolar(2, 3, 5, 450)).toEqual([2, 8]);
  expect(snapDirection(3, 4, 3, 4).point).toEqual([3, 4]);
});

test('a tangent is kept to like a step, both ways, and wins where it is as near', () => {
  const directionOf = (degrees: number) => snapDirection(10, 20, ...fromPolar(10, 20, 50, degrees), [52]).degrees;
  // 52° lies between the steps of 45° and 60°.
  expect([47, 49, 55, 57].map(directionOf)).toEqual([45, 52, 52, 60]);
  expect([229, 234].map(directionOf)).toEqual([232, 232]);
  const { point } = snapDirection(10, 20, ...fromPolar(10, 20, 50, 233), [52]);
  expect(polar(10, 20, ...point).degrees).toBeCloseTo(232, 9);
  expect(snapDirection(0, 0, 50, 3, [7.5]).degrees).toBe(0);
});
