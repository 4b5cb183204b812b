/**
 * The pad's arithmetic: which counts its columns are, what lies under the pointer, and where a key leads. All counts are
 * of strokes seen, locked ones included, as the ruler's are, so that the two always agree.
 *
 * Columns are 4, 8, 16 and all; a drawing of fewer strokes has only those that it reaches. Between them the count runs
 * through every integer on a log scale, on which counts look evenly apart.
 */

import type { LineamentDocument } from '../document/document.ts';
import { ROWS } from '../document/variations.ts';

/** Screen px by which the pointer has to leave a row before another one is taken. */
const HYSTERESIS = 8;

export interface Cell {
  row: number;
  column: number;
}

/** The columns' counts, rising, the last of them all strokes. */
export function columnsOf({ strokes }: Pick<LineamentDocument, 'strokes'>): number[] {
  const most = strokes.length;
  const locked = strokes.filter((stroke) => stroke.locked).length;
  return [...[4, 8, 16].filter((count) => count > locked && count < most), ...(most > 0 ? [most] : [])];
}

/** The column nearest to a count. */
export function columnFor(columns: readonly number[], count: number): number {
  const gaps = columns.map((one) => Math.abs(Math.log(one) - Math.log(Math.max(1, count))));
  return gaps.indexOf(Math.min(...gaps));
}

/**
 * The count under the pointer.
 * @param share 0..1 of the pad's width
 */
export function countUnder(columns: readonly number[], share: number): number {
  const last = columns.length - 1;
  const at = Math.max(0, Math.min(last, share * columns.length - 0.5));
  const left = Math.min(Math.floor(at), Math.max(0, last - 1));
  const [from, to] = [Math.log(columns[left]!), Math.log(columns[Math.min(last, left + 1)]!)];
  return Math.round(Math.exp(from + (at - left) * (to - from)));
}

/** The cell under the pointer, 0..1 of the pad's width and height. */
export function cellUnder(columns: readonly number[], x: number, y: number): Cell {
  const within = (share: number, count: number) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return { row: within(y, ROWS.length), column: within(x, columns.length) };
}

/**
 * The row that the pointer holds: the one it came from until it is well inside another.
 * @param y screen px from the pad's top
 */
export function rowUnder(from: number, y: number, height: number): number {
  const each = height / ROWS.length;
  if (y >= from * each - HYSTERESIS && y < (from + 1) * each + HYSTERESIS) return from;
  return cellUnder([1], 0, y / height).row;
}

/** The cell that a key leads to; null for other keys. */
export function cellAfter({ row, column }: Cell, columns: number, key: string): Cell | null {
  const to = (cell: Partial<Cell>): Cell => {
    const next = { row, column, ...cell };
    const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));
    return { row: within(next.row, ROWS.length), column: within(next.column, columns) };
  };
  switch (key) {
    case 'ArrowLeft':
      return to({ column: column - 1 });
    case 'ArrowRight':
      return to({ column: column + 1 });
    case 'ArrowUp':
      return to({ row: row - 1 });
    case 'ArrowDown':
      return to({ row: row + 1 });
    case 'Home':
      return to({ column: 0 });
    case 'End':
      return to({ column: columns - 1 });
    default:
      return null;
  }
}
