/** Views of a step by measurement: one where two take too long, remembered, and the drawing goes on with one. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetSteps, openInTime } from '../../main/jobs/step-views.ts';
import type { Encoder } from '../../main/models/encoder.ts';

let folder: string;
let opened: number[];
let closed: number[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-steps-'));
  opened = [];
  closed = [];
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

/** Opens an encoder whose comparisons take so many milliseconds by the clock, for each view. */
function taking(milliseconds: number): (views: number) => Promise<Encoder> {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return async (views) => {
    opened.push(views);
    return {
      side: 4,
      views,
      maps: [{ name: 'm', channels: 1, rows: 2, columns: 2, skip: 0, layout: 'channels-first' }],
      look: async () => ({ maps: [[new Float32Array(4)]], embedding: [new Float32Array(2)] }),
      compare: async () => {
        now += milliseconds * views;
        return { losses: new Float32Array(views), gradient: new Float32Array(16 * views) };
      },
      close: async () => {
        closed.push(views);
      },
    } as unknown as Encoder;
  };
}

test('two views where a step of them takes a quarter of a second', async () => {
  const encoder = await openInTime('a on cpu', 2, taking(125), folder);
  expect([encoder.views, opened, closed]).toEqual([2, [2], []]);
});

test('one where it takes longer; the other opening is closed', async () => {
  const encoder = await openInTime('a on cpu', 2, taking(126), folder);
  expect([encoder.views, opened, closed]).toEqual([1, [2, 1], [2]]);
});

test('what was found holds, however fast the machine is later, until it is forgotten; for this encoder alone', async () => {
  await openInTime('a on cpu', 2, taking(200), folder);
  opened = [];
  await openInTime('a on cpu', 2, taking(1), folder);
  await openInTime('b on cpu', 2, taking(1), folder);
  expect(opened).toEqual([1, 2]);
  await forgetSteps(folder);
  expect((await openInTime('a on cpu', 2, taking(1), folder)).views).toBe(2);
});

test('a damaged memory is none', async () => {
  fs.writeFileSync(path.join(folder, 'steps.json'), '{"of":');
  expect((await openInTime('a on cpu', 2, taking(200), folder)).views).toBe(1);
});
