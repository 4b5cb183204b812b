/**
 * What the strokes list shows and does, without its looks: its orders, its rows' worth, what keys and presses select.
 */

import type { DocumentStroke } from '../../main/contract.ts';
import { chainLength } from '../../main/strokes/bezier.ts';

export type StrokeOrder = 'importance' | 'drawn' | 'length';

export interface StrokeRow {
  stroke: DocumentStroke;
  /** From one, in the drawing order: what the stroke is called. */
  number: number;
  /** Share of the dearest stroke's worth, 0..1; null where it is not known. */
  share: number | null;
}

/**
 * The rows in this order. A stroke whose worth is not known, since it was changed, stays with the one drawn before it:
 * the drawing order is that of importance, and a row should not run away while it is worked on.
 */
export function rowsOf(strokes: readonly DocumentStroke[], order: StrokeOrder): StrokeRow[] {
  const dearest = Math.max(1e-9, ...strokes.map(({ worth }) => worth ?? 0));
  const rows = strokes.map((stroke, i) => ({
    stroke,
    number: i + 1,
    share: stroke.worth === null ? null : Math.min(1, Math.max(0, stroke.worth / dearest)),
  }));
  if (order === 'drawn') return rows;
  let known = strokes.find(({ worth }) => worth !== null)?.worth ?? 0;
  const keyed = rows.map((row) => {
    known = row.stroke.worth ?? known;
    return { row, key: order === 'length' ? chainLength(row.stroke.points) : known };
  });
  return keyed.sort((a, b) => b.key - a.key).map(({ row }) => row);
}

/**
 * What is selected after a press on a row.
 *
 * @param ids of all rows in their order
 * @param anchor the row pressed before, where a range begins
 */
export function selectionAfter(
  ids: readonly string[],
  selection: readonly string[],
  pressed: string,
  anchor: string | null,
  how: 'one' | 'toggle' | 'range',
): string[] {
  if (how === 'toggle')
    return selection.includes(pressed) ? selection.filter((id) => id !== pressed) : [...selection, pressed];
  const from = anchor === null ? -1 : ids.indexOf(anchor);
  if (how === 'one' || from < 0) return [pressed];
  const to = ids.indexOf(pressed);
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** The one value that all have, or null where they differ. */
export function common<T, V>(items: readonly T[], value: (item: T) => V): V | null {
  const [first, ...rest] = items.map(value);
  return first !== undefined && rest.every((other) => other === first) ? first : null;
}
