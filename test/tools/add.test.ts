/** Where a drawn line goes: into the document as strokes that it can hold, or to a sketch that has shown its first. */

import { beforeEach, expect, test, vi } from 'vitest';

const edits: unknown[] = [];
vi.mock('../../renderer/state/app.ts', async () => {
  const { useStore } = await import('../../renderer/state/store.ts');
  const change = (_: string, next: (document: unknown) => unknown) =>
    useStore.setState({ document: next(useStore.getState().document) as never });
  return { app: { change, stepRunning: (_: string, list: unknown[]) => edits.push(...list) } };
});

import { initialState, type Job, useStore } from '../../renderer/state/store.ts';
import { addLine } from '../../renderer/tools/add.ts';
import { documentOf } from '../document/documents.ts';

/** A level line of so many curves. */
const line = (curves: number) => Array.from({ length: 2 + 6 * curves }, (_, i) => (i % 2 ? 10 : i / 2));
const added = () => useStore.getState().document!.strokes.slice(2);

beforeEach(() => {
  edits.length = 0;
  useStore.setState({ ...initialState, document: documentOf(2) });
});

test('a line of more curves than a stroke may have becomes several, end to end', () => {
  addLine('Draw stroke', line(450));
  expect(added().map(({ points }) => (points.length - 2) / 6)).toEqual([201, 201, 48]);
  const [first, second] = added();
  expect(second!.points.slice(0, 2)).toEqual(first!.points.slice(-2));
  expect(added().flatMap(({ points }, k) => points.slice(k ? 2 : 0))).toEqual(line(450));
  expect(useStore.getState().selection).toEqual(['n1', 'n2', 'n3']);
  expect(edits).toEqual([]);
});

test('a line is a stroke more of a sketch that has shown something, and of the document before that', () => {
  const job = { id: 1, latest: null, tries: [] };
  useStore.setState({ job: job as unknown as Job });
  addLine('Draw stroke', line(1));
  expect([added().length, edits]).toEqual([1, []]);
  useStore.setState({ job: { ...job, latest: { strokes: [] } } as unknown as Job, nextColor: '#b3402c' });
  addLine('Draw stroke', line(1));
  expect(added()).toHaveLength(1);
  expect(edits).toEqual([
    { kind: 'add', id: 'n2', points: line(1) },
    { kind: 'style', id: 'n2', color: '#b3402c' },
  ]);
});
