/**
 * Which row of the pad is drawn next: what a person asked for first, the last press before those before it; then, where
 * rows fill by themselves, the one nearest to the drawing.
 */

/** The queue after a press on a row: it comes first. */
export function asked(queue: readonly number[], row: number): number[] {
  return [row, ...queue.filter((one) => one !== row)];
}

/**
 * The row to draw now; null: none.
 *
 * @param drawn whether each row is there, by its place
 * @param own the row of the drawing, from which "near" is meant
 * @param filling whether rows that nobody asked for are drawn
 */
export function nextRow(
  queue: readonly number[],
  drawn: readonly boolean[],
  own: number,
  filling: boolean,
): number | null {
  const wanted = queue.find((row) => drawn[row] === false);
  if (wanted !== undefined) return wanted;
  if (!filling) return null;
  const missing = drawn.flatMap((there, row) => (there ? [] : [row]));
  const [nearest] = missing.sort((a, b) => Math.abs(a - own) - Math.abs(b - own) || a - b);
  return nearest ?? null;
}
