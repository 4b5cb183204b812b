/**
 * Where a drawn line goes: into the document as a stroke like its fellows, or to the running sketch, whose other
 * strokes then make room for it.
 */

import type { DocumentStroke, SketchEdit } from '../../main/contract.ts';
import { INK } from '../../main/strokes/stroke.ts';
import { MOST_CURVES } from '../document/courses.ts';
import { addStroke } from '../document/edits.ts';
import { type Chain, curveCount } from '../geometry/chain.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { freshIds, isLive } from './on-sheet.ts';

/** Width of a line where there is no other to take it from, in parts of the photo's longer side. */
const WIDTH = 0.008;

/** How wide the next line is drawn, photo px: as the one before it. */
export function nextWidth(): number {
  const { document } = useStore.getState();
  if (!document) return 1;
  return document.strokes.at(-1)?.width ?? WIDTH * Math.max(document.photo.width, document.photo.height);
}

/**
 * Adds a chain, photo px, as one step called `label`, or to the sketch that runs. A line of more curves than a stroke may
 * have becomes several strokes.
 */
export function addLine(label: string, points: Chain): void {
  const { document, nextColor } = useStore.getState();
  if (!document || points.length < 8) return;
  const fresh = freshIds();
  const lines = piecesOf(points).map((piece) => ({ id: fresh(), points: piece }));
  if (isLive()) {
    const edits = lines.flatMap(({ id, points }): SketchEdit[] => [
      { kind: 'add', id, points },
      ...(nextColor ? [{ kind: 'style' as const, id, color: nextColor }] : []),
    ]);
    app.stepRunning(label, edits);
    return;
  }
  const look = { width: nextWidth(), color: nextColor ?? document.strokes.at(-1)?.color ?? INK, opacity: 1 };
  const strokes = lines.map((line): DocumentStroke => {
    return { ...line, ...look, locked: false, hidden: false, worth: null };
  });
  app.change(label, (from) => strokes.reduce(addStroke, from));
  useStore.setState({ selection: lines.map(({ id }) => id) });
}

/** The chain in as few pieces as strokes may be. */
function piecesOf(points: Chain): number[][] {
  const count = Math.ceil(curveCount(points) / MOST_CURVES);
  return Array.from({ length: count }, (_, k) =>
    points.slice(6 * k * MOST_CURVES, Math.min(points.length, 6 * (k + 1) * MOST_CURVES + 2)),
  );
}
