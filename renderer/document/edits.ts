/**
 * Everything that changes a document's strokes, as pure functions from a document to the next one.
 *
 * Each shares what it does not touch and returns the very document it was given when there is nothing to change. Two
 * facts are kept true throughout: what was visible stays visible unless it was asked to go (the count follows strokes
 * that come, go, lock or unlock), and nothing the engine measured outlives what it was measured on (a stroke's worth,
 * the likeness of a prefix that holds a changed stroke).
 */

import type { DocumentStroke } from '../../main/contract.ts';
import { shifted } from '../geometry/chain.ts';
import { checkPoints } from './courses.ts';
import { endOfShown, type LineamentDocument, mostShown } from './document.ts';
import { levelsUpTo, measuredUpTo, replaceEach } from './replace.ts';
import { newIds } from './stroke-ids.ts';

export { type Courses, setCourses } from './courses.ts';
export { applySketch, keepTry } from './results.ts';

/** A set is quickest; a list will do. */
export type StrokeIds = Iterable<string>;

/** What a person may set of a stroke's look: width in photo px, '#rrggbb', opacity 0..1. */
export type StrokeStyle = Partial<Pick<DocumentStroke, 'width' | 'color' | 'opacity'>>;

/** Moves the strokes by photo px. */
export function moveStrokes(document: LineamentDocument, ids: StrokeIds, dx: number, dy: number): LineamentDocument {
  if (dx === 0 && dy === 0) return document;
  return redraw(document, ids, ({ points }) => ({ points: shifted(points, dx, dy) }));
}

/** Changes the look of the strokes; what is not named stays. */
export function setStyle(document: LineamentDocument, ids: StrokeIds, style: StrokeStyle): LineamentDocument {
  return redraw(document, ids, () => style);
}

/** Removes the strokes; the count falls by those of them that it showed. */
export function remove(document: LineamentDocument, ids: StrokeIds): LineamentDocument {
  const chosen = new Set(ids);
  const first = document.strokes.findIndex(({ id }) => chosen.has(id));
  if (first < 0) return document;
  return replaceEach(document, first, (stroke) => (chosen.has(stroke.id) ? [] : [stroke]));
}

/**
 * Copies the strokes, each right above its original and moved by photo px; `ids` are the copies'.
 * @param fresh names for them; left out: new ones of this document
 */
export function duplicate(
  document: LineamentDocument,
  ids: StrokeIds,
  dx = 0,
  dy = 0,
  fresh = newIds(document),
): { document: LineamentDocument; ids: string[] } {
  const chosen = new Set(ids);
  const first = document.strokes.findIndex(({ id }) => chosen.has(id));
  if (first < 0) return { document, ids: [] };
  const copies: string[] = [];
  const next = replaceEach(document, first + 1, (stroke) => {
    if (!chosen.has(stroke.id)) return [stroke];
    const id = fresh();
    copies.push(id);
    return [stroke, { ...stroke, id, worth: null }];
  });
  return { document: moveStrokes(next, copies, dx, dy), ids: copies };
}

/**
 * Moves the strokes in the drawing order. What the count shows and what it hides keep apart, as order is importance
 * too: a visible stroke that was sent to the very end would vanish.
 *
 * @param to front: painted last; back: painted first; forward, backward: past one that is not among them
 */
export function reorder(
  document: LineamentDocument,
  ids: StrokeIds,
  to: 'front' | 'back' | 'forward' | 'backward',
): LineamentDocument {
  const chosen = new Set(ids);
  const end = endOfShown(document);
  const parts = [document.strokes.slice(0, end), document.strokes.slice(end)];
  const strokes = parts.flatMap((part) => reordered(part, chosen, to));
  const first = strokes.findIndex((stroke, i) => stroke !== document.strokes[i]);
  return first < 0 ? document : { ...document, strokes, levels: levelsUpTo(document, first) };
}

/** Adds a stroke after those that are shown, shown itself. Its id must be new (`newIds`). */
export function addStroke(document: LineamentDocument, stroke: DocumentStroke): LineamentDocument {
  if (document.strokes.some(({ id }) => id === stroke.id))
    throw new Error(`A new stroke needs an id of its own, but there is a stroke ${stroke.id} already.`);
  checkPoints(stroke.points);
  const end = endOfShown(document);
  return {
    ...measuredUpTo(document, end),
    strokes: document.strokes.toSpliced(end, 0, stroke),
    shown: shownOf(document) + (stroke.locked ? 0 : 1),
  };
}

