/**
 * Width, colour and opacity of strokes, whether they are the document's or those of a running sketch.
 */

import { type StrokeStyle, setStyle } from '../document/edits.ts';
import { app } from '../state/app.ts';
import { isLive } from './on-sheet.ts';

/** A look that is still being chosen. */
export interface Restyling {
  preview(style: StrokeStyle): void;
  end(): void;
}

/** Changes how strokes look at once: one undo step called `label`, or edits of the sketch that runs. */
export function changeStyle(label: string, ids: readonly string[], style: StrokeStyle): void {
  if (isLive()) for (const id of ids) app.editRunning({ kind: 'style', id, ...style });
  else app.change(label, (from) => setStyle(from, ids, style));
}

/** Changes how the document's strokes look as a control moves: its end is one undo step called `label`. */
export function restyling(label: string, ids: readonly string[]): Restyling {
  const gesture = app.gesture(label);
  return {
    preview: (style) => gesture.preview((from) => setStyle(from, ids, style)),
    end: () => gesture.end(),
  };
}
