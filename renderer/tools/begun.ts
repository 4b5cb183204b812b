/**
 * What a sketch that has begun and shown nothing yet is told of changes to the document: its result takes the place of
 * the document's strokes, so what a person changes of them meanwhile would be lost with it.
 *
 * A stroke that the engine was given it knows by name. One that it was not given is to be replaced, unless a person
 * changes it: then it is told of it as the document has it, and it is pinned there, as any stroke is that a hand has put.
 */

import type { DocumentStroke, SketchEdit } from '../../main/contract.ts';
import { samePoints } from '../document/courses.ts';
import { type LineamentDocument, visibleStrokes } from '../document/document.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';

const LOOK = ['width', 'color', 'opacity'] as const;

/** Tells the sketch that runs, if one does, what the document's strokes have become since `before`. */
export function tellBegun(before: LineamentDocument | null): void {
  const { document, job } = useStore.getState();
  if (!job || !document || document.photo !== before?.photo) return;
  const was = new Map(before.strokes.map((stroke) => [stroke.id, stroke]));
  // What the count hides is not drawn; nor is it lost, as undoing finds it.
  const seen = new Set(visibleStrokes(document));
  for (const stroke of document.strokes) {
    const known = job.given.has(stroke.id);
    if (stroke === was.get(stroke.id) || !(known || seen.has(stroke))) continue;
    for (const edit of changesOf(stroke, was.get(stroke.id), known)) app.editRunning(edit);
  }
}

/** How a stroke looks, as an edit of the running sketch. */
export function lookOf({ id, width, color, opacity }: Omit<SketchEdit & { kind: 'style' }, 'kind'>): SketchEdit {
  return { kind: 'style', id, width, color, opacity };
}

/** A stroke as edits: where it is new or unknown all of it, else what has changed. */
function changesOf(stroke: DocumentStroke, was: DocumentStroke | undefined, known: boolean): SketchEdit[] {
  const { id, points } = stroke;
  if (!was) return [{ kind: 'add', id, points }, lookOf(stroke)];
  if (!known) return [{ kind: 'move', id, points }, lookOf(stroke)];
  const moved: SketchEdit[] = samePoints(points, was.points) ? [] : [{ kind: 'move', id, points }];
  const changed = LOOK.filter((name) => stroke[name] !== was[name]);
  // A width that nobody gave it goes on following the settings.
  const look = Object.fromEntries(changed.map((name) => [name, stroke[name]]));
  return changed.length ? [...moved, { kind: 'style', id, ...look }] : moved;
}
