/** Why strokes cannot be joined or split, and what is made of those that can. */

import { beforeEach, expect, test, vi } from 'vitest';
import type { LineamentDocument } from '../../renderer/document/document.ts';
import { documentOf, stroke } from '../document/documents.ts';

vi.mock('../../renderer/state/app.ts', () => ({
  app: {
    change: (_: string, change: (from: LineamentDocument) => LineamentDocument) =>
      useStore.setState({ document: change(useStore.getState().document!) }),
  },
}));

import { initialState, useStore } from '../../renderer/state/store.ts';
import { joinSelected, nudgeSelected, splitSelected, whyNotJoin, whyNotSplit } from '../../renderer/tools/selected.ts';

const long = stroke(3, { points: [0, 90, 10, 90, 20, 90, 30, 90, 40, 90, 50, 90, 60, 90] });
beforeEach(() => {
  const strokes = [stroke(1), stroke(2), long, stroke(4, { locked: true }), stroke(5, { hidden: true })];
  useStore.setState({ ...initialState, document: documentOf(5, { strokes, shown: 4 }) });
});
const select = (...selection: string[]) => useStore.setState({ selection });
const strokes = () => useStore.getState().document!.strokes;

test.each([
  [[], /^Select two strokes/],
  [['s1'], /^Select two strokes/],
  [['s1', 's2', 's3'], /two strokes are joined at a time/i],
  [['s1', 's4'], /locked stroke is not joined/],
  [['s1', 's5'], /have to be shown/],
])('what cannot be joined says why: %j', (selection, why) => {
  select(...selection);
  expect(whyNotJoin(useStore.getState())).toMatch(why);
});

test('joined strokes are one where the more important one stood, and keep its look', () => {
  select('s2', 's1');
  expect(whyNotJoin(useStore.getState())).toBeNull();
  joinSelected();
  expect(strokes().map(({ id }) => id)).toEqual(['s1', 's3', 's4', 's5']);
  expect(strokes()[0]!.points).toHaveLength(20);
  expect(useStore.getState().selection).toEqual(['s1']);
});

test('a stroke is split at an inner node that is chosen, and nowhere else', () => {
  const why = (node: number | null, stroke = 's3') => {
    useStore.setState({ selection: [stroke], node: node === null ? null : { stroke, node } });
    return whyNotSplit(useStore.getState());
  };
  expect(why(null)).toMatch(/^Choose the node/);
  expect(why(0)).toMatch(/^At its end/);
  expect(why(2)).toMatch(/^At its end/);
  expect(why(0, 's4')).toMatch(/locked/);
  expect(why(1)).toBeNull();
  splitSelected();
  expect(strokes().map(({ points }) => points.length)).toEqual([8, 8, 8, 8, 8, 8]);
  expect(useStore.getState().node).toBeNull();
});

test('a node that was chosen counts no more once another stroke is selected', () => {
  useStore.setState({ selection: ['s1'], node: { stroke: 's3', node: 1 } });
  expect(whyNotSplit(useStore.getState())).toMatch(/^Choose the node/);
});

test('a nudge leaves locked strokes where they are', () => {
  select('s1', 's4');
  nudgeSelected(2, 3);
  expect(strokes()[0]!.points.slice(0, 2)).toEqual([2, 13]);
  expect(strokes()[3]!.points).toEqual(stroke(4).points);
});
