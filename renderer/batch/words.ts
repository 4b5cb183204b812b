/** What is said of a batch, in words: counts, how it ended, how long it still takes. */

import { spoken } from '../ruler/time-left.ts';
import { countsOf, type Queue } from './queue.ts';
import type { Live } from './runner.ts';

type Items = Pick<Queue, 'items'>;

/** "1 photo", "12 photos". */
export function photoWords(count: number): string {
  return `${count} ${count === 1 ? 'photo' : 'photos'}`;
}

/** "7 of 12 drawn." */
export function doneWords(queue: Items): string {
  return `${countsOf(queue).done} of ${queue.items.length} drawn.`;
}

/** How a batch ended: "11 drawn, 1 failed." */
export function overWords(queue: Items): string {
  const { done, failed, cancelled } = countsOf(queue);
  const parts = [`${done} drawn`, failed && `${failed} failed`, cancelled && `${cancelled} left out`].filter(Boolean);
  return `${parts.join(', ')}.`;
}

/** How many are left: "5 of 12 left". */
export function leftWords(queue: Items): string {
  const { waiting, running } = countsOf(queue);
  return `${waiting + running} of ${queue.items.length} left`;
}

/**
 * About how long the rest takes, as long a photo as those that are drawn; null: nothing is known of it yet.
 */
export function secondsLeft(queue: Items, live: Live | null): number | null {
  const taken = queue.items.flatMap(({ state, seconds }) => (state === 'done' && seconds !== null ? [seconds] : []));
  const { waiting, running } = countsOf(queue);
  const now = live?.secondsLeft ?? null;
  if (!taken.length) return waiting ? null : now;
  const mean = taken.reduce((sum, seconds) => sum + seconds, 0) / taken.length;
  const current = running ? (now ?? mean) : 0;
  return waiting * mean + current;
}

/** "About 45 s left". */
export function timeWords(queue: Items, live: Live | null): string | null {
  const seconds = secondsLeft(queue, live);
  return seconds === null ? null : `About ${spoken(seconds)} left`;
}

/** A photo's state in a word or two, as its card has it. */
export function stateWords(item: Queue['items'][number], next: boolean): string {
  if (item.state === 'done') return item.likeness === null ? 'Drawn' : `Likeness ${Math.round(item.likeness)}`;
  if (item.state === 'failed') return 'Failed';
  if (item.state === 'cancelled') return 'Left out';
  if (item.state === 'running') return 'Drawing';
  return next ? 'Next' : 'Waiting';
}
