/**
 * A disk that is full, read-only or broken from any operation on: one sentence says so, what was there before stays as it
 * was, nothing half-written is left, and all goes on once there is room.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { flawOf } from '../fuzz/trial.ts';

vi.mock('node:fs/promises', async (original) => (await import('./mocked-disk.ts')).mockedDisk(original));
const { writeWhole } = await import('../../main/files/whole-file.ts');
const { HostStore } = await import('../../main/host-store.ts');
const { HostFiles } = await import('../../main/host-files.ts');
const { BatchStore } = await import('../../main/batch-store.ts');
const { agree, hasAgreed } = await import('../../main/jobs/model-shelf.ts');
const { theDisk } = await import('./mocked-disk.ts');
const disk = theDisk();

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-full-'));
afterAll(() => fs.rmSync(root, { recursive: true }));
let folder: string;
beforeEach((context) => {
  folder = path.join(root, context.task.id);
  fs.mkdirSync(folder);
});

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const settings = { strokes: 8, seeds: 1, seed: 0, fidelity: 0.5, width: null, quality: 'draft', cutOut: true } as never;
const waiting = { name: 'a.jpg', file: null, state: 'waiting', reason: null, settings: null, strokes: null } as const;
const itemOf = (key: string) => ({ ...waiting, key, likeness: null, seconds: null });
const model = { sha256: 'x' } as never;

interface Case {
  /** What is there before, with a disk that works. */
  before(): Promise<unknown>;
  /** Writes over it. */
  work(): Promise<unknown>;
  /** Whether it is as it was before. */
  isOld(): Promise<boolean>;
}

const CASES: Record<string, () => Case> = {
  'a file': () => {
    const file = path.join(folder, 'sub', 'hen.svg');
    return {
      before: () => writeWhole(file, 'old'),
      work: () => writeWhole(file, 'new'),
      isOld: async () => fs.readFileSync(file, 'utf8') === 'old',
    };
  },
  'a kept document': () => {
    const store = new HostStore(folder);
    const keep = (text: string) => store.keep({ key: 'a', name: 'A', bytes: bytes(text) });
    return {
      before: () => keep('old'),
      work: () => keep('new'),
      isOld: async () => Buffer.from((await store.takeKept('a')).bytes).toString() === 'old',
    };
  },
  settings: () => {
    const store = new HostStore(folder);
    return {
      before: () => store.setText('preferences', 'old'),
      work: () => store.setText('preferences', 'new'),
      isOld: async () => (await store.text('preferences')) === 'old',
    };
  },
  'a batch': () => {
    const store = new BatchStore(folder, new HostFiles());
    const write = (...keys: string[]) => store.write({ settings, items: keys.map(itemOf) });
    return {
      before: async () => {
        await store.keepPart('photo', 'a', bytes('photo'));
        await write('a');
      },
      work: () => write('b'),
      isOld: async () => {
        const { items } = (await new BatchStore(folder, new HostFiles()).read())!;
        // The photo of one that is in the batch is never gone.
        if (items[0]!.key === 'a') expect(Buffer.from(await store.photo('a')).toString()).toBe('photo');
        return items[0]!.key === 'a';
      },
    };
  },
  'a saved drawing of a batch': () => {
    const files = new HostFiles();
    const picked = files.admitFolder(folder);
    return {
      before: async () => {
        for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name));
        fs.writeFileSync(path.join(folder, 'hen.svg'), 'old');
      },
      work: () => files.saveInto(picked.id, 'hen.svg', bytes('new')),
      isOld: async () =>
        fs.readFileSync(path.join(folder, 'hen.svg'), 'utf8') === 'old' && fs.readdirSync(folder).length === 1,
    };
  },
  'an agreement': () => ({
    before: async () => fs.rmSync(path.join(folder, 'agreed.json'), { force: true }),
    work: () => agree(model, folder),
    isOld: async () => !(await hasAgreed(model, folder)),
  }),
};

