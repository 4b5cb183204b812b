/** The rows of the command table that change the drawing: undo and redo, and what is done to the strokes that are selected. */

import { hide, lock, reorder } from '../document/edits.ts';
import { stepsNow } from '../state/cutting.ts';
import { useStore } from '../state/store.ts';
import { copies } from '../tools/copies.ts';
import { isLive, strokesOnSheet } from '../tools/on-sheet.ts';
import {
  deleteSelected,
  joinSelected,
  nudgeSelected,
  splitSelected,
  whyNotJoin,
  whyNotSplit,
} from '../tools/selected.ts';
import { type Condition, withPhoto, withSelection, withStrokes } from './conditions.ts';
import type { Command } from './table.ts';

const withStillSelection: Condition = (state) =>
  isLive(state) ? 'The sketch is still being drawn.' : withSelection(state);

const set = useStore.setState;
const get = useStore.getState;

/** What is selected, as the history's steps name it. */
const chosen = () => (get().selection.length === 1 ? 'stroke' : 'strokes');

/** How far a copy lies off its original, right and down, in parts of the photo's longer side. */
const COPY_OFFSET = 1 / 40;

const row = (
  id: string,
  label: string,
  keys: readonly string[],
  unavailable: Condition,
  run: Command['run'],
): Command => ({ id, label, keys, group: 'Edit', unavailable, run });

const nudge = (key: string, dx: number, dy: number): Command[] =>
  [
    { prefix: '', by: 1, suffix: '' },
    { prefix: 'Shift ', by: 10, suffix: ' by 10' },
    { prefix: 'Alt ', by: 0.1, suffix: ' by 0.1' },
  ].map(({ prefix, by, suffix }) => {
    const side = key.replace('Arrow', '').toLowerCase();
    return row(`edit.nudge.${side}.${by}`, `Nudge ${side}${suffix}`, [prefix + key], withSelection, () =>
      nudgeSelected(dx * by, dy * by),
    );
  });

const everyStrokeIs = (flag: 'locked' | 'hidden'): boolean => {
  const { document: record, selection } = get();
  return record?.strokes.every((stroke) => stroke[flag] || !selection.includes(stroke.id)) ?? false;
};

export const editCommands: readonly Command[] = [
  row(
    'edit.undo',
    'Undo',
    ['Ctrl Z'],
    (state) => (stepsNow(state).undoable === null ? 'Nothing to undo.' : null),
    (app) => app.undo(),
  ),
  row(
    'edit.redo',
    'Redo',
    ['Ctrl Shift Z', 'Ctrl Y'],
    (state) => (stepsNow(state).redoable === null ? 'Nothing to redo.' : null),
    (app) => app.redo(),
  ),
  row('edit.history', 'History…', [], withPhoto, () => set({ historyShown: true })),
  row('edit.selectAll', 'Select all', ['Ctrl A'], withStrokes, () =>
    set({ selection: (isLive() ? strokesOnSheet() : get().document!.strokes).map(({ id }) => id) }),
  ),
  row('edit.duplicate', 'Duplicate', ['Ctrl D'], withSelection, () => {
    const { photo } = get().document!;
    const by = COPY_OFFSET * Math.max(photo.width, photo.height);
    const held = copies(`Duplicate ${chosen()}`, get().selection);
    held.preview(by, by);
    held.end();
  }),
  row('edit.delete', 'Delete', ['Delete', 'Backspace'], withSelection, deleteSelected),
  row('edit.join', 'Join two strokes', ['J'], whyNotJoin, joinSelected),
  row('edit.split', 'Split the stroke at its node', ['Shift J'], whyNotSplit, splitSelected),
  row('edit.back', 'Send backward', ['['], withStillSelection, (app) =>
    app.change('Send backward', (document) => reorder(document, get().selection, 'backward')),
  ),
  row('edit.front', 'Bring forward', [']'], withStillSelection, (app) =>
    app.change('Bring forward', (document) => reorder(document, get().selection, 'forward')),
  ),
  row('edit.lock', 'Lock or unlock', ['Ctrl Shift L'], withStillSelection, (app) => {
    const locked = !everyStrokeIs('locked');
    app.change(`${locked ? 'Lock' : 'Unlock'} ${chosen()}`, (document) => lock(document, get().selection, locked));
  }),
  row('edit.hide', 'Hide or show', ['Ctrl Shift H'], withStillSelection, (app) => {
    const hidden = !everyStrokeIs('hidden');
    app.change(`${hidden ? 'Hide' : 'Show'} ${chosen()}`, (document) => hide(document, get().selection, hidden));
  }),
  ...nudge('ArrowLeft', -1, 0),
  ...nudge('ArrowRight', 1, 0),
  ...nudge('ArrowUp', 0, -1),
  ...nudge('ArrowDown', 0, 1),
];
