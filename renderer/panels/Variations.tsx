/**
 * The pad "Variations": a contact sheet of the drawing with fewer and more strokes, looser and closer. A puck rides under
 * the pointer; keys and screen readers have two ranges, "Strokes" and "Closeness", that are not seen.
 */

import { type CSSProperties, useRef } from 'react';
import type { LineamentDocument } from '../document/document.ts';
import { ROWS, rowFor } from '../document/variations.ts';
import { useStore } from '../state/store.ts';
import { PadCell } from './PadCell.tsx';
import { usePad } from './use-pad.ts';

interface VariationsProps {
  document: LineamentDocument;
  columns: readonly number[];
}

export function Variations({ document, columns }: VariationsProps) {
  const filling = useStore((state) => state.filling);
  const { width, height } = document.photo;
  const { puck, pointers, onKeyDown, press, show, goTo, count, now, cursor, drawn } = usePad(document, columns);
  const strokes = useRef<HTMLInputElement>(null);
  const isOnItsWay = (row: number) => filling.row === row || filling.asked.includes(row);
  const row = ROWS[cursor.row]!;
  const state = drawn[cursor.row] ? '' : isOnItsWay(cursor.row) ? ', being drawn' : ', not drawn yet';
  const style = { '--columns': columns.length, '--aspect': `${width}/${height}` } as CSSProperties;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend where the section has its heading.
    <div className="p-pad" role="group" aria-label="Variations" style={style} onKeyDown={onKeyDown}>
      <input
        ref={strokes}
        className="vh"
        type="range"
        aria-label="Strokes"
        min={1}
        max={document.strokes.length}
        value={Math.max(1, count)}
        aria-valuetext={`${count} of ${document.strokes.length} strokes`}
        onChange={({ target }) => show(now.row, target.valueAsNumber)}
      />
      <input
        className="vh"
        type="range"
        aria-label="Closeness"
        min={0}
        max={1}
        step={0.5}
        value={row.fidelity}
        aria-valuetext={`${row.name}${state}`}
        onChange={({ target }) => goTo({ ...cursor, row: rowFor(target.valueAsNumber) })}
      />
      <span className="p-axis down" aria-hidden="true">
        <span>Loose</span>
        <span>Exact</span>
      </span>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer's way; the ranges before it are everyone else's. */}
      <div
        className="p-cells"
        {...pointers}
        // The pad's keys are to go on from where the pointer was.
        onMouseDown={(event) => {
          event.preventDefault();
          strokes.current?.focus({ preventScroll: true });
        }}
      >
        {ROWS.map(({ name }, r) =>
          columns.map((at, c) => (
            <PadCell
              key={`${name} ${at}`}
              {...{ row: r, column: c, count: at, width, height }}
              strokes={drawn[r]?.strokes ?? null}
              now={r === now.row && c === now.column}
              at={r === cursor.row && c === cursor.column}
              onItsWay={isOnItsWay(r)}
              onPress={press}
            />
          )),
        )}
        <i ref={puck} className="p-puck" hidden />
      </div>
      <div className="p-axis across p-num" aria-hidden="true">
        {columns.map((at, c) => (
          <span key={at} className={c === now.column ? 'on' : undefined}>
            {at}
          </span>
        ))}
      </div>
    </div>
  );
}
