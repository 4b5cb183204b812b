import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import type { PageStroke } from '../../main/jobs/live-drawing.ts';
import { type LiveProgress, type LiveRequest, liveSketch, type PageEdit } from '../../main/jobs/live-sketch.ts';
import { priceStrokes } from '../../main/jobs/price-strokes.ts';
import { PEAR, pearMask, pearPhoto, QUICK } from './live-photo.ts';

let request: LiveRequest;
beforeAll(async () => {
  request = { photo: await pearPhoto(), mask: await pearMask(), emphasis: null, settings: QUICK, keep: [] };
});

/** A person who does what `act` says at every frame. */
async function watched(asked: LiveRequest, act: (frame: LiveProgress, n: number) => PageEdit[] | 'stop' = () => []) {
  const frames: LiveProgress[] = [];
  const abort = new AbortController();
  const waiting: PageEdit[] = [];
  let clock = 0;
  const outcome = await liveSketch(asked, {
    show: (frame) => {
      frames.push(frame);
      const said = act(frame, frames.length - 1);
      if (said === 'stop') abort.abort();
      else waiting.push(...said);
    },
    edits: () => waiting.splice(0),
    signal: abort.signal,
    // A second between two steps: every one is shown, with all tries.
    now: () => {
      clock += 1000;
      return clock;
    },
  });
  return { outcome, frames };
}

const LINE = [100, 120, 140, 121.5, 180, 122.25, 220.125, 120];
const CHAIN = [60, 60, 70, 50, 80, 50, 90, 60, 100, 70, 110, 70, 120.5, 60];
const kept = (over: Partial<PageStroke>): PageStroke => ({
  id: 'kept',
  points: CHAIN,
  width: 6,
  color: '#aa0000',
  opacity: 0.5,
  locked: true,
  hidden: false,
  worth: 3,
  ...over,
});

test('a sketch that nobody touches: likeness rises from level to level, every stroke has its price', async () => {
  const { outcome, frames } = await watched(request);
  expect(outcome).toMatchObject({ ...PEAR, seed: 7, stopped: false, notes: [] });
  expect(outcome.strokes.map(({ id }) => id).sort()).toEqual(['7-0', '7-1', '7-2', '7-3', '7-4']);
  expect(outcome.levels.map(({ strokes }) => strokes)).toEqual([4, 5]);
  expect(outcome.levels[0]!.likeness).toBeGreaterThan(10);
  expect(outcome.likeness).toBeCloseTo(outcome.levels[1]!.likeness, 3);
  expect(outcome.likeness).toBeLessThanOrEqual(100);
  const shares = frames.map(({ progress }) => progress);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(frames.some(({ tries }) => tries?.[0]?.state === 'leading')).toBe(true);

  const priced = await priceStrokes({ ...request, strokes: outcome.strokes });
  expect(priced.likeness).toBeCloseTo(outcome.likeness, 1);
  outcome.strokes.forEach(({ worth }, s) => {
    expect(priced.worth[s]).toBeCloseTo(worth!, 1);
  });
});

test('moved, deleted and added strokes are where they were put, gone, and there', async () => {
  const { outcome, frames } = await watched(request, (_, n) =>
    n === 3
      ? [
          { kind: 'move', id: '7-1', points: LINE },
          { kind: 'delete', id: '7-0' },
          { kind: 'add', id: 'mine', points: LINE.map((v) => v + 40) },
          { kind: 'add', id: 'chain', points: CHAIN },
        ]
      : [],
  );
  const strokes = new Map(outcome.strokes.map((stroke) => [stroke.id, stroke.points]));
  expect(strokes.get('7-1')).toEqual(LINE);
  expect(strokes.get('mine')).toEqual(LINE.map((v) => v + 40));
  expect(strokes.get('chain')).toEqual(CHAIN);
  expect(strokes.has('7-0')).toBe(false);
  // Five of the plan, one less, two more: what was deleted is not drawn again.
  expect(strokes.size).toBe(6);
  const after = frames.slice(5);
  expect(after.length).toBeGreaterThan(2);
  for (const { strokes } of after) {
    expect(strokes.find(({ id }) => id === '7-1')).toMatchObject({ points: LINE, pinned: true });
    expect(strokes.some(({ id }) => id === '7-0')).toBe(false);
  }
  const others = (frame: LiveProgress) => frame.strokes.find(({ id }) => id === '7-2')!.points;
  expect(others(after.at(-1)!)).not.toEqual(others(after[0]!));
});

