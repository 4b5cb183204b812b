/**
 * Keys of the canvas that belong to no tool: arrows nudge, Delete removes, Tab walks the strokes by importance and
 * leaves after the last.
 */

import { visibleStrokes } from '../document/document.ts';
import { moveStrokes } from '../document/edits.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** @returns whether the key was the canvas's */
export function canvasKey(event: KeyboardEvent): boolean {
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey) return false;
  const { selection, hovered, document, job } = useStore.getState();
  if (!document) return false;
  if (job?.latest) {
    if (key !== 'Delete' && key !== 'Backspace') return false;
    const ids = selection.length ? selection : hovered ? [hovered] : [];
    for (const id of ids) app.editRunning({ kind: 'delete', id });
    useStore.setState({ selection: [], hovered: null });
    return ids.length > 0;
  }
  const arrow = ARROWS[key];
  if (arrow && selection.length) {
    const step = altKey ? 0.1 : shiftKey ? 10 : 1;
    const label = selection.length === 1 ? 'Nudge stroke' : 'Nudge strokes';
    app.change(label, (from) => moveStrokes(from, selection, step * arrow[0], step * arrow[1]));
    return true;
  }
  if ((key === 'Delete' || key === 'Backspace') && selection.length) {
    app.remove(selection);
    return true;
  }
  if (key === 'Enter' && selection.length === 1) {
    useStore.setState({ tool: 'nodes' });
    return true;
  }
  return key === 'Tab' && walk(shiftKey ? -1 : 1);
}

/** Selects the next stroke by importance, which is the drawing order; false past the last, so that the focus leaves. */
function walk(step: 1 | -1): boolean {
  const { selection, document } = useStore.getState();
  const strokes = document ? visibleStrokes(document) : [];
  const at = strokes.findIndex(({ id }) => id === selection.at(-1));
  const to = at < 0 ? (step > 0 ? 0 : -1) : at + step;
  const next = strokes[to];
  useStore.setState({ selection: next ? [next.id] : [] });
  if (next) app.announce(`Stroke ${to + 1} of ${strokes.length} selected.`);
  return next !== undefined;
}
