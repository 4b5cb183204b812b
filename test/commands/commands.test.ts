import { beforeEach, expect, test, vi } from 'vitest';

vi.mock('../../renderer/state/app.ts', () => ({ app: {} }));

import { entriesOf } from '../../renderer/commands/entries.ts';
import { commandByKey, isSingle, writtenKey } from '../../renderer/commands/keys.ts';
import { search } from '../../renderer/commands/search.ts';
import { slotOf } from '../../renderer/commands/slot.ts';
import { commandOf, commands } from '../../renderer/commands/table.ts';
import { type LineamentDocument, newDocument } from '../../renderer/document/document.ts';
import { type AppState, initialState, type Job } from '../../renderer/state/store.ts';

const press = (key: string, code: string, held: Partial<Record<'ctrl' | 'shift' | 'alt' | 'meta', boolean>> = {}) =>
  writtenKey(
    {
      key,
      ctrlKey: held.ctrl ?? false,
      shiftKey: held.shift ?? false,
      altKey: held.alt ?? false,
      metaKey: held.meta ?? false,
    },
    code,
  );

const job: Job = {
  ...{ settings: initialState.settings, leader: null, watching: null, kept: null, shows: null },
  ...{ id: 1, began: 0, stopping: false, latest: null, before: new Map(), tries: [], curves: new Map() },
  settled: new Set(),
  stepped: 0,
};

let drawn: LineamentDocument;
beforeEach(() => {
  const blank = newDocument({ asset: 'a', name: 'Rooster.jpg', width: 10, height: 10 });
  const stroke = { points: [0, 0, 1, 1, 2, 2, 3, 3], width: 1, color: '#000000', opacity: 1, hidden: false, worth: 1 };
  const strokes = [
    { ...stroke, id: 'a', locked: false },
    { ...stroke, id: 'b', locked: false },
  ];
  drawn = { ...blank, strokes, shown: 2 };
});
const state = (patch: Partial<AppState>): AppState => ({ ...initialState, ...patch });

