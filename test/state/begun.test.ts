/** What a person does to strokes after a sketch has begun and before its first event: the engine is told what came of it. */

import { beforeEach, expect, test } from 'vitest';
import type { LiveStroke } from '../../main/contract.ts';
import {
  addStroke,
  duplicate,
  hide,
  keepTry,
  lock,
  moveStrokes,
  remove,
  reorder,
  setStyle,
} from '../../renderer/document/edits.ts';
import type { Desk } from '../../renderer/state/desk.ts';
import type { Runs } from '../../renderer/state/runs.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';
import { stroke } from '../document/documents.ts';
import { type Asked, runsOnDesk } from './runs-on-desk.ts';

const RED = '#b3402c';
const look = { width: 2, color: '#000000', opacity: 1 };
const moved = stroke(1).points.map((value, i) => (i % 2 ? value : value + 7));
const live = (id: string): LiveStroke => ({ id, points: stroke(9).points, ...look, pinned: false });

let asked: Asked[];
let runs: Runs;
let desk: Desk;
let open: ReturnType<typeof runsOnDesk>['open'];

beforeEach(async () => {
  useStore.setState(initialState, true);
  ({ asked, runs, desk, open } = runsOnDesk());
  await open(3);
});

/** What the engine hears as it shows its first strokes. */
function told(...first: string[]) {
  expect(asked[0]!.edits).toEqual([]);
  asked[0]!.show(first.map(live), null);
  return asked[0]!.edits;
}
const shown = () => useStore.getState().job!.latest!.strokes.map(({ id }) => id);

test('a copy is a stroke more of the sketch, under the name that it has in the document, and seen at once', () => {
  void runs.sketch();
  desk.change('Duplicate stroke', (document) => duplicate(document, ['s1'], 7, 0).document);
  expect(told('contour-0')).toEqual([
    { kind: 'add', id: 'n1', points: moved },
    { kind: 'style', id: 'n1', ...look },
  ]);
  expect(shown()).toEqual(['contour-0', 'n1']);
});

test('a stroke that was to go and is changed stays, where it is and as it looks now; the others are not told', () => {
  void runs.sketch();
  desk.change('Colour', (document) => setStyle(document, ['s1'], { color: RED }));
  expect(told()).toEqual([
    { kind: 'move', id: 's1', points: stroke(1).points },
    { kind: 'style', id: 's1', ...look, color: RED },
  ]);
});

test('of a stroke that the engine was given only what was changed is told', () => {
  void runs.drawMore(4);
  desk.change('Colour', (document) => setStyle(document, ['s1'], { color: RED }));
  desk.change('Move stroke', (document) => moveStrokes(document, ['s1'], 7, 0));
  expect(told()).toEqual([
    { kind: 'move', id: 's1', points: moved },
    { kind: 'style', id: 's1', color: RED },
  ]);
});

test('of what was undone again nothing is told, and of what was done again all', () => {
  void runs.sketch();
  desk.change('Move stroke', (document) => moveStrokes(document, ['s1'], 7, 0));
  desk.change('Duplicate stroke', (document) => duplicate(document, ['s2'], 7, 0).document);
  desk.undo();
  desk.undo();
  desk.redo();
  expect(told()).toEqual([
    { kind: 'move', id: 's1', points: moved },
    { kind: 'style', id: 's1', ...look },
  ]);
});

test('what undoing brings back is replaced as all of the drawing is, but not by strokes that come beside it', async () => {
  desk.change('Delete stroke', (document) => remove(document, ['s1']));
  const run = runs.sketch();
  desk.undo();
  expect(told()).toEqual([]);
  asked[0]!.fail(new Error('Out of memory.'));
  await run;

  desk.redo();
  void runs.drawMore(4);
  desk.undo();
  asked[1]!.show([], null);
  // A stroke that is drawn may bear the name that it had.
  expect(asked[1]!.edits).toEqual([
    { kind: 'add', id: 'n1', points: stroke(1).points },
    { kind: 'style', id: 'n1', ...look },
  ]);
});

test('what redoing brings back was there before the sketch: it is replaced too', () => {
  desk.change('Duplicate stroke', (document) => duplicate(document, ['s2'], 7, 0).document);
  desk.undo();
  void runs.sketch();
  desk.redo();
  expect(useStore.getState().document!.strokes).toHaveLength(4);
  expect(told()).toEqual([]);
});

test('a try that is taken meanwhile is a drawing to be replaced, and no work of a hand', async () => {
  await open(3, { tries: [{ seed: 1, likeness: 9, strokes: [stroke(1, { points: moved }), stroke(8)] }] });
  void runs.sketch();
  desk.change('Keep try 1', (document) => keepTry(document, 1));
  expect(told()).toEqual([]);
});

test('only what the engine was given is deleted: a new stroke may bear the name of an old one', async () => {
  await open(2, { strokes: [stroke(1), stroke(2, { locked: true })] });
  void runs.sketch();
  desk.change('Delete strokes', (document) => remove(document, ['s1', 's2']));
  expect(told('s1')).toEqual([{ kind: 'delete', id: 's2' }]);
  expect(shown()).toEqual(['s1']);
});

test('what is hidden is not drawn, and what is locked is the document’s, by being changed', () => {
  void runs.sketch();
  desk.change('Colour', (document) => setStyle(document, ['s1', 's2'], { color: RED }));
  desk.change('Hide stroke', (document) => hide(document, ['s1'], true));
  desk.change('Lock stroke', (document) => lock(document, ['s2'], true));
  desk.change('Send backward', (document) => reorder(document, ['s3'], 'back'));
  expect(told()).toEqual([]);
});

test('a gesture that goes on as the first strokes come is told at its end, once, and one that is given up never', () => {
  void runs.drawMore(4);
  const held = desk.gesture('Move stroke');
  held.preview((document) => moveStrokes(document, ['s1'], 3, 0));
  expect(told('s9')).toEqual([]);
  held.preview((document) => moveStrokes(document, ['s1'], 7, 0));
  held.end();
  expect(asked[0]!.edits).toEqual([{ kind: 'move', id: 's1', points: moved }]);
  // Seen there though the engine has not spoken since.
  expect(useStore.getState().job!.latest!.strokes[0]!.points).toEqual(moved);
  desk.change('Rename', (document) => ({ ...document, name: 'Hen' }));
  expect(asked[0]!.edits).toHaveLength(1);
});

test('a gesture that is given up, or outlasts the sketch, tells nobody', async () => {
  const run = runs.drawMore(4);
  const held = desk.gesture('Move stroke');
  held.preview((document) => moveStrokes(document, ['s1'], 3, 0));
  asked[0]!.show([], null);
  asked[0]!.fail(new Error('Out of memory.'));
  await run;
  void runs.drawMore(4);
  held.end();
  expect([asked[0]!.edits, asked[1]!.edits]).toEqual([[], []]);
  const again = desk.gesture('Move stroke');
  asked[1]!.show([], null);
  again.preview((document) => moveStrokes(document, ['s2'], 3, 0));
  again.cancel();
  expect(asked[1]!.edits).toEqual([]);
});

test('who stops before the first strokes has told what was done, as contours may be on their way', () => {
  void runs.sketch();
  desk.change('Draw stroke', (document) => addStroke(document, stroke(1, { id: 'n1' })));
  runs.stop();
  expect(asked[0]!.edits[0]).toEqual({ kind: 'add', id: 'n1', points: stroke(1).points });
});
