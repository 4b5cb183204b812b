import { expect, test } from 'vitest';
import { chainPoint, splitCurve } from '../../renderer/geometry/chain.ts';
import * as nodes from '../../renderer/geometry/nodes.ts';

const curve = [0, 0, 10, 40, 60, -30, 80, 20];
const near = (points: readonly number[], digits = 6): unknown[] => points.map((value) => expect.closeTo(value, digits));
/** Two curves that meet at (30, 0) with these handles. */
const meeting = (inX: number, inY: number, outX: number, outY: number): number[] => [
  ...[0, 0, 5, 20, inX, inY, 30, 0],
  ...[outX, outY, 55, 20, 60, 0],
];

test.each([
  ['symmetric', meeting(20, 0, 40, 0)],
  ['smooth', meeting(20, 0, 45, 0)],
  ['corner', meeting(20, 0, 40, 6)],
  ['corner', meeting(30, 0, 40, 0)],
  // Both handles on one side: a fold, not a smooth node.
  ['corner', meeting(40, 0, 45, 0)],
] as const)('%s is seen in the handles', (kind, points) => {
  expect(nodes.nodesOf(points).map((node) => node.kind)).toEqual(['corner', kind, 'corner']);
  expect(nodes.pointsOf(nodes.nodesOf(points))).toEqual(points);
});

test.each([0.1, 0.37, 0.5, 0.93])(
  'a node put in at %d changes no point of the line, and taken out leaves none behind',
  (t) => {
    const chain = nodes.insertNode(curve, 0, t);
    expect(chain).toHaveLength(14);
    expect(nodes.nodesOf(chain)[1]!.kind).not.toBe('corner');
    expect(chainPoint(chain, 0, 0.5)).toEqual(near(chainPoint(curve, 0, t / 2), 9));
    expect(nodes.deleteNode(chain, 1)).toEqual(near(curve));
  },
);

test('nodes go in and out of the middle of a chain, its other curves untouched', () => {
  const chain = [...curve, 90, 40, 95, 50, 120, 50, 130, 50, 140, 60, 150, 80];
  const more = nodes.insertNode(chain, 1, 0.25);
  expect([more.slice(0, 8), more.slice(-8)]).toEqual([chain.slice(0, 8), chain.slice(-8)]);
  expect(nodes.deleteNode(more, 2)).toEqual(near(chain));
  expect(nodes.deleteNode(chain, 0)).toEqual(chain.slice(6));
  expect(nodes.deleteNode(chain, 3)).toEqual(chain.slice(0, -6));
  expect(nodes.deleteNode(curve, 0)).toBeNull();
});

test('a corner that is taken out leaves a curve between its neighbours that holds their directions', () => {
  const chain = [0, 0, 0, 10, 0, 20, 0, 30, 10, 30, 20, 30, 30, 30];
  const one = nodes.deleteNode(chain, 1)!;
  expect([one.slice(0, 2), one.slice(-2)]).toEqual([
    [0, 0],
    [30, 30],
  ]);
  expect([one[2], one[5]]).toEqual(near([0, 30]));
  expect(one[3]).toBeGreaterThan(10);
});

test('a node takes its handles with it', () => {
  expect(nodes.moveNode(meeting(20, 0, 40, 0), 1, 1, 2)).toEqual([0, 0, 5, 20, 21, 2, 31, 2, 41, 2, 55, 20, 60, 0]);
  expect(nodes.moveNode(curve, 0, 1, 2)).toEqual([1, 2, 11, 42, 60, -30, 80, 20]);
});

test('the handle across is mirrored, turned or left, as the kind wants', () => {
  const across = (points: number[], kind?: nodes.NodeKind): number[] =>
    nodes.moveHandle(points, 1, 'out', 30, 20, kind).slice(4, 10);
  expect(across(meeting(20, 0, 40, 0))).toEqual([30, -20, 30, 0, 30, 20]);
  expect(across(meeting(20, 0, 45, 0))).toEqual([30, -10, 30, 0, 30, 20]);
  expect(across(meeting(20, 5, 45, 0))).toEqual([20, 5, 30, 0, 30, 20]);
  // Alt: held as a corner, whatever it looks like.
  expect(across(meeting(20, 0, 40, 0), 'corner')).toEqual([20, 0, 30, 0, 30, 20]);
  expect(nodes.moveHandle(curve, 0, 'out', 1, 1).slice(2, 4)).toEqual([1, 1]);
});

test('a kind that is set is then seen, round and round', () => {
  let points = meeting(22, 9, 47, -3);
  for (const kind of ['smooth', 'symmetric', 'corner', 'smooth', 'corner', 'symmetric'] as const) {
    points = nodes.setKind(points, 1, kind);
    expect(nodes.nodesOf(points)[1]!.kind === kind || kind === 'smooth').toBe(true);
    expect(points.slice(6, 8)).toEqual([30, 0]);
  }
  // Bisected: handles at right angles come into line half way.
  const bisected = nodes.setKind(meeting(20, 0, 30, 10), 1, 'smooth');
  expect(bisected.slice(4, 6)).toEqual(near([30 - Math.SQRT1_2 * 10, -Math.SQRT1_2 * 10]));
  expect(nodes.setKind(curve, 0, 'smooth')).toEqual(curve);
});

test.each([0.25, 0.5, 0.8])('bent at %d, the curve goes where the pointer goes, and no other change were less', (t) => {
  const bent = nodes.bendCurve(curve, 0, t, 7, -4);
  const [x, y] = chainPoint(curve, 0, t);
  expect(chainPoint(bent, 0, t)).toEqual(near([x + 7, y - 4], 9));
  expect([bent.slice(0, 2), bent.slice(6)]).toEqual([curve.slice(0, 2), curve.slice(6)]);
  // Least: the handles move in the ratio of their weights.
  expect((bent[2]! - curve[2]!) / (bent[4]! - curve[4]!)).toBeCloseTo((1 - t) / t, 9);
});

test('bending one curve of a smooth chain keeps it smooth', () => {
  const [a, b] = splitCurve(curve, 0.5);
  const bent = nodes.bendCurve([...a, ...b.slice(2)], 1, 0.5, 6, 9);
  expect(nodes.nodesOf(bent)[1]!.kind).toBe('symmetric');
  expect(bent.slice(0, 4)).toEqual(a.slice(0, 4));
});