test('a stroke that is let go moves again', async () => {
  let moved = 0;
  const { outcome } = await watched(request, (frame, n) => {
    const pinned = frame.strokes.find(({ id }) => id === '7-1')?.pinned;
    if (n === 2) return [{ kind: 'move', id: '7-1', points: LINE }];
    if (!pinned || moved++) return [];
    return [{ kind: 'unpin', id: '7-1' }];
  });
  const points = outcome.strokes.find(({ id }) => id === '7-1')!.points;
  expect(points).not.toEqual(LINE);
});

test('who edits one of several tries goes on with that one; the others are dropped and can still be taken', async () => {
  let chosen = '';
  const { outcome, frames } = await watched({ ...request, settings: { ...QUICK, seeds: 3 } }, (frame, n) => {
    if (chosen || n === 0 || !frame.tries) return [];
    const other = frame.tries.find(({ state }) => state === 'running')!;
    chosen = other.strokes[0]!.id;
    return [{ kind: 'move', id: chosen, points: LINE }];
  });
  const seed = Number(chosen.split('-')[0]);
  expect(seed).not.toBe(7);
  expect(outcome.seed).toBe(seed);
  expect(outcome.strokes.find(({ id }) => id === chosen)?.points).toEqual(LINE);
  expect(outcome.tries.map((one) => one.seed)).toEqual([7, 8, 9]);
  for (const one of outcome.tries) expect(one.strokes.length).toBeGreaterThan(0);
  const last = frames.findLast(({ tries }) => tries)!;
  expect(last.tries!.filter(({ state }) => state === 'leading').map((one) => one.seed)).toEqual([seed]);
});

test('a try that was dropped goes on when its stroke is edited, and catches up with the stages', async () => {
  let chosen: string | null = null;
  const settings = { ...QUICK, seeds: 2 };
  const { outcome } = await watched({ ...request, settings }, ({ tries }) => {
    const dropped = tries?.find(({ state }) => state === 'dropped');
    if (chosen || !dropped) return [];
    chosen = dropped.strokes[0]!.id;
    return [{ kind: 'move', id: chosen, points: LINE }];
  });
  expect(outcome.strokes.find(({ id }) => id === chosen)?.points).toEqual(LINE);
  expect(outcome.strokes).toHaveLength(5);
});

test('kept strokes come back first and untouched, and the others are drawn around them', async () => {
  // One bears the name that the draft's second stroke would get.
  const keep = [kept({}), kept({ id: '7-1', hidden: true })];
  const { outcome, frames } = await watched({ ...request, keep });
  expect(outcome.strokes.slice(0, 2)).toEqual(keep);
  expect(new Set(outcome.strokes.map(({ id }) => id)).size).toBe(7);
  expect(frames.at(-1)!.strokes.some(({ id }) => id === 'kept')).toBe(false);
  const alone = await watched(request);
  expect(outcome.strokes[2]!.points).not.toEqual(alone.outcome.strokes[0]!.points);
});

test('stopped, it is the best so far, without prices', async () => {
  const { outcome, frames } = await watched(request, (_, n) => (n === 4 ? 'stop' : []));
  expect(outcome.stopped).toBe(true);
  expect(outcome.levels).toEqual([]);
  expect(outcome.likeness).toBeGreaterThan(0);
  expect(outcome.strokes.map(({ id }) => id)).toEqual(frames.at(-1)!.strokes.map(({ id }) => id));
  expect(outcome.strokes.every(({ worth }) => worth === null)).toBe(true);
});

test('stopped before the first step, it is the contours', async () => {
  const { outcome } = await watched(request, () => 'stop');
  expect(outcome).toMatchObject({ stopped: true, likeness: 0, tries: [] });
  expect(outcome.strokes).toHaveLength(5);
  expect(outcome.notes[0]).toMatch(/^Stopped before the first step/);
});

test('a kept stroke that is moved or deleted while the others are drawn is there once, and gone', async () => {
  const keep = [kept({}), kept({ id: 'other' })];
  const { outcome } = await watched({ ...request, keep }, (_, n) =>
    n === 3
      ? [
          { kind: 'move', id: 'kept', points: LINE },
          { kind: 'delete', id: 'other' },
          { kind: 'unpin', id: 'kept' },
        ]
      : [],
  );
  const ids = outcome.strokes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(outcome.strokes[0]).toEqual({ ...keep[0], points: LINE, worth: null });
  expect(ids).not.toContain('other');
  // The five of the plan: an edit of what stays takes none of them away and adds none.
  expect(ids).toHaveLength(6);
});

