/**
 * What a sketch that shows its first strokes is told of what has become of the document since it began: its result takes
 * the place of the document's strokes, so what a person did to them meanwhile would be lost with it.
 *
 * It hears what came of it all, not each thing that was done, so that of what was undone again it hears nothing. Where
 * undoing or redoing led to another drawing, it is as if the sketch had begun with that one. A stroke that is to be
 * replaced is told of where a hand has changed it: then it is pinned there, as any stroke is that a hand has put.
 *
 * Only what it was given is deleted: a stroke that it draws may bear the name of one that it replaces.
 */

import type { DocumentStroke, SketchEdit } from '../../main/contract.ts';
import { samePoints } from '../document/courses.ts';
import { type LineamentDocument, visibleStrokes } from '../document/document.ts';
import type { History } from '../document/history.ts';
import { everyStroke, newIds } from '../document/stroke-ids.ts';

/** How a sketch began. */
export interface Beginning {
  document: LineamentDocument;
  /** The last revision that there was: later ones are steps that were made since. */
  revision: number;
  /** Strokes of the document that the engine was given, by id. */
  given: ReadonlySet<string>;
  /** Whether a stroke that it was not given would be replaced, had it been there. */
  replaces(stroke: DocumentStroke): boolean;
}

const LOOK = ['width', 'color', 'opacity'] as const;

/** What has changed since, as edits of the sketch; a gesture that goes on is left out. */
export function sinceBegun({ steps, index }: History, began: Beginning): SketchEdit[] {
  const { given } = began;
  const { document: now } = steps[index]!;
  const first = new Map(began.document.strokes.map((stroke) => [stroke.id, stroke]));
  // What undoing and redoing led to, with the tries that can be taken there: no hand made these strokes since.
  const old = everyStroke(steps.slice(0, index + 1).findLast(({ revision }) => revision <= began.revision)!.document);
  const fresh = newIds(now);
  // What the count hides is not drawn; nor is it lost, as undoing finds it.
  const seen = new Set(visibleStrokes(now));
  const changes = now.strokes.flatMap((stroke): SketchEdit[] => {
    if (given.has(stroke.id)) return changesOf(stroke, first.get(stroke.id)!);
    // What is locked stays in the document whatever is drawn.
    if (stroke.locked || !seen.has(stroke)) return [];
    const alike = old.filter(({ id }) => id === stroke.id);
    if (!alike.length) return [{ kind: 'add', id: stroke.id, points: stroke.points }, lookOf(stroke)];
    if (!began.replaces(stroke)) {
      const back = { ...stroke, id: fresh() };
      return [{ kind: 'add', id: back.id, points: back.points }, lookOf(back)];
    }
    if (alike.some((one) => !changesOf(stroke, one).length)) return [];
    return [{ kind: 'move', id: stroke.id, points: stroke.points }, lookOf(stroke)];
  });
  const left = new Set(now.strokes.map(({ id }) => id));
  const gone = [...given].filter((id) => !left.has(id));
  return [...changes, ...gone.map((id): SketchEdit => ({ kind: 'delete', id }))];
}

/** How a stroke looks, as an edit of the running sketch. */
export function lookOf({ id, width, color, opacity }: Omit<SketchEdit & { kind: 'style' }, 'kind'>): SketchEdit {
  return { kind: 'style', id, width, color, opacity };
}

/** What has changed of a stroke, as edits; a width that nobody gave it goes on following the settings. */
function changesOf(stroke: DocumentStroke, was: DocumentStroke): SketchEdit[] {
  const { id, points } = stroke;
  const moved: SketchEdit[] = samePoints(points, was.points) ? [] : [{ kind: 'move', id, points }];
  const changed = LOOK.filter((name) => stroke[name] !== was[name]);
  const look = Object.fromEntries(changed.map((name) => [name, stroke[name]]));
  return changed.length ? [...moved, { kind: 'style', id, ...look }] : moved;
}
