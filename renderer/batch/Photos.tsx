/**
 * The batch's photos, as a sheet of cards or a list: arrows walk them, Enter opens or retries, [ and ] put one earlier or
 * later, Delete leaves it out; a card that waits can be dragged to another place.
 */

import { type DragEvent, type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { BatchItem } from '../../main/contract.ts';
import { useStore } from '../state/store.ts';
import { batch } from './batch.ts';
import { Card } from './Card.tsx';
import type { BatchState } from './state.ts';

interface Landing {
  key: string;
  side: 'before' | 'after';
}

const SHOWN: Record<BatchState['filter'], (item: BatchItem) => boolean> = {
  all: () => true,
  done: ({ state }) => state === 'done',
  failed: ({ state }) => state === 'failed',
};

const NO_ITEMS: readonly BatchItem[] = [];

/** What a filter that lets nothing through says. */
const NONE = { all: '', done: 'Nothing is drawn yet.', failed: 'Nothing failed.' } as const;

export function Photos() {
  const items = useStore((state) => state.batch?.queue.items ?? NO_ITEMS);
  const filter = useStore((state) => state.batch?.filter ?? 'all');
  const layout = useStore((state) => state.batch?.layout ?? 'sheet');
  const shown = useMemo(() => items.filter(SHOWN[filter]), [items, filter]);
  const next = items.find(({ state }) => state === 'waiting')?.key;
  const [focused, setFocused] = useState<string | null>(null);
  const stop = shown.some(({ key }) => key === focused) ? focused : shown[0]?.key;
  const { landing, ...drag } = useReordering();
  return (
    <div className="b-scroll">
      {!shown.length && <p className="b-none">{NONE[filter]}</p>}
      {/* biome-ignore lint/a11y/useSemanticElements: cards are no table. */}
      <div
        role="grid"
        aria-label="Photos"
        aria-rowcount={shown.length}
        className={`b-${layout}`}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => setFocused(keyOf(target) ?? focused)}
        onDrop={drag.onDrop}
      >
        {shown.map((item, i) => (
          <Card
            key={item.key}
            item={item}
            place={i + 1}
            next={item.key === next}
            stop={item.key === stop}
            landing={landing?.key === item.key ? landing.side : null}
            onDrag={drag.onDrag}
            onDragOver={drag.onDragOver}
          />
        ))}
      </div>
    </div>
  );
}

/** Dragging one card to another's place. */
function useReordering() {
  const dragged = useRef<string | null>(null);
  const [landing, setLanding] = useState<Landing | null>(null);
  const onDrag = useCallback((key: string | null, { dataTransfer }: DragEvent) => {
    dragged.current = key;
    setLanding(null);
    if (key === null) return;
    // Firefox drags nothing without data.
    dataTransfer.setData('text/plain', '');
    dataTransfer.effectAllowed = 'move';
  }, []);
  const onDragOver = useCallback((key: string, event: DragEvent<HTMLElement>) => {
    if (dragged.current === null || dragged.current === key) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const rows = event.currentTarget.parentElement?.classList.contains('b-list');
    const late = rows ? event.clientY > box.top + box.height / 2 : event.clientX > box.left + box.width / 2;
    const side = late ? 'after' : 'before';
    setLanding((before) => (before?.key === key && before.side === side ? before : { key, side }));
  }, []);
  const onDrop = (event: DragEvent) => {
    const key = dragged.current;
    if (key === null || !landing) return;
    event.preventDefault();
    const others = (useStore.getState().batch?.queue.items ?? []).filter((item) => item.key !== key);
    const at = others.findIndex((item) => item.key === landing.key);
    if (at >= 0) batch.move(key, landing.side === 'after' ? at + 1 : at);
    setLanding(null);
  };
  return { landing, onDrag, onDragOver, onDrop };
}

function keyOf(target: EventTarget): string | null {
  const row = (target as HTMLElement).closest('[role=row]');
  return row?.querySelector<HTMLElement>('[data-key]')?.dataset['key'] ?? null;
}

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey) return;
  const key = keyOf(event.target);
  const items = useStore.getState().batch?.queue.items ?? [];
  const at = items.findIndex((item) => item.key === key);
  const item = items[at];
  if (!item) return;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-key]')];
  const here = cells.findIndex((cell) => cell.dataset['key'] === key);
  const onCell = event.target === cells[here];
  const to = placeAfter(event.key, here, cells);
  if (to !== null) cells[Math.max(0, Math.min(cells.length - 1, to))]?.focus();
  else if (event.key === '[') batch.move(item.key, at - 1);
  else if (event.key === ']') batch.move(item.key, at + 1);
  else if (event.key === 'Delete' || event.key === 'Backspace') leaveOut(item, cells[here + 1] ?? cells[here - 1]);
  else if (event.key === 'Enter' && onCell) pressed(item);
  else return;
  event.preventDefault();
}

function pressed({ key, state }: BatchItem): void {
  if (state === 'done') void batch.open(key);
  else if (state === 'failed' || state === 'cancelled') batch.retry([key]);
}

/** @param beside what takes the focus where the card goes */
function leaveOut({ key, state }: BatchItem, beside: HTMLElement | undefined): void {
  if (state === 'waiting' || state === 'running') batch.cancel(key);
  else if (state !== 'done') {
    beside?.focus();
    batch.remove([key]);
  }
}

/** The place that a key leads to from another; null: none of those keys. */
function placeAfter(key: string, here: number, cells: readonly HTMLElement[]): number | null {
  const top = cells[0]?.getBoundingClientRect().top;
  const across = cells.findIndex((cell) => cell.getBoundingClientRect().top !== top);
  const columns = across < 0 ? cells.length : across;
  const rows = Math.ceil(cells.length / columns);
  switch (key) {
    case 'ArrowLeft':
      return here - 1;
    case 'ArrowRight':
      return here + 1;
    case 'ArrowUp':
      return here - columns < 0 ? here : here - columns;
    case 'ArrowDown':
      return here + columns < cells.length || Math.floor(here / columns) < rows - 1 ? here + columns : here;
    case 'Home':
      return 0;
    case 'End':
      return cells.length - 1;
    default:
      return null;
  }
}
