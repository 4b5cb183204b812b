/**
 * A batch of fifty photos in which everything goes wrong: engines die or hang, photos are damaged, the disk is full, the
 * page crashes and starts anew from what was kept. In the end each photo is drawn once or failed with its reason, what
 * was called done is never drawn again, and no two are drawn at a time.
 */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// What the runner shares with the page's own sketch opens no connection.
vi.mock('../../renderer/state/connection.ts', () => ({}));

import type { SketchOutcome } from '../../main/contract.ts';
import { ConnectionLost } from '../../main/rpc.ts';
import { Random } from '../../main/sketch/random.ts';
import * as step from '../../renderer/batch/queue.ts';
import { Runner, type Workshop } from '../../renderer/batch/runner.ts';
import { DEFAULT_PAGE_SETTINGS } from '../../renderer/document/document.ts';
import { flawOf } from '../fuzz/trial.ts';

const PHOTOS = 50;
const points = [0, 0, 1, 1, 2, 2, 3, 3];
const stroke = { points, width: 2, color: '#000000', opacity: 1, locked: false, hidden: false, worth: 1 };
const outcome: SketchOutcome = {
  ...{ width: 40, height: 30, levels: [], tries: [], seed: 0, likeness: 61, stopped: false, seconds: 2, notes: [] },
  ...{ by: null, strokes: [{ id: 's', ...stroke }] },
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page on what the disk has; what happens after its crash reaches nobody. */
class Page {
  alive = true;
  queue: step.Queue;
  private readonly runner: Runner;

  constructor(
    private readonly disk: { batch: step.Queue; drawings: Map<string, number> },
    private readonly random: Random,
    private readonly seen: { drawing: number; paused: number; ended: number },
  ) {
    this.queue = step.restored(disk.batch);
    this.runner = new Runner(this.workshop());
  }

  /** What a person does to the batch. */
  change(what: (queue: step.Queue) => step.Queue): void {
    this.workshop().change(what);
  }

  crash(): void {
    this.alive = false;
    this.seen.drawing = 0;
  }

  private workshop(): Workshop {
    const { disk, random, seen } = this;
    let end = () => {};
    return {
      queue: () => this.queue,
      change: (change) => {
        if (!this.alive) return;
        this.queue = change(this.queue);
        // What the disk has is what the page had at some time, whole: that is tried where the power is cut.
        if (random.below(3)) disk.batch = structuredClone(this.queue);
        this.runner.follow();
      },
      photo: async ({ key }) => {
        if (random.below(12) === 0) throw new Error(`${key}.jpg is damaged or cut short: copy it again.`);
        return new TextEncoder().encode(key);
      },
      sketch: ({ photo }) => {
        expect(++seen.drawing).toBe(1);
        const key = new TextDecoder().decode(photo);
        const result = new Promise<SketchOutcome>((resolve, reject) => {
          const over = <T>(settle: (value: T) => void, value: T) => {
            if (this.alive) seen.drawing = 0;
            settle(value);
          };
          end = () => over(reject, new ConnectionLost());
          const fate = random.below(10);
          if (fate === 0) setTimeout(() => over(reject, new ConnectionLost()), 500);
          else if (fate === 1) setTimeout(() => over(reject, new Error(`${key}.jpg has nothing to draw.`)), 500);
          else if (fate > 2) setTimeout(() => over(resolve, outcome), 1000);
          // Else it never answers.
        });
        return { result, stop: () => {} };
      },
      endEngine: () => {
        seen.ended++;
        end();
      },
      keep: async ({ key }) => {
        if (!this.alive) return;
        if (random.below(10) === 0) throw new Error(`${key} was not written: the disk is full.`);
        disk.drawings.set(key, (disk.drawings.get(key) ?? 0) + 1);
      },
      show: () => {},
      lost: () => void seen.paused++,
      stuck: () => void seen.paused++,
    };
  }
}

const met = { crashes: 0, paused: 0, ended: 0 };

test.each([1, 2, 3, 4, 5])('seed %i', async (seed) => {
  const random = new Random(seed);
  const items = Array.from({ length: PHOTOS }, (_, i) => step.waitingItem(`${i}`, `${i}.jpg`, null));
  const disk = {
    batch: { items, going: false, settings: { ...DEFAULT_PAGE_SETTINGS, strokes: 4 } } as step.Queue,
    drawings: new Map<string, number>(),
  };
  const seen = { drawing: 0, paused: 0, ended: 0 };
  const done = new Set<string>();
  let page = new Page(disk, random, seen);
  for (let turn = 0; step.phaseOf(page.queue) !== 'over'; turn++) {
    expect(turn).toBeLessThan(2000);
    if (!page.queue.going) page.change(step.started);
    await vi.advanceTimersByTimeAsync(700);
    // What was done and kept as that stays so.
    for (const key of done) expect(page.queue.items.find((item) => item.key === key)!.state).toBe('done');
    const hanging = seen.drawing === 1 && turn % 9 === 8;
    if (hanging) {
      // A person sees that nothing moves: they pause, and the engine is ended for them.
      page.change(step.paused);
      await vi.advanceTimersByTimeAsync(10_000);
    } else if (random.below(25) === 0) {
      page.crash();
      met.crashes++;
      for (const { key, state } of disk.batch.items) if (state === 'done') done.add(key);
      page = new Page(disk, random, seen);
    }
  }
  expect(page.queue.items.map(({ key }) => key)).toEqual(items.map(({ key }) => key));
  for (const { key, state, reason } of page.queue.items) {
    expect(['done', 'failed']).toContain(state);
    if (state === 'done') expect(disk.drawings.get(key)).toBeGreaterThan(0);
    else expect({ reason, flaw: flawOf(new Error(reason!)) }).toEqual({ reason, flaw: null });
  }
  met.paused += seen.paused;
  met.ended += seen.ended;
});

test('all of it was met: crashes, pauses and engines that had to be ended', () => {
  expect(Math.min(met.crashes, met.paused, met.ended)).toBeGreaterThan(2);
});
