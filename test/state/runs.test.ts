/** Sketches that end as nobody wished: what was drawn by then, and by whom, is kept, and can be gone on with. */

import { beforeEach, expect, test } from 'vitest';
import type { LiveStroke } from '../../main/contract.ts';
import { ConnectionLost } from '../../main/rpc.ts';
import { hide, lock, reorder } from '../../renderer/document/edits.ts';
import type { Desk } from '../../renderer/state/desk.ts';
import type { Runs } from '../../renderer/state/runs.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';
import { stroke } from '../document/documents.ts';
import { type Asked, BY, runsOnDesk } from './runs-on-desk.ts';

const live = (number: number): LiveStroke => {
  const { id, points, width, color, opacity } = stroke(number);
  return { id, points, width, color, opacity, pinned: false };
};
const elsewhere = [1, 1, 2, 2, 3, 3, 4, 4];

let asked: Asked[];
let runs: Runs;
let desk: Desk;
let open: (count: number) => Promise<void>;

beforeEach(() => {
  useStore.setState(initialState, true);
  ({ asked, runs, desk, open } = runsOnDesk());
});

const ids = () => useStore.getState().document!.strokes.map(({ id }) => id);
const fault = () => useStore.getState().fault;
const goOn = expect.objectContaining({ command: 'engine.goOn' });

test('an engine that fails in the middle leaves what it drew as a step, says why, and can be gone on with', async () => {
  await open(0);
  const run = runs.sketch();
  asked[0]!.show([live(7), live(8)], BY);
  asked[0]!.fail(new Error('The device is out of memory'));
  await run;
  expect(ids()).toEqual(['s7', 's8']);
  expect(useStore.getState()).toMatchObject({ job: null, undoable: 'Sketch, 2 strokes' });
  expect(fault()!.text).toMatch(/^The device is out of memory\. What was drawn so far is kept/);
  expect(fault()!.actions).toContainEqual(goOn);

  const on = runs.goOn();
  expect(fault()).toBeNull();
  const { input } = asked[1]!;
  // As many strokes as were asked for, beginning with those that are there.
  expect(input.from!.map(({ id }) => id)).toEqual(['s7', 's8']);
  expect(input.settings.strokes).toBe(initialState.settings.strokes);
  expect(input.keep).toEqual([]);
  asked[1]!.fail(new Error('Again.'));
  await on;
  expect(ids()).toEqual(['s7', 's8']);
});

test('an engine that dies in the middle of more strokes leaves those, and goes on with them alone', async () => {
  await open(2);
  const run = runs.drawMore(4);
  asked[0]!.show([live(9)], BY);
  asked[0]!.fail(new ConnectionLost('It died.'));
  await run;
  expect(ids()).toEqual(['s1', 's2', 's9']);
  expect(fault()).toMatchObject({ text: expect.stringMatching(/^The sketching process stopped\. What was drawn/) });
  void runs.goOn();
  expect(asked[1]!.input.keep.map(({ id }) => id)).toEqual(['s1', 's2']);
  expect(asked[1]!.input.from!.map(({ id }) => id)).toEqual(['s9']);
  expect(asked[1]!.input.settings.strokes).toBe(4);
});

test('contours that nobody drew or touched take no drawing’s place: the run begins anew', async () => {
  await open(2);
  const run = runs.sketch();
  asked[0]!.show([live(9)], null);
  asked[0]!.fail(new Error('The model is not here.'));
  await run;
  expect(ids()).toEqual(['s1', 's2']);
  expect(fault()).toMatchObject({ text: 'The model is not here.', actions: [{ command: 'fault.dismiss' }] });
  const again = runs.sketch();
  asked[1]!.show([live(9)], null);
  asked[1]!.fail(new ConnectionLost('It died.'));
  await again;
  expect(ids()).toEqual(['s1', 's2']);
  expect(fault()).toMatchObject({ text: 'The sketching process stopped. Your drawing is safe.' });
  void runs.goOn();
  expect(asked[2]!.input.from).toEqual([]);
});

test('what a hand did to contours is kept, also what no event has shown yet', async () => {
  await open(0);
  const run = runs.sketch();
  asked[0]!.show([live(7), live(8), live(9)], null);
  runs.edit({ kind: 'move', id: 's7', points: elsewhere });
  runs.edit({ kind: 'delete', id: 's8' });
  runs.edit({ kind: 'add', id: 'n1', points: elsewhere });
  runs.edit({ kind: 'style', id: 'n1', color: '#b3402c' });
  runs.edit({ kind: 'move', id: 's9', points: elsewhere });
  runs.edit({ kind: 'unpin', id: 's9' });
  asked[0]!.fail(new Error('The model is not here.'));
  await run;
  const { strokes } = useStore.getState().document!;
  expect(strokes.map(({ id, points, color }) => ({ id, points, color }))).toEqual([
    { id: 's7', points: elsewhere, color: '#000000' },
    { id: 's9', points: stroke(9).points, color: '#000000' },
    { id: 'n1', points: elsewhere, color: '#b3402c' },
  ]);
  expect(fault()!.actions).toContainEqual(goOn);
});

