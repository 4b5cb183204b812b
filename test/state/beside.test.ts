/** What the page does by time and turn: who leads, what a slider sends, which row comes next, who gives way to whom. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SketchEdit } from '../../main/contract.ts';
import { Beside, type Chore, QUIET, type Worker } from '../../renderer/state/beside.ts';
import { Lead } from '../../renderer/state/lead.ts';
import { LiveSettings } from '../../renderer/state/live-settings.ts';
import { asked, nextRow } from '../../renderer/state/row-queue.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the lead changes hands after half a second ahead on end, and not before', () => {
  const lead = new Lead();
  expect(lead.see(null, 0)).toBeNull();
  expect(lead.see(1, 100)).toBe(1);
  expect([lead.see(2, 200), lead.see(2, 699), lead.see(2, 700)]).toEqual([1, 1, 2]);
  // Fallen back in between: the half second begins anew, for another rival too.
  expect([lead.see(1, 800), lead.see(2, 900), lead.see(1, 1400), lead.see(3, 1500), lead.see(3, 2000)]).toEqual([
    ...[2, 2, 2, 2, 3],
  ]);
});

test('a slider sends at most once a frame, what changed alone, and its last value always', () => {
  const sent: SketchEdit[] = [];
  let frames: (() => void)[] = [];
  const begun = { fidelity: 0.5, width: null, encoder: 'built-in' };
  const live = new LiveSettings(
    begun,
    (edit) => sent.push(edit),
    (then) => frames.push(then),
  );
  for (const fidelity of [0.6, 0.7, 0.8]) live.take({ ...begun, fidelity });
  expect(frames).toHaveLength(1);
  for (const frame of frames.splice(0)) frame();
  expect(sent).toEqual([{ kind: 'closeness', fidelity: 0.8 }]);
  live.take({ ...begun, fidelity: 0.8, width: 3 });
  live.flush();
  for (const frame of frames.splice(0)) frame();
  expect(sent.slice(1)).toEqual([{ kind: 'width', width: 3 }]);
  live.take({ ...begun, fidelity: 0.8, width: 3 });
  frames = [];
  live.flush();
  expect(sent).toHaveLength(2);
  live.take({ fidelity: 0.8, width: 3, encoder: 'mine' });
  live.flush();
  expect(sent.slice(2)).toEqual([{ kind: 'encoder', encoder: 'mine' }]);
});

test('the row pressed last is drawn first, then the nearest, where rows fill by themselves', () => {
  const drawn = [false, true, false];
  expect(asked(asked([], 0), 2)).toEqual([2, 0]);
  expect(asked([2, 0], 0)).toEqual([0, 2]);
  expect(nextRow([2, 0], drawn, 1, false)).toBe(2);
  expect(nextRow([1], drawn, 1, false)).toBeNull();
  expect(nextRow([], drawn, 1, true)).toBe(0);
  expect(nextRow([], [true, false, false], 0, true)).toBe(1);
  expect(nextRow([], [false, false, true], 2, true)).toBe(1);
  expect(nextRow([], [true, true, true], 0, true)).toBeNull();
});

/** A worker with so much to do, of which what was asked for comes first. */
function workerOf(wanted: number, due: number) {
  const log: string[] = [];
  let end: (() => void) | null = null;
  const worker: Worker = {
    begin: (quiet): Chore | null => {
      if (wanted <= 0 && !(quiet && due > 0)) return null;
      log.push(wanted > 0 ? 'asked' : 'due');
      if (wanted > 0) wanted--;
      else due--;
      const done = new Promise<void>((resolve) => {
        end = resolve;
      });
      return { done, giveWay: () => log.push('gave way') };
    },
  };
  const finish = async () => {
    end?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { worker, log, finish };
}

test('what nobody asked for waits for a quiet second; then one comes after the other', async () => {
  const { worker, log, finish } = workerOf(0, 2);
  const beside = new Beside(() => false, [worker]);
  beside.stir();
  await vi.advanceTimersByTimeAsync(QUIET - 1);
  beside.stir();
  await vi.advanceTimersByTimeAsync(QUIET - 1);
  expect(log).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(log).toEqual(['due']);
  await finish();
  expect(log).toEqual(['due', 'due']);
});

test('what a person asked for begins at once, and nothing while the engine works for somebody', async () => {
  const { worker, log, finish } = workerOf(1, 1);
  let busy = true;
  const beside = new Beside(() => busy, [worker]);
  beside.stir();
  await vi.advanceTimersByTimeAsync(2 * QUIET);
  expect(log).toEqual([]);
  busy = false;
  beside.stir();
  expect(log).toEqual(['asked']);
  busy = true;
  beside.giveWay();
  expect(log).toEqual(['asked', 'gave way']);
  await finish();
  await vi.advanceTimersByTimeAsync(2 * QUIET);
  expect(log).toHaveLength(2);
  busy = false;
  beside.stir();
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(log.at(-1)).toBe('due');
});

test('the worker named first comes first', async () => {
  const [first, second] = [workerOf(0, 1), workerOf(0, 1)];
  new Beside(() => false, [first.worker, second.worker]).stir();
  await vi.advanceTimersByTimeAsync(QUIET);
  expect([first.log, second.log]).toEqual([['due'], []]);
  await first.finish();
  expect(second.log).toEqual(['due']);
});

test('an engine that a batch keeps busy is asked for what it answers in a moment, and for nothing longer', () => {
  const asked: string[] = [];
  const worker = (name: string, isLight: boolean): Worker => ({
    isLight,
    begin: (quiet) => {
      asked.push(`${name}, ${quiet ? 'quiet' : 'at once'}`);
      return null;
    },
  });
  let busy = true;
  const beside = new Beside(() => busy, [worker('subject', true), worker('row', false)]);
  beside.stir();
  vi.advanceTimersByTime(QUIET);
  expect(asked).toEqual(['subject, at once', 'subject, quiet']);
  busy = false;
  beside.stir();
  expect(asked.slice(2)).toEqual(['subject, at once', 'row, at once']);
});
