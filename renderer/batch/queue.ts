/**
 * The queue of a batch as a value: its photos in order, whether it goes, and every step it can take.
 *
 * Nothing here draws, keeps or shows. At most one photo is drawn at a time; what was interrupted waits again, since the
 * same photo, settings and seed give the same drawing. Settings belong to the batch until a photo begins: then it has
 * its own, so a change applies to what still waits.
 */

import type { BatchItem, PageSettings } from '../../main/contract.ts';

export interface Queue {
  items: readonly BatchItem[];
  /** Whether the next photo is taken by itself. */
  going: boolean;
  /** What the next photos get. */
  settings: PageSettings;
}

/** Before anything was drawn; while photos are taken; interrupted; with nothing left to draw. */
export type Phase = 'setUp' | 'running' | 'paused' | 'over';

/** What a sketch leaves of a photo in the queue. */
export interface Drawn {
  strokes: number;
  likeness: number;
  seconds: number;
}

const BLANK = { state: 'waiting', reason: null, settings: null, strokes: null, likeness: null, seconds: null } as const;

/** A photo that waits. @param file the host's name for it; null: its bytes are kept */
export function waitingItem(key: string, name: string, file: string | null): BatchItem {
  return { key, name: name.slice(0, 255), file, ...BLANK };
}

/** A batch that was kept: paused, and what was under way waits again. */
export function restored({ items, settings }: Pick<Queue, 'items' | 'settings'>): Queue {
  return {
    items: items.map((item) => (item.state === 'running' ? { ...item, ...BLANK } : item)),
    going: false,
    settings,
  };
}

export function phaseOf({ items, going }: Queue): Phase {
  if (going) return 'running';
  if (!items.some(({ state }) => state === 'waiting')) return 'over';
  return items.every(({ state }) => state === 'waiting' || state === 'cancelled') ? 'setUp' : 'paused';
}

/** How many photos are in each state. */
export function countsOf({ items }: Pick<Queue, 'items'>): Record<BatchItem['state'], number> {
  const counts = { waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
  for (const { state } of items) counts[state]++;
  return counts;
}

/** The photo to draw now; null where one is being drawn, none waits, or the batch does not go. */
export function nextOf({ items, going }: Queue): BatchItem | null {
  if (!going || items.some(({ state }) => state === 'running')) return null;
  return items.find(({ state }) => state === 'waiting') ?? null;
}

export function added(queue: Queue, items: readonly BatchItem[]): Queue {
  return { ...queue, items: [...queue.items, ...items] };
}

export function started(queue: Queue): Queue {
  return settled({ ...queue, going: true });
}

/** Takes no more photos; the one under way waits again. */
export function paused(queue: Queue): Queue {
  return { ...each(queue, isRunning, again), going: false };
}

export function begun(queue: Queue, key: string): Queue {
  return each(queue, named(key, 'waiting'), (item) => ({ ...item, state: 'running', settings: queue.settings }));
}

export function finished(queue: Queue, key: string, drawn: Drawn): Queue {
  return settled(each(queue, named(key, 'running'), (item) => ({ ...item, ...drawn, state: 'done' })));
}

/** @param reason one sentence */
export function failed(queue: Queue, key: string, reason: string): Queue {
  return settled(each(queue, named(key, 'running'), (item) => ({ ...item, state: 'failed', reason })));
}

/** What was under way waits again; the batch goes on as it did. */
export function interrupted(queue: Queue): Queue {
  return each(queue, isRunning, again);
}

/** Leaves a photo out that waits or is being drawn. */
export function cancelled(queue: Queue, key: string): Queue {
  return settled(each(queue, named(key, 'waiting', 'running'), leftOut));
}

/** Leaves all photos out that are not done; what is drawn stays. */
export function allCancelled(queue: Queue): Queue {
  return { ...each(queue, ({ state }) => state === 'waiting' || state === 'running', leftOut), going: false };
}

/** Photos that failed or were left out wait again; a batch that was over goes on with them. */
export function retried(queue: Queue, keys: ReadonlySet<string>): Queue {
  const over = phaseOf(queue) === 'over';
  const next = each(
    queue,
    ({ key, state }) => keys.has(key) && (state === 'failed' || state === 'cancelled'),
    (item) => ({ ...item, ...BLANK }),
  );
  return next === queue || !over ? next : { ...next, going: true };
}

/** Takes photos out of the batch for good, but not the one being drawn. */
export function removed(queue: Queue, keys: ReadonlySet<string>): Queue {
  return settled({
    ...queue,
    items: queue.items.filter(({ key, state }) => state === 'running' || !keys.has(key)),
  });
}

/** Puts a photo at another place, counted from 0 in the list as it is without it. */
export function moved(queue: Queue, key: string, place: number): Queue {
  const from = queue.items.findIndex((item) => item.key === key);
  const to = Math.max(0, Math.min(queue.items.length - 1, place));
  if (from < 0 || from === to) return queue;
  const items = queue.items.toSpliced(from, 1).toSpliced(to, 0, queue.items[from]!);
  return { ...queue, items };
}

/** A drawing that was changed by hand has another count or likeness. */
export function redrawn(queue: Queue, key: string, drawn: Pick<BatchItem, 'strokes' | 'likeness'>): Queue {
  return each(queue, named(key, 'done'), (item) => ({ ...item, ...drawn }));
}

type Test = (item: BatchItem) => boolean;

const isRunning: Test = ({ state }) => state === 'running';
const again = (item: BatchItem): BatchItem => ({ ...item, ...BLANK });
const leftOut = (item: BatchItem): BatchItem => ({ ...item, ...BLANK, state: 'cancelled' });

function named(key: string, ...states: BatchItem['state'][]): Test {
  return (item) => item.key === key && states.includes(item.state);
}

/** The queue with some of its photos changed; itself where none is. */
function each(queue: Queue, which: Test, change: (item: BatchItem) => BatchItem): Queue {
  if (!queue.items.some(which)) return queue;
  return { ...queue, items: queue.items.map((item) => (which(item) ? change(item) : item)) };
}

/** Where nothing is left to draw, it does not go. */
function settled(queue: Queue): Queue {
  const left = queue.items.some(({ state }) => state === 'waiting' || state === 'running');
  return left || !queue.going ? queue : { ...queue, going: false };
}
