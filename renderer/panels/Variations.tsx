/**
 * The pad "Variations": the drawing with fewer and more strokes, side by side, in the row of its closeness. The other
 * rows are not drawn yet, and say so by a dotted ring; pressing one makes its closeness that of the next sketch.
 */

import type { CSSProperties, KeyboardEvent } from 'react';
import { type LineamentDocument, visibleStrokes } from '../document/document.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { Drawing } from './Drawing.tsx';
import { columnFor, columnsOf, countAfter, ROWS, rowFor } from './variations.ts';

export function Variations({ document }: { document: LineamentDocument }) {
  const wished = useStore(({ settings }) => settings.fidelity);
  const { width, height } = document.photo;
  const columns = columnsOf(document);
  const drawnRow = rowFor(document.settings.fidelity);
  const nowColumn = columnFor(columns, document.shown);
  const show = (count: number) => count !== document.shown && app.setShown(count);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const count = countAfter(columns, document.shown, event.key, event.shiftKey);
    if (count === null) return;
    event.preventDefault();
    event.stopPropagation();
    show(count);
    const cells = event.currentTarget.querySelectorAll<HTMLElement>('[data-drawn]');
    cells[columnFor(columns, count)]?.focus();
  };
  const style = { '--columns': columns.length, '--aspect': `${width}/${height}` } as CSSProperties;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend where the section has its heading.
    <div className="p-pad" role="group" aria-label="Variations" style={style} onKeyDown={onKeyDown}>
      <span className="p-axis down" aria-hidden="true">
        <span>Loose</span>
        <span>Exact</span>
      </span>
      <div className="p-cells">
        {ROWS.map((row, r) =>
          columns.map((count, c) =>
            r === drawnRow ? (
              <button
                key={count}
                type="button"
                data-drawn
                className="p-cell"
                aria-pressed={c === nowColumn}
                aria-label={`${count} ${count === 1 ? 'stroke' : 'strokes'}`}
                tabIndex={c === nowColumn ? 0 : -1}
                onClick={() => show(count)}
              >
                <Drawing
                  strokes={visibleStrokes({ strokes: document.strokes, shown: count })}
                  width={width}
                  height={height}
                  least={2}
                />
              </button>
            ) : (
              <button
                key={count}
                type="button"
                className={Math.abs(row.fidelity - wished) < 0.01 ? 'p-cell waits wished' : 'p-cell waits'}
                aria-label={`${count} strokes, ${row.name.toLowerCase()}: not drawn yet`}
                title={`${row.name}: not drawn yet. A press sets it for the next sketch.`}
                tabIndex={-1}
                onClick={() => app.setSettings({ fidelity: row.fidelity })}
              >
                <i className="p-ring" />
              </button>
            ),
          ),
        )}
      </div>
      <div className="p-axis across p-num" aria-hidden="true">
        {columns.map((count, c) => (
          <span key={count} className={c === nowColumn ? 'on' : undefined}>
            {count}
          </span>
        ))}
      </div>
    </div>
  );
}
