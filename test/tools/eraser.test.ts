/** The eraser as a sketch's first strokes come while it rubs: they are others than the document's, whatever they are called. */

import { beforeEach, expect, test, vi } from 'vitest';

const edits: unknown[] = [];
const gestures: string[] = [];
vi.mock('../../renderer/state/app.ts', async () => {
  const { useStore } = await import('../../renderer/state/store.ts');
  const change = (next: (document: unknown) => unknown) =>
    useStore.setState({ document: next(useStore.getState().document) as never });
  const gesture = (label: string) => ({ preview: change, cancel: () => {}, end: () => gestures.push(label) });
  return { app: { gesture, stepRunning: (_: string, list: unknown[]) => edits.push(...list) } };
});

import { initialState, type Job, useStore } from '../../renderer/state/store.ts';
import { eraserTool } from '../../renderer/tools/eraser.ts';
import type { Pointer } from '../../renderer/tools/tool.ts';
import { documentOf, stroke } from '../document/documents.ts';

const at = (x: number, y: number) => ({ x, y, pixel: 0.1, alt: true }) as Pointer;

beforeEach(() => {
  edits.length = gestures.length = 0;
  const job = { id: 1, latest: null, tries: [] } as unknown as Job;
  useStore.setState({ ...initialState, document: documentOf(2), job });
});

test('the document’s strokes end as a step, and the sketch loses those alone that were rubbed on it', () => {
  const eraser = eraserTool();
  eraser.down(at(5, 10));
  expect(useStore.getState().document!.strokes.map(({ id }) => id)).toEqual(['s2']);
  const strokes = [0, 4].map((number, i) => ({ ...stroke(number), id: `s${i + 1}`, pinned: false }));
  useStore.setState(({ job }) => ({ job: { ...job!, latest: { strokes } } as unknown as Job }));
  eraser.move!(at(5, 40));
  eraser.up!(at(5, 40));
  expect(gestures).toEqual(['Erase']);
  expect(edits).toEqual([{ kind: 'delete', id: 's2' }]);
});
