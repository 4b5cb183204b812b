/** Width, colour and opacity of strokes, whether they are the document's or those of a running sketch. */

import { type StrokeStyle, setStyle } from '../document/edits.ts';
import { app } from '../state/app.ts';
import { isLive } from './on-sheet.ts';

/** Changes how strokes look at once: one undo step called `label`, or edits of the sketch that runs. */
export function changeStyle(label: string, ids: readonly string[], style: StrokeStyle): void {
  if (isLive()) for (const id of ids) app.editRunning({ kind: 'style', id, ...style });
  else app.change(label, (from) => setStyle(from, ids, style));
}
