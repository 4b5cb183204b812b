/** What draws a batch: with an engine that answers when the test says so, fails, hangs or dies. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// What the runner shares with the page's own sketch opens no connection.
vi.mock('../../renderer/state/connection.ts', () => ({}));

import type { SketchInput, SketchOutcome, SketchProgress } from '../../main/contract.ts';
import { ConnectionLost } from '../../main/rpc.ts';
import * as step from '../../renderer/batch/queue.ts';
import { type Live, Runner, type Workshop } from '../../renderer/batch/runner.ts';
import { DEFAULT_PAGE_SETTINGS, type LineamentDocument } from '../../renderer/document/document.ts';

interface Run {
  input: SketchInput;
  event(event: SketchProgress): void;
  done(outcome?: Partial<SketchOutcome>): void;
  fail(error: Error): void;
  stops: number;
}

let queue: step.Queue;
let runs: Run[];
let kept: Map<string, LineamentDocument>;
let shown: (Live | null)[];
let said: string[];
let ended: number;
let workshop: Workshop;
let runner: Runner;

const stroke = { width: 2, color: '#000000', opacity: 1, locked: false, hidden: false, worth: 1 };
const outcome: SketchOutcome = {
  ...{
    width: 40,
    height: 30,
    levels: [],
    tries: [],
    seed: 0,
    likeness: 61,
    stopped: false,
    seconds: 2,
    notes: [],
    by: null,
  },
  strokes: [{ id: 's', points: [0, 0, 1, 1, 2, 2, 3, 3], ...stroke }],
};

beforeEach(() => {
  vi.useFakeTimers();
  [runs, kept, shown, said, ended] = [[], new Map(), [], [], 0];
  queue = { items: [], going: false, settings: { ...DEFAULT_PAGE_SETTINGS, strokes: 4 } };
  queue = step.added(
    queue,
    ['a', 'b', 'c'].map((key) => step.waitingItem(key, `${key}.jpg`, null)),
  );
  workshop = {
    queue: () => queue,
    change: (change) => {
      queue = change(queue);
      runner.follow();
    },
    photo: async ({ key }) => new TextEncoder().encode(key),
    sketch: (input, event) => {
      const run = { input, event, stops: 0 } as Run;
      runs.push(run);
      const result = new Promise<SketchOutcome>((resolve, reject) => {
        run.done = (patch) => resolve({ ...outcome, ...patch });
        run.fail = reject;
      });
      return { result, stop: () => void run.stops++ };
    },
    endEngine: () => {
      ended++;
      runs.at(-1)!.fail(new ConnectionLost());
    },
    keep: async ({ key }, document) => void kept.set(key, document),
    show: (live) => void shown.push(live),
    lost: () => void said.push('lost'),
    stuck: (sentence) => void said.push(sentence),
  };
  runner = new Runner(workshop);
});
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const states = () => queue.items.map(({ state }) => state).join(' ');
const photoOf = ({ input }: Run) => new TextDecoder().decode(input.photo);
const start = async () => {
  workshop.change(step.started);
  await settle();
};

test('photos go to the engine one by one, each drawing is kept before its photo is called done', async () => {
  await start();
  expect(runs.map(photoOf)).toEqual(['a']);
  expect(runs[0]!.input.settings.strokes).toBe(4);
  const keep = vi.spyOn(workshop, 'keep').mockImplementation(async ({ key }) => {
    expect(queue.items.find((item) => item.key === key)!.state).toBe('running');
  });
  runs[0]!.done();
  await settle();
  expect(keep).toHaveBeenCalledOnce();
  expect(keep.mock.lastCall![1]).toMatchObject({ name: 'a', photo: { width: 40, height: 30 }, shown: 1, likeness: 61 });
  expect(states()).toBe('done running waiting');
  expect(queue.items[0]).toMatchObject({ strokes: 1, likeness: 61, seconds: 2 });
  expect(runs.map(photoOf)).toEqual(['a', 'b']);
});

test('strokes are told moving until they rest', async () => {
  await start();
  const event = (x: number): SketchProgress =>
    ({
      ...{ progress: 0.5, likeness: 1, secondsLeft: 3, tries: null },
      strokes: [{ id: 's', points: [x, 0, 1, 1, 2, 2, 3, 3], width: 1, pinned: false }],
    }) as SketchProgress;
  for (const x of [0, 2, 2]) runs[0]!.event(event(x));
  expect(shown.map((live) => live!.moving.has('s'))).toEqual([true, true, false]);
  expect(shown.at(-1)).toMatchObject({ key: 'a', progress: 0.5, secondsLeft: 3 });
});

test('a photo that cannot be drawn fails under its own name, and the next is taken', async () => {
  await start();
  runs[0]!.fail(new Error('The photo is damaged or cut short.'));
  await settle();
  vi.spyOn(workshop, 'photo').mockRejectedValueOnce(new Error("c.jpg can't be read: it is gone."));
  runs[1]!.done();
  await settle();
  expect(states()).toBe('failed done failed');
  expect(queue.items.map(({ reason }) => reason)).toEqual([
    'a.jpg is damaged or cut short.',
    null,
    "c.jpg can't be read: it is gone.",
  ]);
  expect(queue.going).toBe(false);
});

test('a pause stops the engine at once; what it still answers is not taken, and going on draws that photo anew', async () => {
  await start();
  workshop.change(step.paused);
  expect(runs[0]!.stops).toBe(1);
  workshop.change(step.started);
  await settle();
  // The engine has not let go yet.
  expect(runs).toHaveLength(1);
  runs[0]!.done({ stopped: true });
  await settle();
  expect(kept.size).toBe(0);
  expect(runs.map(photoOf)).toEqual(['a', 'a']);
  expect(states()).toBe('running waiting waiting');
});

test('an engine that does not let go is ended, and the batch is none the worse', async () => {
  await start();
  workshop.change((at) => step.cancelled(at, 'a'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ended).toBe(1);
  expect(states()).toBe('cancelled running waiting');
  expect(said).toEqual([]);
  expect(runs.map(photoOf)).toEqual(['a', 'b']);
});

test("while a person's own sketch runs nothing is drawn and no engine ended; afterwards it goes on", async () => {
  await start();
  runner.hold();
  expect(runs[0]!.stops).toBe(1);
  expect(states()).toBe('waiting waiting waiting');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ended).toBe(0);
  runs[0]!.done({ stopped: true });
  await settle();
  expect(runs).toHaveLength(1);
  runner.release();
  await settle();
  expect(runs.map(photoOf)).toEqual(['a', 'a']);
});

test('an engine that dies pauses the batch; the photo under which it dies again fails, and the rest go on', async () => {
  await start();
  runs[0]!.fail(new ConnectionLost());
  await settle();
  expect([states(), queue.going, said]).toEqual(['waiting waiting waiting', false, ['lost']]);
  await start();
  runs[1]!.fail(new ConnectionLost());
  await settle();
  expect(states()).toBe('failed running waiting');
  expect(queue.items[0]!.reason).toContain('stopped 2 times under a.jpg');
});

test('a drawing that cannot be kept pauses the batch with the reason, and its photo waits', async () => {
  vi.spyOn(workshop, 'keep').mockRejectedValue(new Error('batch cannot be written: the disk is full.'));
  await start();
  runs[0]!.done();
  await settle();
  expect([states(), queue.going]).toEqual(['waiting waiting waiting', false]);
  expect(said).toEqual(['batch cannot be written: the disk is full.']);
});
