/** The queue of a batch: every step of it, and what a random walk of steps may never lead to. */

import { expect, test } from 'vitest';
import type { BatchItem } from '../../main/contract.ts';
import * as queue from '../../renderer/batch/queue.ts';
import { DEFAULT_PAGE_SETTINGS } from '../../renderer/document/document.ts';

type Queue = queue.Queue;

const empty: Queue = { items: [], going: false, settings: DEFAULT_PAGE_SETTINGS };
const of = (...keys: string[]): Queue =>
  queue.added(
    empty,
    keys.map((key) => queue.waitingItem(key, `${key}.jpg`, null)),
  );
const states = ({ items }: Queue) => items.map(({ key, state }) => `${key} ${state}`).join(', ');
const DRAWN = { strokes: 8, likeness: 61, seconds: 2 };

/** Takes the next photo, which has to be there. */
function begin(from: Queue): Queue {
  return queue.begun(from, queue.nextOf(from)!.key);
}

test('photos are drawn one after the other, in order, and then the batch is over', () => {
  let at = of('a', 'b');
  expect(queue.phaseOf(at)).toBe('setUp');
  expect(queue.nextOf(at)).toBeNull();
  at = begin(queue.started(at));
  expect(states(at)).toBe('a running, b waiting');
  expect(queue.nextOf(at)).toBeNull();
  at = begin(queue.finished(at, 'a', DRAWN));
  expect(states(at)).toBe('a done, b running');
  expect(queue.phaseOf(at)).toBe('running');
  at = queue.failed(at, 'b', 'b.jpg is empty.');
  expect(states(at)).toBe('a done, b failed');
  expect(at.items[1]!.reason).toBe('b.jpg is empty.');
  expect(queue.phaseOf(at)).toBe('over');
  expect(queue.countsOf(at)).toEqual({ waiting: 0, running: 0, done: 1, failed: 1, cancelled: 0 });
});

test('a pause lets go of what is under way, and going on takes it up first', () => {
  const at = queue.paused(begin(queue.started(of('a', 'b'))));
  expect(states(at)).toBe('a waiting, b waiting');
  expect(queue.nextOf(at)).toBeNull();
  expect(queue.nextOf(queue.started(at))!.key).toBe('a');
  const later = queue.paused(queue.finished(begin(queue.started(of('a', 'b'))), 'a', DRAWN));
  expect(queue.phaseOf(later)).toBe('paused');
});

test('an answer that comes after its photo was taken back changes nothing', () => {
  const at = queue.paused(begin(queue.started(of('a'))));
  expect(queue.finished(at, 'a', DRAWN)).toBe(at);
  expect(queue.failed(at, 'a', 'x')).toBe(at);
  const out = queue.cancelled(begin(queue.started(of('a', 'b'))), 'a');
  expect(states(queue.finished(out, 'a', DRAWN))).toBe('a cancelled, b waiting');
});

test('settings apply to what still waits: a photo keeps those it began with', () => {
  let at = begin(queue.started(of('a', 'b')));
  at = { ...at, settings: { ...at.settings, strokes: 4 } };
  at = begin(queue.finished(at, 'a', DRAWN));
  expect(at.items.map(({ settings }) => settings?.strokes)).toEqual([16, 4]);
  // One that waits again forgets them.
  expect(queue.paused(at).items[1]!.settings).toBeNull();
});

test('one is left out, or all that are not done', () => {
  const at = begin(queue.finished(begin(queue.started(of('a', 'b', 'c', 'd'))), 'a', DRAWN));
  expect(states(queue.cancelled(at, 'c'))).toBe('a done, b running, c cancelled, d waiting');
  const all = queue.allCancelled(at);
  expect(states(all)).toBe('a done, b cancelled, c cancelled, d cancelled');
  expect([all.going, queue.phaseOf(all)]).toEqual([false, 'over']);
  expect(queue.cancelled(at, 'a')).toBe(at);
});

test('what failed is tried again: at once where all was over, in its turn where not', () => {
  const over = queue.failed(begin(queue.started(of('a'))), 'a', 'why');
  const again = queue.retried(over, new Set(['a']));
  expect(states(again)).toBe('a waiting');
  expect(again.items[0]!.reason).toBeNull();
  expect(queue.nextOf(again)!.key).toBe('a');
  const paused = queue.paused(queue.failed(begin(queue.started(of('a', 'b'))), 'a', 'why'));
  expect(queue.retried(paused, new Set(['a'])).going).toBe(false);
  expect(queue.retried(paused, new Set(['b', 'none']))).toBe(paused);
});

test('a photo is put elsewhere, at an end too, and draws in that order', () => {
  const at = of('a', 'b', 'c');
  expect(states(queue.moved(at, 'c', 0))).toMatch(/^c .*a .*b/);
  expect(states(queue.moved(at, 'a', 9))).toMatch(/^b .*c .*a/);
  expect(queue.moved(at, 'b', 1)).toBe(at);
  expect(queue.moved(at, 'none', 0)).toBe(at);
  expect(queue.nextOf(queue.started(queue.moved(at, 'b', 0)))!.key).toBe('b');
});

test('what is drawn now cannot be thrown out, the rest can', () => {
  const at = begin(queue.started(of('a', 'b')));
  expect(states(queue.removed(at, new Set(['a', 'b'])))).toBe('a running');
});

test('after a restart the batch is paused, and what was under way waits', () => {
  const at = begin(queue.finished(begin(queue.started(of('a', 'b', 'c'))), 'a', DRAWN));
  const back = queue.restored(at);
  expect(states(back)).toBe('a done, b waiting, c waiting');
  expect(queue.phaseOf(back)).toBe('paused');
  expect(back.items[1]!.settings).toBeNull();
  expect(queue.phaseOf(queue.restored(of('a')))).toBe('setUp');
});

test('no walk of steps draws two at once, forgets a photo, or goes with nothing left', () => {
  // A small generator of its own, so that a failing walk can be walked again.
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const steps: ((at: Queue, key: string) => Queue)[] = [
    queue.started,
    queue.paused,
    queue.interrupted,
    queue.allCancelled,
    queue.cancelled,
    (at) => (queue.nextOf(at) ? begin(at) : at),
    (at, key) => queue.finished(at, key, DRAWN),
    (at, key) => queue.failed(at, key, 'why'),
    (at, key) => queue.retried(at, new Set([key])),
    (at, key) => queue.moved(at, key, random(5)),
  ];
  let at = of(...keys);
  const seen = new Set<BatchItem['state']>();
  for (let i = 0; i < 2000; i++) {
    // What is drawn stays drawn, so a walk comes to its end; then another begins.
    if (i % 50 === 0) at = queue.started(of(...keys));
    at = steps[random(steps.length)]!(at, keys[random(keys.length)]!);
    const counts = queue.countsOf(at);
    expect(counts.running).toBeLessThanOrEqual(1);
    if (counts.running) expect(at.going).toBe(true);
    if (at.going) expect(counts.running + counts.waiting).toBeGreaterThan(0);
    expect(at.items.map(({ key }) => key).sort()).toEqual(keys);
    for (const { state, settings, reason } of at.items) {
      seen.add(state);
      expect(settings !== null).toBe(state === 'running' || state === 'done' || state === 'failed');
      expect(reason !== null).toBe(state === 'failed');
    }
  }
  expect(seen.size).toBe(5);
});
