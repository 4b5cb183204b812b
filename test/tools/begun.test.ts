/** What a person does to strokes after a sketch has begun and before its first event: the engine is told of it. */

import { beforeEach, expect, test, vi } from 'vitest';

const edits: unknown[] = [];
vi.mock('../../renderer/state/app.ts', async () => {
  const { useStore } = await import('../../renderer/state/store.ts');
  const change = (_: string, next: (document: unknown) => unknown) =>
    useStore.setState({ document: next(useStore.getState().document) as never });
  const gesture = (label: string) => {
    const { document } = useStore.getState();
    const back = () => useStore.setState({ document });
    return {
      preview(next: (from: unknown) => unknown) {
        back();
        change(label, next);
      },
      end: () => {},
      cancel: back,
    };
  };
  return { app: { change, gesture, editRunning: (edit: unknown) => edits.push(edit) } };
});

import { run } from '../../renderer/commands/table.ts';
import { hide } from '../../renderer/document/edits.ts';
import { initialState, type Job, useStore } from '../../renderer/state/store.ts';
import { tellBegun } from '../../renderer/tools/begun.ts';
import { copies } from '../../renderer/tools/copies.ts';
import { changeStyle, restyling } from '../../renderer/tools/restyle.ts';
import { documentOf, stroke } from '../document/documents.ts';

const RED = '#b3402c';
const look = { width: 2, color: '#000000', opacity: 1 };
const strokes = () => useStore.getState().document!.strokes;

/** A sketch of s1 to s3 has begun, with those of them that stay, and has shown nothing. */
beforeEach(() => {
  edits.length = 0;
  useStore.setState({ ...initialState, document: documentOf(3) });
  begin();
});

function begin(...given: string[]): void {
  useStore.setState({ job: { id: 1, latest: null, tries: [], given: new Set(given) } as unknown as Job });
}

test('a duplicate is a stroke more of the sketch, under the name that it has in the document', () => {
  useStore.setState({ selection: ['s2'] });
  run('edit.duplicate');
  const [copy] = strokes().filter(({ id }) => id === 'n1');
  expect(edits).toEqual([
    { kind: 'add', id: 'n1', points: copy!.points },
    { kind: 'style', id: 'n1', ...look },
  ]);
  expect(copy!.points).toEqual(stroke(2).points.map((value) => value + 10));
});

test('a copy that was dragged is told of where it was let go, once; one that was given up never', () => {
  const held = copies('Copy stroke', ['s1']);
  held.preview(5, 5);
  held.preview(7, 0);
  held.end();
  expect(edits[0]).toEqual({ kind: 'add', id: 'n1', points: stroke(1).points.map((v, i) => (i % 2 ? v : v + 7)) });
  expect(edits).toHaveLength(2);
  const dropped = copies('Copy stroke', ['s1']);
  dropped.preview(5, 5);
  dropped.cancel();
  expect(edits).toHaveLength(2);
  // Names that the engine has heard are not given again, whatever the document says.
  useStore.setState({ document: documentOf(3) });
  const again = copies('Copy stroke', ['s1']);
  again.preview(1, 1);
  again.end();
  expect(edits[2]).not.toMatchObject({ id: 'n1' });
});

test('a stroke that was to go and is restyled stays, where it is and as it looks now', () => {
  changeStyle('Colour', ['s1'], { color: RED });
  expect(edits).toEqual([
    { kind: 'move', id: 's1', points: stroke(1).points },
    { kind: 'style', id: 's1', ...look, color: RED },
  ]);
});

test('of a stroke that the engine was given only what was changed is told', () => {
  begin('s1');
  changeStyle('Colour', ['s1'], { color: RED });
  expect(edits).toEqual([{ kind: 'style', id: 's1', color: RED }]);
});

test('a slider tells once, at its end, and nothing where it came back to where it began', () => {
  const held = restyling('Line width', ['s1', 's2']);
  held.preview({ width: 5 });
  held.preview({ width: 9 });
  expect(edits).toEqual([]);
  held.end();
  expect(edits.filter((edit) => (edit as { kind: string }).kind === 'style')).toEqual([
    { kind: 'style', id: 's1', ...look, width: 9 },
    { kind: 'style', id: 's2', ...look, width: 9 },
  ]);
  edits.length = 0;
  const idle = restyling('Line width', ['s3']);
  idle.preview({ width: 2 });
  idle.end();
  expect(edits).toEqual([]);
});

test('what is hidden is not drawn by being restyled, and without a sketch nobody is told', () => {
  useStore.setState({ document: hide(documentOf(3), ['s1'], true) });
  changeStyle('Colour', ['s1'], { color: RED });
  useStore.setState({ job: null });
  changeStyle('Colour', ['s2'], { color: RED });
  expect(edits).toEqual([]);
});

test('another document that came meanwhile is no change of this one', () => {
  const before = useStore.getState().document;
  useStore.setState({ document: documentOf(4, { photo: { ...before!.photo } }) });
  tellBegun(before);
  expect(edits).toEqual([]);
});
