/**
 * The strokes as a list, the canvas's twin for who does not see it: a listbox over the same ids, several at a time.
 *
 * One tab stop; arrows walk, Space selects, Shift extends, Enter opens nodes; a drag puts a row to another place. Lock and eye in a row are for the
 * pointer; keys have them in the inspector, as a listbox's rows hold no buttons.
 */

import { Eye, EyeOff, Lock, LockOpen } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from 'react';
import type { LineamentDocument } from '../document/document.ts';
import { hide, lock } from '../document/edits.ts';
import { app } from '../state/app.ts';
import { hover, useStore } from '../state/store.ts';
import { pathOf } from './Drawing.tsx';
import { rowsOf, type StrokeOrder, type StrokeRow, selectionAfter } from './stroke-list.ts';
import { useRowDrag } from './use-row-drag.ts';
import { strokeWords } from './words.ts';

const rowOf = (target: EventTarget) => (target as Element).closest<HTMLElement>('[data-stroke]');
const select = (selection: string[]) => useStore.setState({ selection });

interface StrokeListProps {
  document: LineamentDocument;
  order: StrokeOrder;
  /** Whether rows stay as they are: the engine has not done with their strokes. */
  fixed: boolean;
  onOrder(order: StrokeOrder): void;
}

export function StrokeList({ document, order, fixed, onOrder }: StrokeListProps) {
  const selection = useStore((state) => state.selection);
  const hovered = useStore((state) => state.hovered);
  const [active, setActive] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const { drag, takesClick, drop, handlers } = useRowDrag(() => onOrder('drawn'));
  const rows = rowsOf(document.strokes, order);
  const ids = rows.map(({ stroke }) => stroke.id);

  const press = (id: string, how: 'one' | 'toggle' | 'range') => {
    select(selectionAfter(ids, selection, id, anchor.current, how));
    if (how !== 'range') anchor.current = id;
    setActive(id);
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (takesClick()) return;
    const row = rowOf(event.target);
    const id = row?.dataset['stroke'];
    const stroke = document.strokes.find((one) => one.id === id);
    if (!row || !stroke) return;
    const act = (event.target as Element).closest<HTMLElement>('[data-act]')?.dataset['act'];
    const { locked, hidden } = stroke;
    if (act === 'lock')
      app.change(locked ? 'Unlock stroke' : 'Lock stroke', (from) => lock(from, [stroke.id], !locked));
    else if (act === 'hide')
      app.change(hidden ? 'Show stroke' : 'Hide stroke', (from) => hide(from, [stroke.id], !hidden));
    else press(stroke.id, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'one');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = active === null ? -1 : ids.indexOf(active);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to !== undefined) {
      const id = ids[Math.min(ids.length - 1, Math.max(0, to))];
      if (id === undefined) return;
      if (event.shiftKey) press(id, 'range');
      else setActive(id);
      hover(id);
      event.currentTarget.querySelector(`[data-stroke="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Escape' && drag) drop();
    else if (event.key === ' ' && active !== null) press(active, 'toggle');
    else if (event.key === 'Enter' && active !== null && !event.ctrlKey && !event.metaKey) {
      press(active, 'one');
      useStore.setState({ tool: 'nodes' });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={drag ? 'p-list p-num dragging' : 'p-list p-num'}
      role="listbox"
      aria-label="Strokes"
      aria-multiselectable="true"
      aria-activedescendant={active !== null && ids.includes(active) ? `row-${active}` : undefined}
      tabIndex={0}
      onClick={onClick}
      {...(fixed ? {} : handlers)}
      onKeyDown={onKeyDown}
      onFocus={() => setActive((now) => (now !== null && ids.includes(now) ? now : (selection[0] ?? ids[0] ?? null)))}
      onBlur={() => hover(null)}
      onPointerOver={({ target }) => hover(rowOf(target)?.dataset['stroke'] ?? null)}
      onPointerLeave={() => hover(null)}
    >
      <svg className="p-hidden" aria-hidden="true">
        <symbol id="p-all" viewBox={`0 0 ${document.photo.width} ${document.photo.height}`}>
          {document.strokes.map(({ id, points }) => (
            <path key={id} d={pathOf(points)} />
          ))}
        </symbol>
      </svg>
      {rows.map((row) => (
        <Row
          key={row.stroke.id}
          {...row}
          width={document.photo.width}
          height={document.photo.height}
          selected={selection.includes(row.stroke.id)}
          lit={row.stroke.id === hovered}
          active={row.stroke.id === active}
          moving={drag?.ids.includes(row.stroke.id) ?? false}
          fixed={fixed}
        />
      ))}
      {drag && <span className="p-drop" style={{ top: drag.top }} />}
    </div>
  );
}

interface RowProps extends StrokeRow {
  /** Of the photo, its pixels. */
  width: number;
  height: number;
  selected: boolean;
  lit: boolean;
  active: boolean;
  /** Whether it is being dragged. */
  moving: boolean;
  fixed: boolean;
}

const Row = memo(function Row({
  stroke,
  number,
  share,
  width,
  height,
  selected,
  lit,
  active,
  moving,
  fixed,
}: RowProps) {
  const words = strokeWords(stroke.points, width, height);
  const worth = stroke.worth === null ? '' : stroke.worth.toFixed(1);
  const states = [stroke.locked && 'locked', stroke.hidden && 'hidden', worth && 'worth'].filter(Boolean);
  const marks = { lit, active, moving, hidden: stroke.hidden };
  const classes = ['p-row', ...Object.entries(marks).flatMap(([name, on]) => (on ? [name] : []))].join(' ');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names its active row.
    <div
      className={classes}
      role="option"
      id={`row-${stroke.id}`}
      data-stroke={stroke.id}
      aria-selected={selected}
      title={worth && `Without it, likeness falls by ${worth}`}
    >
      <span className="n">
        <span className="vh">Stroke </span>
        {number}
      </span>
      <span className="p-paper p-tile">
        <svg className="p-drawing" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <use href="#p-all" className="pale" strokeWidth={Math.max(width, height) / 60} />
          <path d={pathOf(stroke.points)} stroke="var(--ink)" strokeWidth={Math.max(width, height) / 24} />
        </svg>
      </span>
      <span className="what">
        <span>{words}</span>
        {!fixed && (
          <span className="acts">
            <i data-act="lock" data-on={stroke.locked} title={stroke.locked ? 'Unlock' : 'Lock'}>
              {stroke.locked ? <Lock size={14} /> : <LockOpen size={14} />}
            </i>
            <i data-act="hide" data-on={stroke.hidden} title={stroke.hidden ? 'Show' : 'Hide'}>
              {stroke.hidden ? <EyeOff size={14} /> : <Eye size={14} />}
            </i>
          </span>
        )}
      </span>
      <span className="p-worth">{share !== null && <i style={{ width: `${share * 100}%` }} />}</span>
      <span className="vh">{states.join(', ')}</span>
      <span className="v">{worth || '–'}</span>
    </div>
  );
});
