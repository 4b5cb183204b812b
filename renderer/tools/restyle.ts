/**
 * Width, colour and opacity of strokes, whether they are the document's or those of a running sketch. One that has begun
 * and shown nothing yet is told of what was done to the document.
 */

import { type StrokeStyle, setStyle } from '../document/edits.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { tellBegun } from './begun.ts';
import { isLive } from './on-sheet.ts';

/** A look that is still being chosen. */
export interface Restyling {
  preview(style: StrokeStyle): void;
  end(): void;
}

/** Changes how strokes look at once: one undo step called `label`, or edits of the sketch that runs. */
export function changeStyle(label: string, ids: readonly string[], style: StrokeStyle): void {
  if (isLive()) {
    for (const id of ids) app.editRunning({ kind: 'style', id, ...style });
    return;
  }
  const { document } = useStore.getState();
  app.change(label, (from) => setStyle(from, ids, style));
  tellBegun(document);
}

/** Changes how the document's strokes look as a control moves: its end is one undo step called `label`. */
export function restyling(label: string, ids: readonly string[]): Restyling {
  const { document } = useStore.getState();
  const gesture = app.gesture(label);
  return {
    preview: (style) => gesture.preview((from) => setStyle(from, ids, style)),
    end() {
      gesture.end();
      tellBegun(document);
    },
  };
}