test('a chain that is gone on from keeps its name to itself, even one that the draft would give', async () => {
  const line = (id: string, points: number[]) => kept({ id, points, locked: false });
  const from = [line('7-1', LINE), line('7-0', CHAIN)];
  const { outcome } = await watched({ ...request, from, settings: { ...QUICK, strokes: 3 } });
  const ids = outcome.strokes.map(({ id }) => id);
  expect(ids).toHaveLength(4);
  expect(new Set(ids).size).toBe(4);
  expect(outcome.strokes.find(({ id }) => id === '7-0')!.points).toEqual(CHAIN);
});

test('what was edited before the first step is kept when it is stopped there', async () => {
  const abort = new AbortController();
  let waiting: PageEdit[] = [
    { kind: 'delete', id: 'contour-0' },
    { kind: 'move', id: 'contour-1', points: LINE },
    { kind: 'add', id: 'chain', points: CHAIN },
  ];
  const outcome = await liveSketch(request, {
    show: () => abort.abort(),
    edits: () => {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    signal: abort.signal,
  });
  expect(outcome.strokes.map(({ id }) => id)).toEqual(['contour-2', 'contour-3', 'contour-4', 'contour-1', 'chain']);
  expect(outcome.strokes[3]!.points).toEqual(LINE);
});

test('edits of contours reach the first draft: what was moved is there, and is one of those that were asked for', async () => {
  const { outcome } = await watched(request, (_, n) =>
    n === 0 ? [{ kind: 'move', id: 'contour-1', points: LINE }] : [],
  );
  expect(outcome.strokes.find(({ id }) => id === 'contour-1')?.points).toEqual(LINE);
  expect(outcome.strokes).toHaveLength(request.settings.strokes);
});

/** A grey map over the photo, bright in the pear's upper part. */
const topMap = async () => {
  const { width, height } = PEAR;
  const grey = Uint8Array.from({ length: width * height }, (_, i) => (i < width * 180 ? 255 : 0));
  return new Uint8Array(
    await sharp(grey, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer(),
  );
};
/** Mean height of all control points, photo pixels. */
const heightOf = (strokes: { points: number[] }[]) => {
  const rows = strokes.flatMap(({ points }) => points.filter((_, i) => i % 2 === 1));
  return rows.reduce((a, b) => a + b, 0) / rows.length;
};

test('where more detail is asked for, contours are sought first', async () => {
  const emphasis = await topMap();
  const rows: number[][] = [[], []];
  for (let seed = 0; seed < 6; seed++)
    for (const [k, map] of [null, emphasis].entries()) {
      const { frames } = await watched({ ...request, emphasis: map, settings: { ...QUICK, seed } }, () => 'stop');
      rows[k]!.push(heightOf(frames[0]!.strokes.slice(0, 1)));
    }
  const [even, above] = rows.map((all) => all.reduce((a, b) => a + b) / all.length);
  expect(above!).toBeLessThan(even! - 20);
});

test('a map that is dark all over, and edits that change nothing, leave every number as it was', async () => {
  const { width, height } = PEAR;
  const dark = new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: '#000' } })
      .png()
      .toBuffer(),
  );
  const { outcome } = await watched(request);
  const same = await watched({ ...request, emphasis: dark }, (_, n) =>
    n === 2
      ? [
          { kind: 'watch', seed: 99 },
          { kind: 'keep', seed: 99 },
        ]
      : [],
  );
  expect(same.outcome.strokes).toEqual(outcome.strokes);
});

test('a detail map that is none is refused in one sentence, but takes no sketch under way with it', async () => {
  const broken = new TextEncoder().encode('no picture');
  await expect(watched({ ...request, emphasis: broken })).rejects.toThrow(/^The detail map is not a picture[^.]*\.$/);
  const { outcome } = await watched(request, (_, n) => (n === 3 ? [{ kind: 'emphasis', map: broken }] : []));
  expect(outcome.strokes).toHaveLength(5);
  expect(outcome.notes[0]).toMatch(/^The detail map is not a picture[^.]*\.$/);
});

