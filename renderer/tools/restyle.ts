/** Width, colour and opacity of strokes, whether they are the document's or those of a running sketch. */

import { type StrokeStyle, setStyle } from '../document/edits.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { isLive } from './on-sheet.ts';

/** Changes how strokes look at once: one step called `label`, of the document or of the sketch that runs. */
export function changeStyle(label: string, ids: readonly string[], style: StrokeStyle): void {
  if (isLive()) app.stepRunning(label, stylesOf(ids, style));
  else app.change(label, (from) => setStyle(from, ids, style));
}

/** Strokes of a running sketch in a control's hand. */
export interface Restyling {
  preview(style: StrokeStyle): void;
  /** All of it is one step. */
  end(): void;
}

export function restyle(label: string, ids: readonly string[]): Restyling {
  const { job } = useStore.getState();
  let last: StrokeStyle | null = null;
  return {
    preview(style) {
      last = style;
      for (const edit of stylesOf(ids, style)) app.editRunning(edit);
    },
    end() {
      // A sketch that ended meanwhile has been told all of it.
      if (last && useStore.getState().job?.id === job?.id)
        app.stepRunning(label, stylesOf(ids, last), job?.latest?.strokes ?? []);
    },
  };
}

function stylesOf(ids: readonly string[], style: StrokeStyle) {
  return ids.map((id) => ({ kind: 'style' as const, id, ...style }));
}
