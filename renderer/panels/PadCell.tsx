/** A cell of the pad: the drawing itself, or the ring of one that is not drawn yet, which turns once it is on its way. */

import { memo, useMemo } from 'react';
import type { DocumentStroke } from '../../main/contract.ts';
import { visibleStrokes } from '../document/document.ts';
import { lockedIn, ROWS } from '../document/variations.ts';
import { Drawing } from './Drawing.tsx';

interface PadCellProps {
  row: number;
  column: number;
  count: number;
  /** Photo px. */
  width: number;
  height: number;
  /** Of the row's drawing; null: it is not drawn. */
  strokes: readonly DocumentStroke[] | null;
  now: boolean;
  /** The keys stand here. */
  at: boolean;
  /** Asked for, or being drawn. */
  onItsWay: boolean;
  onPress(cell: { row: number; column: number }): void;
}

function Cell({ row, column, count, width, height, strokes, now, at, onItsWay, onPress }: PadCellProps) {
  const seen = useMemo(
    () => strokes && visibleStrokes({ strokes, shown: count - lockedIn({ strokes }) }),
    [strokes, count],
  );
  const state = seen ? '' : onItsWay ? ': being drawn' : ': not drawn yet';
  const name = `${count} ${count === 1 ? 'stroke' : 'strokes'}, ${ROWS[row]!.name.toLowerCase()}${state}`;
  const classes = ['p-cell', at && 'at', onItsWay && 'turns'].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      className={classes}
      aria-pressed={now}
      aria-label={name}
      title={seen ? undefined : name}
      tabIndex={-1}
      // Pointers are the pad's; without one (a screen reader, a voice) there is only the click.
      onClick={({ detail }) => detail === 0 && onPress({ row, column })}
    >
      {seen ? <Drawing strokes={seen} width={width} height={height} least={2} /> : <i className="p-ring" />}
    </button>
  );
}

/** Drawn anew only where something of it changed: the hand that presses is another one at every count. */
export const PadCell = memo(Cell, (a, b) =>
  (Object.keys(b) as (keyof PadCellProps)[]).every((key) => key === 'onPress' || a[key] === b[key]),
);