test('a hand’s work on a drawing that is gone on from stays, though it is stopped before the first step', async () => {
  await open(2);
  const run = runs.goOnDrawing();
  asked[0]!.show([live(1), live(2)], null);
  runs.edit({ kind: 'move', id: 's1', points: elsewhere });
  const strokes = [stroke(1, { points: elsewhere }), stroke(2)];
  const rest = { levels: [], tries: [], seed: 0, likeness: 0, by: null, stopped: true, seconds: 1, notes: [] };
  asked[0]!.end({ width: 400, height: 300, strokes, ...rest });
  await run;
  expect(useStore.getState().document!.strokes[0]!.points).toEqual(elsewhere);

  // Nothing was touched: nothing has changed, and there is no step.
  const idle = runs.goOnDrawing();
  asked[1]!.show([live(1), live(2)], null);
  asked[1]!.end({ width: 400, height: 300, strokes: [stroke(2)], ...rest });
  await idle;
  expect(ids()).toEqual(['s1', 's2']);
  expect(useStore.getState().notice).toBe('Stopped before the first stroke.');
});

test('strokes that stay are locked, hidden and in order as they were meanwhile, and no stroke is there twice', async () => {
  await open(3);
  const run = runs.drawMore(4);
  desk.change('Lock stroke', (document) => lock(document, ['s1'], true));
  desk.change('Hide stroke', (document) => hide(document, ['s2'], true));
  desk.change('Bring forward', (document) => reorder(document, ['s1'], 'forward'));
  const strokes = [stroke(1), stroke(2), stroke(3), stroke(9)];
  const tries = [{ seed: 0, likeness: 50, strokes }];
  const rest = { levels: [], seed: 0, likeness: 50, by: BY, stopped: false, seconds: 1, notes: [] };
  asked[0]!.end({ width: 400, height: 300, strokes, tries, ...rest });
  await run;
  const { document } = useStore.getState();
  for (const drawn of [document!.strokes, document!.tries[0]!.strokes])
    expect(drawn.map(({ id, locked, hidden }) => [id, locked, hidden])).toEqual([
      ['s2', false, true],
      ['s1', true, false],
      ['s3', false, false],
      ['s9', false, false],
    ]);
});

test('what a hand does to a running sketch is undone and done again one by one; its result is one step, and undone whole', async () => {
  await open(2);
  desk.change('Hide stroke', (document) => hide(document, ['s1'], true));
  const run = runs.sketch();
  asked[0]!.show([live(7), live(8)], BY);
  const steps = () => {
    const { undoable, redoable } = useStore.getState();
    return [undoable, redoable];
  };
  // What lies before the sketch is hidden by it.
  expect(steps()).toEqual([null, null]);
  desk.undo();
  expect(useStore.getState().document!.strokes[0]!.hidden).toBe(true);

  const shown = useStore.getState().job!.latest!.strokes;
  runs.step('Move stroke', [{ kind: 'move', id: 's7', points: elsewhere }], shown);
  useStore.setState({ selection: ['s7'] });
  runs.step('Delete stroke', [{ kind: 'delete', id: 's8' }], shown);
  expect(useStore.getState().selection).toEqual(['s7']);
  expect(steps()).toEqual(['Delete stroke', null]);
  asked[0]!.edits.length = 0;
  desk.undo();
  expect(asked[0]!.edits.map(({ kind }) => kind)).toEqual(['add', 'style', 'unpin']);
  desk.undo();
  expect(asked[0]!.edits.slice(3)).toEqual([
    { kind: 'move', id: 's7', points: stroke(7).points },
    { kind: 'unpin', id: 's7' },
  ]);
  expect(steps()).toEqual([null, 'Move stroke']);
  desk.redo();
  expect(asked[0]!.edits.at(-1)).toEqual({ kind: 'move', id: 's7', points: elsewhere });
  // At once, whatever the engine's last event says.
  expect(useStore.getState().job!.latest!.strokes[0]).toMatchObject({ points: elsewhere, pinned: true });

  const strokes = [stroke(7, { points: elsewhere }), stroke(8)];
  const rest = { levels: [], tries: [], seed: 0, likeness: 50, by: BY, stopped: false, seconds: 1, notes: [] };
  asked[0]!.end({ width: 400, height: 300, strokes, ...rest });
  await run;
  expect(useStore.getState().steps.map(({ label }) => label)).toEqual(['Open', 'Hide stroke', 'Sketch, 2 strokes']);
  expect(useStore.getState().selection).toEqual(['s7']);
  desk.undo();
  expect(ids()).toEqual(['s1', 's2']);
  expect(steps()).toEqual(['Hide stroke', 'Sketch, 2 strokes']);
});

test('a stroke that stays is deleted and brought back where it was, though no event speaks of it', async () => {
  await open(2);
  const run = runs.drawMore(1);
  asked[0]!.show([live(9)], BY);
  const onSheet = () => useStore.getState().job!.latest!.strokes.map(({ id, pinned }) => [id, pinned]);
  runs.step('Delete stroke', [{ kind: 'delete', id: 's1' }], useStore.getState().job!.latest!.strokes);
  asked[0]!.show([live(9)], BY);
  expect(onSheet()).toEqual([
    ['s2', false],
    ['s9', false],
  ]);
  desk.undo();
  asked[0]!.show([live(9)], BY);
  expect(onSheet()).toEqual([
    ['s2', false],
    ['s1', false],
    ['s9', false],
  ]);
  asked[0]!.fail(new ConnectionLost('It died.'));
  await run;
  expect(ids()).toContain('s1');
});
