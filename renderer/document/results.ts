/**
 * What a run of the engine makes of a document: its strokes take the place of all that are not locked, and what it
 * measured is kept beside them. Any other of its tries can be taken later.
 *
 * A locked stroke stays as the document has it, since a person may have changed its look while the engine ran.
 */

import type { DocumentStroke, SketchOutcome } from '../../main/contract.ts';
import { type LineamentDocument, mostShown, type TryRecord } from './document.ts';
import { newIds } from './stroke-ids.ts';

/** The document with a run's drawing, all of it shown. */
export function applySketch(document: LineamentDocument, outcome: SketchOutcome): LineamentDocument {
  const { strokes, shifted } = besideLocked(document, outcome.strokes, outcome.tries);
  return {
    ...document,
    strokes,
    shown: mostShown(strokes),
    tries: outcome.tries,
    levels: shifted ? [] : outcome.levels,
    kept: outcome.seed,
    likeness: shifted ? null : outcome.likeness,
  };
}

/**
 * A run's outcome in which the strokes that it left alone are locked, hidden and in order as the document has them by now.
 * @param kept their ids
 */
export function asLeft(
  outcome: SketchOutcome,
  { strokes }: Pick<LineamentDocument, 'strokes'>,
  kept: ReadonlySet<string>,
): SketchOutcome {
  const own = strokes.filter(({ id }) => kept.has(id));
  const left = (drawn: readonly DocumentStroke[]): DocumentStroke[] => {
    const found = new Map(drawn.map((stroke) => [stroke.id, stroke]));
    const here = own.flatMap(({ id, locked, hidden }) => {
      const stroke = found.get(id);
      return stroke ? [{ ...stroke, locked, hidden }] : [];
    });
    const places = new Set(here.map(({ id }) => id));
    let next = 0;
    return drawn.map((stroke) => (places.has(stroke.id) ? here[next++]! : stroke));
  };
  const tries = outcome.tries.map((one) => ({ ...one, strokes: left(one.strokes) }));
  return { ...outcome, strokes: left(outcome.strokes), tries };
}

/**
 * The document with the drawing of another try of the last run; as many strokes shown as before.
 * @throws Error when the last run had no such try.
 */
export function keepTry(document: LineamentDocument, seed: number): LineamentDocument {
  const chosen = document.tries.find((one) => one.seed === seed);
  if (!chosen) throw new Error(`The last run has no try with the seed ${seed}; sketch again with it.`);
  const { strokes, shifted } = besideLocked(document, chosen.strokes, document.tries);
  const all = document.shown >= mostShown(document.strokes);
  const most = mostShown(strokes);
  return {
    ...document,
    strokes,
    shown: all ? most : Math.min(document.shown, most),
    levels: [],
    kept: seed,
    likeness: shifted ? null : chosen.likeness,
  };
}

/** The drawn strokes with the document's own locked ones; `shifted` when one of those was not in the drawing. */
export function besideLocked(
  document: LineamentDocument,
  drawn: readonly DocumentStroke[],
  tries: readonly TryRecord[],
): { strokes: readonly DocumentStroke[]; shifted: boolean } {
  const locked = new Map(document.strokes.filter((stroke) => stroke.locked).map((stroke) => [stroke.id, stroke]));
  if (!locked.size) return { strokes: drawn, shifted: false };
  const here = new Set(drawn.filter((stroke) => stroke.locked && locked.has(stroke.id)).map(({ id }) => id));
  const missing = [...locked.values()].filter(({ id }) => !here.has(id));
  const fresh = newIds({ ...document, strokes: [...document.strokes, ...drawn], tries: [...document.tries, ...tries] });
  const taken = new Set(locked.keys());
  const strokes = drawn.map((stroke) => {
    const own = locked.get(stroke.id);
    if (own && stroke.locked) return { ...own, worth: stroke.worth };
    // Tries number their strokes alike, so one may bear the name of a stroke that was locked from another.
    const id = taken.has(stroke.id) ? fresh() : stroke.id;
    taken.add(id);
    return id === stroke.id ? stroke : { ...stroke, id };
  });
  return { strokes: [...missing, ...strokes], shifted: missing.length > 0 };
}