test.each(
  Object.keys(CASES).flatMap((name) => ['ENOSPC', 'EROFS', 'EACCES', 'EIO'].map((code) => [name, code] as const)),
)('%s, %s', async (name, code) => {
  const { before, work, isOld } = CASES[name]!();
  await before();
  for (let at = 1; ; at++) {
    disk.failAt(at, code);
    const error = await work().then(
      () => null,
      (error: unknown) => error,
    );
    const reached = disk.count >= at;
    disk.heal();
    const scraps = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith('.part'));
    expect(scraps).toEqual([]);
    if (!error) {
      expect(await isOld()).toBe(false);
      expect({ at, reached }).not.toEqual({ at: 1, reached: true });
      if (!reached) return;
      await before();
      continue;
    }
    expect({ at, error, flaw: flawOf(error) }).toEqual({ at, error, flaw: null });
    expect(await isOld()).toBe(true);
    if (at > 100) throw new Error('it never ends well');
  }
});

test('on a disk without links a new file is written all the same, and one that is there stays', async () => {
  disk.withoutLinks = true;
  fs.writeFileSync(path.join(folder, 'hen.svg'), 'old');
  const files = new HostFiles();
  const picked = files.admitFolder(folder);
  const names = await Promise.all([1, 2, 3].map(() => files.saveInto(picked.id, 'hen.svg', bytes('new'))));
  disk.withoutLinks = false;
  expect(names.map(({ name }) => name).sort()).toEqual(['hen (2).svg', 'hen (3).svg', 'hen (4).svg']);
  expect(
    fs
      .readdirSync(folder)
      .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
      .sort(),
  ).toEqual(['new', 'new', 'new', 'old']);
});

test.skipIf(!fs.existsSync('/dev/full'))('the system says itself that a device is full', async () => {
  await expect(writeWhole('/dev/full', 'x')).rejects.toThrow(
    '/dev/full was not written: the disk is full; make room or choose another disk.',
  );
});

test('with the clock set back nothing that is kept is lost, and the last that was written counts', async () => {
  const store = new HostStore(folder);
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const [year, text] of [
    [2030, 'first'],
    [1971, 'second'],
    [2026, 'third'],
  ] as const) {
    vi.setSystemTime(new Date(year, 0, 1));
    await store.keep({ key: 'a', name: 'A', bytes: bytes(text) });
    await store.keep({ key: text, name: text, bytes: bytes(text) });
    const file = path.join(folder, `${text}.jpg`);
    fs.writeFileSync(file, '');
    await store.remember({ path: file, strokes: 1, drawing: '' });
  }
  vi.useRealTimers();
  const next = new HostStore(folder);
  expect((await next.kept()).map(({ key }) => key).sort()).toEqual(['a', 'first', 'second', 'third']);
  expect(Buffer.from((await next.takeKept('a')).bytes).toString()).toBe('third');
  expect((await next.recent()).map((one) => path.basename(one.path))).toEqual(['third.jpg', 'second.jpg', 'first.jpg']);
});

test('scraps of a crash go after a day, whichever way the clock went; those of this moment stay', async () => {
  const store = new HostStore(folder);
  await store.keep({ key: 'a', name: 'A', bytes: bytes('a') });
  const now = Date.now() / 1000;
  const scraps = {
    '.lineament-00000000.part': now,
    '.lineament-00000001.part': 1,
    '.lineament-00000002.part': 2 * now,
  };
  for (const [name, time] of Object.entries(scraps)) {
    fs.writeFileSync(path.join(folder, 'kept', name), '');
    fs.utimesSync(path.join(folder, 'kept', name), time, time);
  }
  fs.writeFileSync(path.join(folder, 'kept', '.mine.part'), '');
  fs.utimesSync(path.join(folder, 'kept', '.mine.part'), 1, 1);
  await store.kept();
  const left = fs.readdirSync(path.join(folder, 'kept')).filter((name) => name.endsWith('.part'));
  expect(left.sort()).toEqual(['.lineament-00000000.part', '.mine.part']);
});
