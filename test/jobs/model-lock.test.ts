/** Locks of models: of several who want one, or take a dead one's away, one has it. */

import fs from 'node:fs';
import promises from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Lock, takeLock } from '../../main/jobs/model-lock.ts';

let folder: string;
let file: string;
let lock: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-lock-'));
  file = path.join(folder, 'model.onnx');
  lock = `${file}.lock`;
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

/** What a process that is gone has left: no process has such an id. */
const leave = (name: string) => fs.writeFileSync(name, JSON.stringify({ pid: 2 ** 30, host: os.hostname() }));
const held = (locks: (Lock | null)[]) => locks.filter((one) => one !== null);

test('who comes while a leftover is being taken away does not get it as well', async () => {
  leave(lock);
  const { rm } = promises;
  let second: Promise<Lock | null> | undefined;
  vi.spyOn(promises, 'rm').mockImplementation(async (name, options) => {
    // The other one finds the leftover too, and goes as far as it can before this one takes it away.
    if (name === lock && !second) {
      second = takeLock(file);
      await second;
    }
    return rm(name, options);
  });
  const first = await takeLock(file);
  expect(second).toBeDefined();
  expect(held([first, await second!])).toEqual([first]);
  expect(await takeLock(file)).toBeNull();
  await first!.release();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('a lock that another has got since the leftover was looked at is not taken away', async () => {
  leave(lock);
  const { stat } = promises;
  let quicker: Promise<Lock | null> | undefined;
  vi.spyOn(promises, 'stat').mockImplementation((async (name: string) => {
    const was = await stat(name);
    // Only the slower one waits, with what it has seen.
    if (name === lock && !quicker) {
      quicker = takeLock(file);
      await quicker;
    }
    return was;
  }) as typeof stat);
  const slower = await takeLock(file);
  expect(held([slower, await quicker!])).toHaveLength(1);
});

test('of twenty at once one has a leftover, again and again', async () => {
  for (let round = 0; round < 10; round++) {
    leave(lock);
    const [only, ...others] = held(await Promise.all(Array.from({ length: 20 }, () => takeLock(file))));
    expect(others).toEqual([]);
    await only!.release();
    expect(fs.readdirSync(folder)).toEqual([]);
  }
});

test('one that died while it took a leftover away is followed like any other', async () => {
  leave(lock);
  leave(`${lock}.taking`);
  const taken = await takeLock(file);
  expect(taken).not.toBeNull();
  await taken!.release();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('who was taken for dead leaves the lock of the next alone', async () => {
  const asleep = await takeLock(file);
  fs.utimesSync(lock, new Date(0), new Date(0));
  const next = await takeLock(file);
  await asleep!.release();
  expect(await takeLock(file)).toBeNull();
  await next!.release();
  expect(fs.existsSync(lock)).toBe(false);
});
