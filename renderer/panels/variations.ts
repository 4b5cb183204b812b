/**
 * The contact sheet of a drawing: which counts its columns are, which cell is now, and where a key leads.
 *
 * Columns are 4, 8, 16 and all; a drawing of fewer strokes has only those that it reaches.
 */

import { type LineamentDocument, mostShown } from '../document/document.ts';

/** Closeness of the three rows, the exact one on top. */
export const ROWS = [
  { name: 'Exact', fidelity: 1 },
  { name: 'Between', fidelity: 0.5 },
  { name: 'Loose', fidelity: 0 },
] as const;

/** The columns' counts, rising, the last of them all strokes that the count can show. */
export function columnsOf({ strokes }: Pick<LineamentDocument, 'strokes'>): number[] {
  const most = mostShown(strokes);
  return [...[4, 8, 16].filter((count) => count < most), ...(most > 0 ? [most] : [])];
}

/** The row whose closeness is nearest to this one. */
export function rowFor(fidelity: number): number {
  const gaps = ROWS.map((row) => Math.abs(row.fidelity - fidelity));
  return gaps.indexOf(Math.min(...gaps));
}

/** The column nearest to a count, on the log scale on which counts look evenly apart. */
export function columnFor(columns: readonly number[], shown: number): number {
  const gaps = columns.map((count) => Math.abs(Math.log(count) - Math.log(Math.max(1, shown))));
  return gaps.indexOf(Math.min(...gaps));
}

/** The count that a key leads to: arrows by columns, with Shift by strokes; null for other keys. */
export function countAfter(columns: readonly number[], shown: number, key: string, shift: boolean): number | null {
  const most = columns.at(-1);
  const least = columns[0];
  if (most === undefined || least === undefined) return null;
  if (key === 'Home') return least;
  if (key === 'End') return most;
  if (key === 'ArrowRight') return shift ? Math.min(most, shown + 1) : (columns.find((count) => count > shown) ?? most);
  if (key === 'ArrowLeft')
    return shift ? Math.max(1, shown - 1) : (columns.findLast((count) => count < shown) ?? least);
  return null;
}
