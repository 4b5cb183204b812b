/**
 * What commands do to the courses of the selected strokes, at rest or while a sketch runs: nudge, delete, join, split,
 * and why the last two cannot be done.
 */

import { MOST_CURVES } from '../document/courses.ts';
import { curveCount, joinChains, shifted, splitChain } from '../geometry/chain.ts';
import { app } from '../state/app.ts';
import { type AppState, useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { changeCourses } from './grasp.ts';
import { activeNode, chosenStroke, isLive, type SheetStroke, strokesOnSheet } from './on-sheet.ts';

/** Moves what is selected and not locked by photo px. */
export function nudgeSelected(dx: number, dy: number): void {
  const { selection, document } = useStore.getState();
  const label = `Nudge ${selection.length === 1 ? 'stroke' : 'strokes'}`;
  // What the sheet does not show moves too, but for a running sketch, which knows nothing of it.
  const strokes = isLive() ? selected() : (document?.strokes.filter(({ id }) => selection.includes(id)) ?? []);
  const free = strokes.filter(({ locked }) => !locked);
  if (!free.length) announce('Locked strokes stay where they are.');
  changeCourses(label, new Map(free.map(({ id, points }) => [id, [shifted(points, dx, dy)]])));
}

export function deleteSelected(): void {
  const { selection } = useStore.getState();
  if (isLive()) changeCourses('Delete strokes', new Map(selected().map(({ id }) => [id, []])));
  else app.remove(selection);
  useStore.setState({ selection: [] });
}

/** Why the selected strokes cannot be joined, as a sentence; null: they can. */
export function whyNotJoin(state: AppState): string | null {
  const { selection } = state;
  if (selection.length < 2) return 'Select two strokes to join.';
  if (selection.length > 2) return 'Two strokes are joined at a time: select just two.';
  const strokes = selected(state);
  if (strokes.length < 2) return 'Both strokes have to be shown to be joined.';
  if (strokes.some(({ locked }) => locked)) return 'A locked stroke is not joined: unlock it first.';
  const curves = strokes.reduce((sum, { points }) => sum + curveCount(points), 1);
  return curves > MOST_CURVES ? `A stroke has at most ${MOST_CURVES} curves; these two have more.` : null;
}

/** Makes one stroke of the two that are selected, by their nearest ends; it keeps the more important one's name and look. */
export function joinSelected(): void {
  const [first, second] = selected() as [SheetStroke, SheetStroke];
  // Ends whose ink touches are one place.
  const joined = joinChains(first.points, second.points, (first.width + second.width) / 2);
  changeCourses(
    'Join strokes',
    new Map([
      [first.id, [joined]],
      [second.id, []],
    ]),
  );
  useStore.setState({ selection: [first.id], node: null });
  announce('Joined to one stroke.');
}

/** Why the selected stroke cannot be split, as a sentence; null: it can. */
export function whyNotSplit(state: AppState): string | null {
  if (state.selection.length !== 1) return 'Select one stroke, and the node where it is to be split.';
  const [stroke] = selected(state);
  if (!stroke) return 'The stroke has to be shown to be split.';
  if (stroke.locked) return 'A locked stroke is not split: unlock it first.';
  const node = activeNode(stroke, state.node);
  if (node === null) return 'Choose the node where it is to be split, with the Nodes tool.';
  const inner = node > 0 && node < curveCount(stroke.points);
  return inner ? null : 'At its end a stroke cannot be split: choose a node between, or double-click to add one.';
}

/** Makes two strokes of the one that is selected, at its active node. */
export function splitSelected(): void {
  const stroke = chosenStroke()!;
  const pieces = splitChain(stroke.points, activeNode(stroke)!)!;
  changeCourses('Split stroke', new Map([[stroke.id, pieces]]));
  useStore.setState({ node: null });
  announce('Split in two strokes.');
}

/** The selected strokes that are on the sheet, most important first. */
function selected(state: Pick<AppState, 'selection' | 'job' | 'document'> = useStore.getState()): SheetStroke[] {
  return strokesOnSheet(state).filter(({ id }) => state.selection.includes(id));
}
