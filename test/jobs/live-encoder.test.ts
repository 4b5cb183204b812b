/** An encoder that is changed for another while a sketch runs, and a sketch that goes on from strokes under another one. */

import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { LiveStroke, PageStroke } from '../../main/jobs/live-drawing.ts';
import { type LiveProgress, type LiveRequest, liveSketch, type PageEdit } from '../../main/jobs/live-sketch.ts';
import { FIXTURE } from '../models/small-vit.ts';
import { pearMask, pearPhoto, QUICK } from './live-photo.ts';

const RESNET = path.resolve('test/fixtures/resnet-clip-opset17.onnx');

/** Asked for, and stopped at once. */
const STOPPING = path.resolve('test/fixtures/vit-clip-opset11.onnx');

let request: LiveRequest;
beforeAll(async () => {
  request = {
    photo: await pearPhoto(),
    mask: await pearMask(),
    emphasis: null,
    settings: QUICK,
    keep: [],
    device: 'cpu',
  };
});

async function watched(asked: LiveRequest, act: (frame: LiveProgress, n: number) => PageEdit[] = () => []) {
  const frames: LiveProgress[] = [];
  const stop = new AbortController();
  const waiting: PageEdit[] = [];
  let clock = 0;
  const outcome = await liveSketch(asked, {
    show: (frame) => {
      frames.push(frame);
      waiting.push(...act(frame, frames.length - 1));
    },
    edits: () => {
      // Who stops does not wait for the other one.
      if (waiting.some((edit) => edit.kind === 'encoder' && edit.encoder === STOPPING)) stop.abort();
      return waiting.splice(0);
    },
    signal: stop.signal,
    // A second between two steps: every one is shown.
    now: () => {
      clock += 1000;
      return clock;
    },
  });
  return { outcome, frames };
}

/** Photo pixels by which any control point differs; infinite where the strokes are others. */
function farthest(a: readonly LiveStroke[], b: readonly LiveStroke[]): number {
  const to = new Map(b.map(({ id, points }) => [id, points]));
  if (a.length !== b.length || !a.every(({ id }) => to.has(id))) return Number.POSITIVE_INFINITY;
  return Math.max(...a.flatMap(({ id, points }) => points.map((value, i) => Math.abs(value - to.get(id)![i]!))));
}

test('another encoder takes over under way: the strokes stay, and it moves them on; every try goes on', async () => {
  const settings = { ...QUICK, seeds: 2 };
  const { outcome, frames } = await watched({ ...request, settings }, (_, n) =>
    n === 12
      ? [
          { kind: 'encoder', encoder: FIXTURE },
          { kind: 'closeness', fidelity: 0.3 },
        ]
      : [],
  );
  const first = frames.findIndex(({ by }) => by?.encoder === FIXTURE);
  expect(first).toBe(13);
  expect(frames[first - 1]!.by).toMatchObject({ encoder: 'built-in', device: 'the processor' });
  expect(frames.at(-1)!.by!.milliseconds).toBeGreaterThan(0);
  // One step is all that lies between them.
  expect(farthest(frames[first - 1]!.strokes, frames[first]!.strokes)).toBeLessThan(4);
  const end = outcome.strokes.map((stroke) => ({ ...stroke, pinned: false }));
  const begun = new Set(frames[first]!.strokes.map(({ id }) => id));
  expect(end.filter(({ id }) => begun.has(id)).length).toBe(begun.size);
  expect(outcome.by!.encoder).toBe(FIXTURE);
  expect(outcome.tries.length).toBe(2);
  expect(outcome.stopped).toBe(false);
});

test('there and back again, to encoders of other sizes', async () => {
  const { outcome, frames } = await watched(request, (_, n) => {
    if (n === 5) return [{ kind: 'encoder', encoder: RESNET }];
    return n === 9 ? [{ kind: 'encoder', encoder: 'built-in' }] : [];
  });
  const by = frames.flatMap((frame) => (frame.by ? [frame.by.encoder] : []));
  expect(by.filter((name, i) => name !== by[i - 1])).toEqual(['built-in', RESNET, 'built-in']);
  expect(outcome.by!.encoder).toBe('built-in');
  expect(outcome.likeness).toBeGreaterThan(10);
});

test('an encoder that is not there takes nothing with it: the sketch goes on as it was and says so', async () => {
  const { outcome } = await watched(request, (_, n) => (n === 4 ? [{ kind: 'encoder', encoder: 'no-such' }] : []));
  expect(outcome.by!.encoder).toBe('built-in');
  expect(outcome.strokes.length).toBe(QUICK.strokes);
  expect(outcome.notes.filter((note) => note.startsWith("There is no encoder 'no-such'"))).toHaveLength(1);
});

test('a sketch goes on from strokes that are there, in their looks, and adds what is missing of those asked for', async () => {
  const { outcome: drawn } = await watched(request);
  const looks = { color: '#aa2200', opacity: 0.5 };
  const from: PageStroke[] = drawn.strokes.map((stroke, s) => ({
    ...stroke,
    ...(s === 1 ? { ...looks, width: 9 } : {}),
  }));
  const chain = { ...from[0]!, id: 'chain', points: [60, 60, 70, 50, 80, 50, 90, 60, 100, 70, 110, 70, 120.5, 60] };
  const settings = { ...QUICK, encoder: FIXTURE, strokes: 6 };
  const { outcome, frames } = await watched({ ...request, settings, from: [...from, chain] });
  expect(frames[0]!.strokes.map(({ points }) => points)).toEqual([...from, chain].map(({ points }) => points));
  // The first step is all that has moved them.
  const known = new Set(from.map(({ id }) => id));
  const moved = frames[1]!.strokes.filter(({ id }) => known.has(id));
  expect(
    farthest(
      moved,
      from.map((stroke) => ({ ...stroke, pinned: false })),
    ),
  ).toBeLessThan(4);
  const byId = new Map(outcome.strokes.map((stroke) => [stroke.id, stroke]));
  expect(byId.get(from[1]!.id)).toMatchObject({ ...looks, width: expect.closeTo(9, 6) });
  expect(byId.get('chain')!.points).toEqual(chain.points);
  expect(byId.size).toBe(6 + 1);
  expect(outcome.by!.encoder).toBe(FIXTURE);
});

test('stopped while another one is made ready, the sketch ends as it was', async () => {
  const { outcome, frames } = await watched(request, (_, n) =>
    n === 6 ? [{ kind: 'encoder', encoder: STOPPING }] : [],
  );
  // The step that was asked between, and none after it.
  expect(frames).toHaveLength(8);
  expect(outcome).toMatchObject({ stopped: true, by: { encoder: 'built-in' } });
  expect(outcome.likeness).toBeGreaterThan(0);
});
