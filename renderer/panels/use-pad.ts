/**
 * The hands on the pad. A press takes its cell, a drag every count between, rows snap; the canvas follows as it goes and
 * the end is one undo step. A press on a cell that is not drawn asks for its row. Keys go cell by cell, with Shift stroke
 * by stroke, and may stand on a cell that is not there yet.
 */

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { LineamentDocument } from '../document/document.ts';
import { drawnRows, lockedIn, ownRow, ROWS, showCell } from '../document/variations.ts';
import { app } from '../state/app.ts';
import type { Gesture } from '../state/desk.ts';
import { useStore } from '../state/store.ts';
import { type Cell, cellAfter, cellUnder, columnFor, countUnder, rowUnder } from './variations.ts';

/** Screen px that the pointer may move in a press. */
const STILL = 3;

interface Drag {
  gesture: Gesture;
  x: number;
  y: number;
  moved: boolean;
  /** Where the pointer is. */
  row: number;
  /** What is shown; null: nothing was taken yet. */
  shows: { row: number; count: number } | null;
}

export function usePad(document: LineamentDocument, columns: readonly number[]) {
  const drag = useRef<Drag | null>(null);
  const puck = useRef<HTMLElement>(null);
  /** A cell that keys stand on and that is not shown. */
  const [waits, setWaits] = useState<Cell | null>(null);
  // A sketch that is started by key takes the pad away, and with it a drag.
  useEffect(() => () => drag.current?.gesture.cancel(), []);
  const drawn = drawnRows(document);
  const count = document.shown + lockedIn(document);
  const now: Cell = { row: ownRow(document), column: columnFor(columns, count) };
  const cursor = waits ?? now;

  const show = (row: number, to: number) => {
    setWaits(null);
    // Not the document of this rendering: a drag's preview has just been dropped.
    const other = row !== ownRow(useStore.getState().document ?? document);
    const words = to === 1 ? '1 stroke' : `${to} strokes`;
    // Rows name their strokes alike: what is selected in one is another stroke in the next.
    if (other) useStore.setState({ selection: [] });
    const label = other ? `Show ${words}, ${ROWS[row]!.name.toLowerCase()}` : `Show ${words}`;
    app.change(label, (from) => showCell(from, row, to));
  };
  const ask = ({ row }: Cell) => app.variations.ask(row);
  const goTo = (cell: Cell) => {
    if (drawn[cell.row]) show(cell.row, columns[cell.column]!);
    else setWaits(cell);
  };
  const press = (cell: Cell) => {
    if (drawn[cell.row]) goTo(cell);
    else ask(cell);
  };

  const end = (keep: boolean) => {
    const held = drag.current;
    drag.current = null;
    if (!held) return;
    puck.current!.hidden = true;
    held.gesture.cancel();
    if (keep && held.shows) show(held.shows.row, held.shows.count);
    else if (keep && !held.moved) press({ row: held.row, column: 0 });
  };
  const place = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const within = (at: number, length: number) => Math.max(0, Math.min(length, at));
    const [x, y] = [within(event.clientX - box.left, box.width), within(event.clientY - box.top, box.height)];
    return { x, y, width: box.width, height: box.height };
  };
  const ride = ({ x, y }: { x: number; y: number }) => {
    puck.current!.hidden = false;
    puck.current!.style.translate = `${x}px ${y}px`;
  };
  const take = (held: Drag, row: number, to: number) => {
    held.shows = { row, count: to };
    held.gesture.preview((from) => showCell(from, row, to));
  };
  const pointers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const { x, y, width, height } = place(event);
      const { row, column } = cellUnder(columns, x / width, y / height);
      setWaits(null);
      const gesture = app.gesture('Show strokes');
      drag.current = { gesture, x: event.clientX, y: event.clientY, moved: false, row, shows: null };
      if (!drawn[row]) return;
      ride({ x, y });
      take(drag.current, row, columns[column]!);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const held = drag.current;
      if (!held) return;
      held.moved ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > STILL;
      if (!held.moved) return;
      const at = place(event);
      ride(at);
      held.row = rowUnder(held.row, at.y, at.height);
      const row = drawn[held.row] ? held.row : (held.shows?.row ?? now.row);
      take(held, row, countUnder(columns, at.x / at.width));
    },
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape' && drag.current) end(false);
    else if (event.key === 'Enter') press(cursor);
    else if (event.shiftKey && step) show(now.row, Math.max(1, Math.min(document.strokes.length, count + step)));
    else {
      const cell = cellAfter(cursor, columns.length, event.key);
      if (!cell) return;
      goTo(cell);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { puck, pointers, onKeyDown, press, show, goTo, count, now, cursor, drawn };
}