test('closeness, detail and width that change under way change what is drawn, and all are judged by the new measure', async () => {
  const map = await topMap();
  const settings = { ...QUICK, seeds: 2 };
  const { outcome, frames } = await watched({ ...request, settings }, (_, n) =>
    n === 4
      ? [
          { kind: 'closeness', fidelity: 1 },
          { kind: 'emphasis', map },
          { kind: 'width', width: 5 },
        ]
      : [],
  );
  const plain = await watched({ ...request, settings });
  expect(outcome.strokes[0]!.points).not.toEqual(plain.outcome.strokes[0]!.points);
  // The frame stays, so widths go as the percents: 5 for 3/128.
  expect(outcome.strokes[0]!.width / plain.outcome.strokes[0]!.width).toBeCloseTo(5 / (300 / 128), 5);
  expect(frames[3]!.strokes[0]!.width).toBeCloseTo(plain.outcome.strokes[0]!.width, 5);
  expect(frames.at(-1)!.strokes[0]!.width).toBeCloseTo(outcome.strokes[0]!.width, 5);
  // The outcome's likeness is that of its last level, by the same blank paper.
  expect(outcome.likeness).toBeCloseTo(outcome.levels.at(-1)!.likeness, 3);
  expect(outcome.likeness).toBeGreaterThan(10);
});

test('a width that is asked for before the first step is that of the contours when it is stopped there', async () => {
  const abort = new AbortController();
  const widths: number[] = [];
  const outcome = await liveSketch(request, {
    show: ({ strokes }) => {
      widths.push(strokes[0]!.width);
      abort.abort();
    },
    edits: () => [{ kind: 'width', width: 300 / 64 }],
    signal: abort.signal,
  });
  expect(outcome.strokes[0]!.width).toBeCloseTo(2 * widths[0]!, 5);
});

test('a try that is watched is shown until the leader is asked for again, and the race goes on', async () => {
  const { outcome, frames } = await watched({ ...request, settings: { ...QUICK, seeds: 3 } }, (_, n) => {
    if (n === 2) return [{ kind: 'watch', seed: 9 }];
    return n === 8 ? [{ kind: 'watch', seed: null }] : [];
  });
  const shown = frames.map((frame) => frame.watched);
  expect(shown.slice(0, 3)).toEqual([7, 7, expect.any(Number)]);
  expect(shown.slice(4, 8)).toEqual([9, 9, 9, 9]);
  for (const frame of frames.slice(4, 8)) {
    expect(frame.strokes.every(({ id }) => id.startsWith('9-'))).toBe(true);
    const own = frame.tries!.find(({ seed }) => seed === 9)!;
    expect(frame.likeness).toBe(own.likeness);
  }
  const later = frames.slice(10);
  for (const frame of later) expect(frame.watched).toBe(frame.tries!.find(({ state }) => state === 'leading')!.seed);
  // Looking chooses nobody.
  const plain = await watched({ ...request, settings: { ...QUICK, seeds: 3 } });
  expect(outcome.strokes).toEqual(plain.outcome.strokes);
});

test('what is added while another try is watched goes to that one', async () => {
  const { outcome } = await watched({ ...request, settings: { ...QUICK, seeds: 2 } }, (_, n) => {
    if (n === 2) return [{ kind: 'watch', seed: 8 }];
    return n === 5 ? [{ kind: 'add', id: 'mine', points: LINE }] : [];
  });
  expect(outcome.seed).toBe(8);
  expect(outcome.strokes.some(({ id }) => id === 'mine')).toBe(true);
});

test.each(['running', 'dropped'])('a %s try that is kept goes on alone and wins', async (state) => {
  let kept: number | null = null;
  const { outcome, frames } = await watched({ ...request, settings: { ...QUICK, seeds: 2 } }, ({ tries }) => {
    const one = tries?.find((other) => other.state === state);
    if (kept !== null || !one) return [];
    kept = one.seed;
    return [{ kind: 'keep', seed: kept }];
  });
  expect(kept).not.toBeNull();
  expect(outcome.seed).toBe(kept);
  expect(outcome.strokes).toHaveLength(5);
  const { tries, watched: shown } = frames.at(-1)!;
  expect(shown).toBe(kept);
  expect(tries!.map(({ state }) => state).sort()).toEqual(['dropped', 'leading']);
});

test('a photo that cannot be read and a mask of another shape are refused in one sentence', async () => {
  const broken = { ...request, photo: request.photo.subarray(0, 300) };
  await expect(watched(broken)).rejects.toThrow(/^The photo is damaged or cut short: [^.]*\.$/);
  const square = { ...request, mask: await pearMask(), photo: await squarePhoto() };
  await expect(watched(square)).rejects.toThrow(
    /^The mask of the subject is 320 × 400 but the photo 64 × 64: [^.]*\.$/,
  );
});

async function squarePhoto(): Promise<Uint8Array> {
  return new Uint8Array(await sharp(request.photo).resize(64, 64, { fit: 'fill' }).png().toBuffer());
}