test('no two commands share an id or a key', () => {
  const ids = commands.map(({ id }) => id);
  const keys = commands.flatMap(({ keys, tool }) => keys.map((key) => (tool ? `${key} with ${tool}` : key)));
  expect(new Set(ids).size).toBe(ids.length);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('a press is written as the table writes it, whatever Shift makes of the key', () => {
  expect(press('z', 'KeyZ', { ctrl: true })).toBe('Ctrl Z');
  expect(press('Z', 'KeyZ', { meta: true, shift: true })).toBe('Ctrl Shift Z');
  expect(press('!', 'Digit1', { shift: true })).toBe('Shift 1');
  expect(press('|', 'Backslash', { shift: true })).toBe('Shift \\');
  expect(press('?', 'Slash', { shift: true })).toBe('?');
  expect(press('v', 'KeyV')).toBe('V');
  expect(press('F6', 'F6', { shift: true })).toBe('Shift F6');
  expect(press('ArrowLeft', 'ArrowLeft', { alt: true })).toBe('Alt ArrowLeft');
});

test('the keys of the design lead to their commands', () => {
  const expected: Record<string, string> = {
    'Ctrl O': 'file.open',
    'Ctrl Enter': 'slot.primary',
    'Ctrl .': 'sketch.stop',
    ',': 'sketch.fewer',
    'Shift 2': 'view.fitSelection',
    B: 'tool.pencil',
    U: 'panel.subject',
    'Ctrl K': 'app.palette',
    '?': 'app.shortcuts',
  };
  for (const [key, id] of Object.entries(expected)) expect(commandByKey(key)?.id).toBe(id);
});

test('a key that a tool has its own use for is its own with that tool, and with no other', () => {
  expect(commandByKey('[', 'detail')?.id).toBe('detail.smaller');
  expect(commandByKey('[', 'select')?.id).toBe('edit.back');
  expect(commandByKey('[')?.id).toBe('edit.back');
  expect(commandByKey('Delete', 'detail')?.id).toBe('edit.delete');
});

test('what can be done without a sketch can be done while one runs', () => {
  const still = state({ document: drawn, selection: ['a'], undoable: 'x', redoable: 'x' });
  const busy = { ...still, job };
  const refused = commands.filter((one) => one.unavailable(still) === null && one.unavailable(busy) !== null);
  expect(refused.map(({ id }) => id)).toEqual([]);
});

test('the slot offers the next step of each state, and names only commands there are', () => {
  const blank = { ...drawn, strokes: [], shown: 0 };
  const settings = { ...drawn.settings };
  const lost = {
    text: 'The sketching process stopped.',
    actions: [
      { label: 'Go on from here', command: 'engine.goOn' },
      { label: 'Leave it', command: 'fault.dismiss' },
    ],
  };
  const kept = { ...drawn, strokes: drawn.strokes.map((stroke) => ({ ...stroke, locked: true })) };
  const cases: [Partial<AppState>, string, string | undefined][] = [
    [{}, 'Open a photo…', undefined],
    [{ document: blank }, 'Sketch', undefined],
    [{ document: drawn, job }, 'Stop here', undefined],
    [{ document: drawn, settings }, 'Export…', 'Sketch again'],
    [{ document: drawn, settings: { ...settings, fidelity: 1 } }, 'Sketch again', 'Export…'],
    [{ document: drawn, settings: { ...settings, encoder: 'mine' } }, 'Go on from here', 'Sketch again'],
    [{ document: drawn, settings: { ...settings, encoder: 'mine', fidelity: 1 } }, 'Sketch again', 'Export…'],
    [{ document: drawn, settings, wanted: 10 }, 'Draw 8 more', 'Cancel'],
    [{ document: kept, settings }, 'Export…', 'Redraw the rest'],
    [{ document: drawn, settings, fault: lost }, 'Go on from here', 'Leave it'],
  ];
  for (const [patch, primary, secondary] of cases) {
    const slot = slotOf(state(patch));
    expect([slot.primary.label, slot.secondary?.label]).toEqual([primary, secondary]);
    for (const button of [slot.primary, slot.secondary]) if (button) expect(commandOf(button.command)).toBeDefined();
  }
});

test('the palette finds by the beginnings of words first, and by keys', () => {
  expect(search(commands, 'und')[0]!.id).toBe('edit.undo');
  expect(search(commands, 'zoom fit')[0]!.id).toBe('view.fit');
  expect(search(commands, 'ctrl e')[0]!.id).toBe('file.export');
  expect(search(commands, 'ctrl shift s')[0]!.id).toBe('file.saveAs');
  expect(search(commands, 'rplay')[0]!.id).toBe('sketch.replay');
  expect(search(commands, 'no such thing')).toEqual([]);
  expect(search(commands, ' ')).toEqual([...commands]);
});

test('a number finds that number and no other, letters only where a word begins', () => {
  const items = ['Stroke 19', 'Stroke 9', 'Stroke 90', 'Restrokes'].map((label) => ({
    label,
    group: 'Strokes',
    keys: [],
  }));
  expect(search(items, 'stroke 9').map(({ label }) => label)).toEqual(['Stroke 9']);
  expect(search(items, '9 stro').map(({ label }) => label)).toEqual(['Stroke 9']);
  expect(search(items, 'stro').map(({ label }) => label)).toEqual(['Stroke 9', 'Stroke 19', 'Stroke 90', 'Restrokes']);
  expect(search(items, 'tre')).toEqual([]);
  expect(search(items, 'rsk').map(({ label }) => label)).toEqual(['Restrokes']);
});

test('the palette leads to commands, settings, presets, recent files and strokes, each by a name of its own', () => {
  const recent = [{ id: 'f', name: 'Owl.lineament', when: '2024-01-01', strokes: 12, drawing: '' }];
  const shown = entriesOf(state({ document: drawn, recent }));
  const labels = shown.map(({ label }) => label);
  for (const label of ['Undo', 'Closeness', 'Line width', 'Iconic', 'Owl.lineament', 'Stroke 2']) {
    expect(labels).toContain(label);
  }
  expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
  expect(shown.find(({ label }) => label === 'Undo')!.reason).toBe('Nothing to undo.');
  const bare = entriesOf(state({}));
  expect(bare.some(({ group }) => group === 'Strokes')).toBe(false);
  expect(bare.find(({ label }) => label === 'Closeness')!.reason).toBe('Open a photo first.');
});

test('single keys are those that a slip could press', () => {
  for (const key of ['V', '?', ',', '\\', 'Shift 1', 'Shift \\', '+']) expect(isSingle(key)).toBe(true);
  for (const key of ['Ctrl Z', 'Escape', 'F6', 'Delete', 'ArrowLeft', 'Shift ArrowLeft'])
    expect(isSingle(key)).toBe(false);
});
