/**
 * Names for strokes that a person makes: n1, n2 … on from the highest there is.
 *
 * Counted, not random, so that the same commands give the same document. Tries and variations are counted too, as any
 * of them can be taken later beside what was drawn by hand.
 */

/** Anything with strokes that have names. */
interface Named<S> {
  strokes: readonly S[];
}
interface Tried<S> extends Named<S> {
  tries: readonly Named<S>[];
}
interface Drawn<S> extends Tried<S> {
  variations?: readonly Tried<S>[];
}

/** The strokes of the document, of its tries and of its variations. */
export function everyStroke<S extends { id: string }>({ variations = [], ...own }: Drawn<S>): S[] {
  return [own, ...variations].flatMap((one) => [one, ...one.tries].flatMap(({ strokes }) => strokes));
}

/** A source of ids that no stroke of the document, of its tries or of its variations has. */
export function newIds(document: Drawn<{ id: string }>): () => string {
  let last = 0;
  for (const { id } of everyStroke(document)) {
    const found = /^n(\d{1,15})$/.exec(id);
    if (found) last = Math.max(last, Number(found[1]));
  }
  return () => `n${++last}`;
}
