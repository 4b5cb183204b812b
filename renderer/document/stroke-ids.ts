/**
 * Names for strokes that a person makes: n1, n2 … on from the highest there is.
 *
 * Counted, not random, so that the same commands give the same document. Tries and variations are counted too, as any
 * of them can be taken later beside what was drawn by hand.
 */

/** Anything with strokes that have names. */
interface Named {
  strokes: readonly { id: string }[];
}

/** A source of ids that no stroke of the document, of its tries or of its variations has. */
export function newIds({
  strokes,
  tries,
  variations = [],
}: Named & { tries: readonly Named[]; variations?: readonly (Named & { tries: readonly Named[] })[] }): () => string {
  let last = 0;
  const others = variations.flatMap((one) => [one, ...one.tries]);
  for (const { id } of [strokes, ...[...tries, ...others].map((one) => one.strokes)].flat()) {
    const found = /^n(\d{1,15})$/.exec(id);
    if (found) last = Math.max(last, Number(found[1]));
  }
  return () => `n${++last}`;
}
