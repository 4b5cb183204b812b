/**
 * Keys of the canvas that belong to no tool and to no command: Enter for nodes, and Tab, which walks the strokes by
 * importance and leaves after the last. They are the same while a sketch runs.
 */

import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { changeCourses } from '../tools/grasp.ts';
import { isLive, strokesOnSheet } from '../tools/on-sheet.ts';

/** @returns whether the key was the canvas's */
export function canvasKey(event: KeyboardEvent): boolean {
  const { key, shiftKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey) return false;
  const { selection, hovered, document, tool } = useStore.getState();
  // Whoever cuts out sees the photo and no strokes.
  if (!document || tool === 'cutout') return false;
  if (isLive() && !selection.length && hovered && (key === 'Delete' || key === 'Backspace')) {
    // Who would have to catch a moving stroke first need only point at it.
    changeCourses('Delete stroke', new Map([[hovered, []]]));
    useStore.setState({ hovered: null });
    return true;
  }
  if (key === 'Enter' && selection.length === 1) {
    useStore.setState({ tool: 'nodes' });
    announce('Nodes. Arrows walk them, Space grabs one.');
    return true;
  }
  return key === 'Tab' && walk(shiftKey ? -1 : 1);
}

/** Selects the next stroke by importance, which is the drawing order; false past the last, so that the focus leaves. */
function walk(step: 1 | -1): boolean {
  const { selection } = useStore.getState();
  const strokes = strokesOnSheet();
  const at = strokes.findIndex(({ id }) => id === selection.at(-1));
  const to = at >= 0 ? at + step : step > 0 ? 0 : strokes.length - 1;
  const next = strokes[to];
  useStore.setState({ selection: next ? [next.id] : [] });
  if (next) announce(`Stroke ${to + 1} of ${strokes.length} selected.`);
  return next !== undefined;
}
