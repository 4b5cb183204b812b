/**
 * Where a drawn line goes: into the document as a stroke like its fellows, or to the running sketch, whose other
 * strokes then make room for it.
 */

import type { DocumentStroke } from '../../main/contract.ts';
import { INK } from '../../main/strokes/stroke.ts';
import { addStroke } from '../document/edits.ts';
import { newIds } from '../document/stroke-ids.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { oneCurve } from './one-curve.ts';

/** Width of a line where there is no other to take it from, in parts of the photo's longer side. */
const WIDTH = 0.008;

/** Adds a chain, photo px, as one step called `label`; during a job it is sent to the engine as one curve. */
export function addLine(label: string, points: readonly number[]): void {
  const { document, job } = useStore.getState();
  if (!document || points.length < 8) return;
  const id = newIds(document)();
  if (job?.latest) {
    const taken = new Set(job.latest.strokes.map((stroke) => stroke.id));
    let own = id;
    for (let i = 1; taken.has(own); i++) own = `${id}-${i}`;
    app.editRunning({ kind: 'add', id: own, points: oneCurve(points) });
    return;
  }
  const last = document.strokes.at(-1);
  const width = last?.width ?? WIDTH * Math.max(document.photo.width, document.photo.height);
  const stroke: DocumentStroke = {
    ...{ id, points: [...points], width, color: last?.color ?? INK, opacity: 1 },
    ...{ locked: false, hidden: false, worth: null },
  };
  app.change(label, (from) => addStroke(from, stroke));
  useStore.setState({ selection: [id] });
}
