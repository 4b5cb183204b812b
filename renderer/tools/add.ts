/**
 * Where a drawn line goes: into the document as a stroke like its fellows, or to the running sketch, whose other
 * strokes then make room for it.
 */

import type { DocumentStroke } from '../../main/contract.ts';
import { INK } from '../../main/strokes/stroke.ts';
import { addStroke } from '../document/edits.ts';
import type { Chain } from '../geometry/chain.ts';
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

/** Adds a chain, photo px, as one step called `label`; a sketch that runs is told of it. */
export function addLine(label: string, points: Chain): void {
  const { document, nextColor } = useStore.getState();
  if (!document || points.length < 8) return;
  const id = freshIds()();
  if (isLive()) {
    app.editRunning({ kind: 'add', id, points: [...points] });
    if (nextColor) app.editRunning({ kind: 'style', id, color: nextColor });
    return;
  }
  const stroke: DocumentStroke = {
    ...{ id, points: [...points], width: nextWidth(), color: nextColor ?? document.strokes.at(-1)?.color ?? INK },
    ...{ opacity: 1, locked: false, hidden: false, worth: null },
  };
  app.change(label, (from) => addStroke(from, stroke));
  useStore.setState({ selection: [id] });
}