/** How many strokes are to be shown, brought to 0 … all that are not locked. */
export function setShown(document: LineamentDocument, count: number): LineamentDocument {
  const shown = Math.max(0, Math.min(mostShown(document.strokes), Math.round(count)));
  return shown === document.shown ? document : { ...document, shown };
}

/** Hides strokes, or shows them again, whatever the count says. */
export function hide(document: LineamentDocument, ids: StrokeIds, hidden: boolean): LineamentDocument {
  const chosen = new Set(ids);
  const turns = (stroke: DocumentStroke): boolean => chosen.has(stroke.id) && stroke.hidden !== hidden;
  if (!document.strokes.some(turns)) return document;
  return { ...document, strokes: document.strokes.map((stroke) => (turns(stroke) ? { ...stroke, hidden } : stroke)) };
}

/**
 * Locks or unlocks strokes. All others stay shown or hidden as they were. A stroke that is unlocked beyond the count
 * comes to the end of what is shown, since it was visible and is to stay so.
 */
export function lock(document: LineamentDocument, ids: StrokeIds, locked: boolean): LineamentDocument {
  const chosen = new Set(ids);
  const turns = ({ id, locked: now }: DocumentStroke): boolean => chosen.has(id) && now !== locked;
  if (!document.strokes.some(turns)) return document;
  const end = endOfShown(document);
  const head = document.strokes.slice(0, end).map((stroke) => (turns(stroke) ? { ...stroke, locked } : stroke));
  const rest = document.strokes.slice(end);
  if (locked) {
    const tail = rest.map((stroke) => (turns(stroke) ? { ...stroke, locked } : stroke));
    return { ...document, strokes: [...head, ...tail], shown: mostShown(head) };
  }
  const freed = rest.filter(turns).map((stroke) => ({ ...stroke, locked }));
  const shown = [...head, ...freed];
  const tail = rest.filter((stroke) => !turns(stroke));
  const levels = freed.length ? levelsUpTo(document, end) : document.levels;
  return { ...document, strokes: [...shown, ...tail], shown: mostShown(shown), levels };
}

/** Changes strokes' looks or courses, which forgets what they are worth. */
function redraw(
  document: LineamentDocument,
  ids: StrokeIds,
  change: (stroke: DocumentStroke) => Partial<DocumentStroke>,
): LineamentDocument {
  const chosen = new Set(ids);
  let first = -1;
  const strokes = document.strokes.map((stroke, index) => {
    if (!chosen.has(stroke.id)) return stroke;
    const changes = change(stroke);
    if (!differs(stroke, changes)) return stroke;
    if (first < 0) first = index;
    return { ...stroke, ...changes, worth: null };
  });
  return first < 0 ? document : { ...measuredUpTo(document, first), strokes };
}

function differs(stroke: DocumentStroke, changes: Partial<DocumentStroke>): boolean {
  const { points, ...rest } = changes;
  if (points && (points.length !== stroke.points.length || points.some((value, i) => value !== stroke.points[i])))
    return true;
  return Object.entries(rest).some(([name, value]) => stroke[name as keyof DocumentStroke] !== value);
}

/** The count, without what it counts beyond the strokes that there are. */
function shownOf({ strokes, shown }: LineamentDocument): number {
  return Math.min(shown, mostShown(strokes));
}

function reordered(
  strokes: readonly DocumentStroke[],
  ids: ReadonlySet<string>,
  to: 'front' | 'back' | 'forward' | 'backward',
): DocumentStroke[] {
  const chosen = strokes.filter(({ id }) => ids.has(id));
  const others = strokes.filter(({ id }) => !ids.has(id));
  if (to === 'front') return [...others, ...chosen];
  if (to === 'back') return [...chosen, ...others];
  const list = to === 'forward' ? strokes.toReversed() : [...strokes];
  for (let i = 1; i < list.length; i++) {
    const [before, here] = [list[i - 1]!, list[i]!];
    if (ids.has(here.id) && !ids.has(before.id)) [list[i - 1], list[i]] = [here, before];
  }
  return to === 'forward' ? list.reverse() : list;
}
