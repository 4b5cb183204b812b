/** What a batch says and offers in each of its states: words, the slot, commands, and names of files. */

import { expect, test, vi } from 'vitest';

vi.mock('../../renderer/state/app.ts', () => ({ app: {} }));

import type { BatchItem } from '../../main/contract.ts';
import * as step from '../../renderer/batch/queue.ts';
import { distinctNames } from '../../renderer/batch/saving.ts';
import { type BatchState, newBatch } from '../../renderer/batch/state.ts';
import { doneWords, leftWords, overWords, photoWords, stateWords, timeWords } from '../../renderer/batch/words.ts';
import { slotOf } from '../../renderer/commands/slot.ts';
import { commandOf, commands } from '../../renderer/commands/table.ts';
import { DEFAULT_PAGE_SETTINGS, newDocument } from '../../renderer/document/document.ts';
import { type AppState, initialState } from '../../renderer/state/store.ts';

type ItemState = BatchItem['state'];

const items = (...states: ItemState[]): BatchItem[] =>
  states.map((state, i) => ({
    ...step.waitingItem(`${i}`, `${i}.jpg`, null),
    state,
    seconds: state === 'done' ? 4 : null,
  }));

const shown = (states: ItemState[], patch: Partial<BatchState> = {}, more: Partial<AppState> = {}): AppState => {
  const blank = newBatch(DEFAULT_PAGE_SETTINGS);
  const going = states.includes('running');
  return {
    ...initialState,
    ...more,
    batch: { ...blank, queue: { ...blank.queue, items: items(...states), going }, ...patch },
  };
};

test('the slot offers the next step of each state, and names only commands that can be done then', () => {
  const drawn: ItemState[] = ['done', 'done'];
  const cases: [AppState, string, string | undefined][] = [
    [shown(['waiting', 'waiting']), 'Start 2 photos', 'Cancel'],
    [shown(['waiting', 'cancelled']), 'Start 1 photo', 'Cancel'],
    [shown(['done', 'running', 'waiting']), 'Pause', 'Cancel all'],
    [shown(['done', 'waiting']), 'Go on', 'Cancel all'],
    [shown(drawn), 'Download 2 drawings', undefined],
    [shown(drawn, {}, { desktop: true }), 'Save 2 drawings…', undefined],
    [shown(drawn, { saved: { file: 'x' } }, { desktop: true }), 'Show in folder', undefined],
    [shown(['done', 'failed', 'failed']), 'Download 1', 'Retry 2'],
    [shown(['done', 'cancelled']), 'Download 1', 'Draw 1'],
    [shown(['failed']), 'Retry 1', undefined],
  ];
  for (const [state, primary, secondary] of cases) {
    const slot = slotOf(state);
    expect([slot.primary.label, slot.secondary?.label]).toEqual([primary, secondary]);
    for (const button of [slot.primary, slot.secondary])
      if (button)
        expect([button.command, commandOf(button.command)?.unavailable(state)]).toEqual([button.command, null]);
  }
});

test('over the document lies the batch: nothing is done to the one by a key while the other is shown', () => {
  const document = newDocument({ asset: 'a', name: 'a.jpg', width: 9, height: 9 });
  const open = { document, selection: ['a'], undoable: 'x', redoable: 'x' };
  const behind = shown(['done'], {}, open);
  const reasons = [
    'edit.undo',
    'edit.delete',
    'edit.duplicate',
    'file.save',
    'tool.pen',
    'sketch.start',
    'view.fit',
  ].map((id) => commandOf(id)!.unavailable(behind));
  expect(new Set(reasons)).toEqual(new Set(['Open a drawing of the batch first.']));
  const returned = shown(['done'], { shown: false }, open);
  expect(commandOf('edit.undo')!.unavailable(returned)).toBeNull();
  for (const id of ['file.open', 'app.palette', 'theme.dark', 'slot.primary', 'batch.openFolder'])
    expect(commandOf(id)!.unavailable(behind)).toBeNull();
});

test('without a batch its commands say how to have one', () => {
  const rows = commands.filter(({ id }) => id.startsWith('batch.') && id !== 'batch.openFolder');
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) expect(row.unavailable(initialState)).toMatch(/^There is no batch\./);
});

test('counts and ends are said as sentences', () => {
  const queue = { items: items('done', 'done', 'failed', 'cancelled', 'running', 'waiting') };
  expect([photoWords(1), photoWords(12)]).toEqual(['1 photo', '12 photos']);
  expect(doneWords(queue)).toBe('2 of 6 drawn.');
  expect(overWords(queue)).toBe('2 drawn, 1 failed, 1 left out.');
  expect(overWords({ items: items('done') })).toBe('1 drawn.');
  expect(leftWords(queue)).toBe('2 of 6 left');
});

test('the time left is as long a photo as those before, and nothing is said that is not known', () => {
  const live = { key: '1', progress: 0.5, secondsLeft: 2, strokes: [], moving: new Set<string>() };
  expect(timeWords({ items: items('waiting', 'waiting') }, null)).toBeNull();
  expect(timeWords({ items: items('running', 'waiting') }, live)).toBeNull();
  expect(timeWords({ items: items('running') }, live)).toBe('About 2 s left');
  expect(timeWords({ items: items('done', 'running', 'waiting', 'waiting') }, live)).toBe('About 10 s left');
  expect(timeWords({ items: items('done', 'running', 'waiting') }, null)).toBe('About 8 s left');
});

test('each state has its words', () => {
  const [done, failed, cancelled, running, waiting] = items('done', 'failed', 'cancelled', 'running', 'waiting');
  expect(stateWords({ ...done!, likeness: 70.6 }, false)).toBe('Likeness 71');
  expect([done, failed, cancelled, running, waiting].map((item) => stateWords(item!, false))).toEqual([
    'Drawn',
    'Failed',
    'Left out',
    'Drawing',
    'Waiting',
  ]);
  expect(stateWords(waiting!, true)).toBe('Next');
});

test('no two drawings get one name, whatever the capitals, and a name that is taken already stays', () => {
  expect(distinctNames(['cup', 'Cup', 'cup', 'cup (2)', 'pot'])).toEqual([
    'cup',
    'Cup (2)',
    'cup (3)',
    'cup (2) (2)',
    'pot',
  ]);
});
