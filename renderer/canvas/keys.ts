/**
 * Keys of the canvas that belong to no tool and to no command: Delete on a running sketch, Enter for nodes, Tab, which
 * walks the strokes by importance and leaves after the last.
 */

import { visibleStrokes } from '../document/document.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';

/** @returns whether the key was the canvas's */
export function canvasKey(event: KeyboardEvent): boolean {
  const { key, shiftKey, ctrlKey, metaKey } = event;
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
  if (next) announce(`Stroke ${to + 1} of ${strokes.length} selected.`);
  return next !== undefined;
}
