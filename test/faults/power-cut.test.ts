/**
 * The power goes in the middle of any operation on the disk, each in its turn: what was said to be written is there after
 * the next start, what was there before is still had where nothing newer is, and nothing half-written is ever opened.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { BatchItem, PageSettings } from '../../main/contract.ts';
import { PowerCut } from './faulty-disk.ts';

vi.mock('node:fs/promises', async (original) => (await import('./mocked-disk.ts')).mockedDisk(original));
const { writeWhole } = await import('../../main/files/whole-file.ts');
const { HostStore } = await import('../../main/host-store.ts');
const { BatchStore } = await import('../../main/batch-store.ts');
const { rememberedIn } = await import('../../main/models/measured-graphs.ts');
const { graphsOnce } = await import('../../main/models/kept-graphs.ts');
const { HostFiles } = await import('../../main/host-files.ts');
const { theDisk } = await import('./mocked-disk.ts');
const disk = theDisk();

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-power-'));
afterAll(() => fs.rmSync(root, { recursive: true }));
let folder: string;
let round = 0;
const fresh = () => {
  folder = path.join(root, `${round++}`);
  return folder;
};
beforeEach(() => void fresh());

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const OLD = 'old '.repeat(500);
const NEW = 'new! '.repeat(800);

/**
 * Runs `work` with the power cut at its first operation, then at its second, and so on until it is done before the cut.
 * @param before sets the folder up, with power. @param after looks at it after the next start; `done` are the steps that
 *   were said to be done
 * @returns how many cuts there were
 */
async function atEveryCut(
  before: () => Promise<unknown>,
  work: (done: (step: string) => unknown) => Promise<unknown>,
  after: (done: Set<string>) => Promise<unknown>,
): Promise<number> {
  for (let cut = 1; ; cut++) {
    fresh();
    await before();
    const done = new Set<string>();
    disk.cutPowerAt(cut);
    const failed = await work((step) => disk.powered && done.add(step)).then(
      () => null,
      (error: unknown) => error,
    );
    const reached = disk.count >= cut;
    await disk.restart();
    await after(done);
    if (!reached) {
      expect(failed).toBeNull();
      return cut - 1;
    }
  }
}

test('a file written whole is the old one or the new one, and the new one once that was said', async () => {
  const file = () => path.join(folder, 'a', 'hen.lineament');
  for (const old of [OLD, null]) {
    const cuts = await atEveryCut(
      async () => {
        if (old === null) return;
        fs.mkdirSync(path.dirname(file()), { recursive: true });
        fs.writeFileSync(file(), old);
      },
      async (done) => {
        await writeWhole(file(), NEW);
        done('written');
      },
      async (done) => {
        const now = fs.existsSync(file()) ? fs.readFileSync(file(), 'utf8') : null;
        expect(done.has('written') ? [NEW] : [old, NEW]).toContain(now);
      },
    );
    expect(cuts).toBeGreaterThan(4);
  }
});

test('kept documents, recent files and settings: each is whole, old or new, and none is lost', async () => {
  const photo = () => path.join(folder, 'hen.jpg');
  const cuts = await atEveryCut(
    async () => {
      const store = new HostStore(path.join(folder, 'state'));
      await store.keep({ key: 'a', name: 'A', bytes: bytes(OLD) });
      await store.keep({ key: 'gone', name: 'G', bytes: bytes(OLD) });
      fs.writeFileSync(photo(), 'photo');
      await store.remember({ path: photo(), strokes: 1, drawing: '' });
      await store.setText('preferences', JSON.stringify(OLD));
    },
    async (done) => {
      const store = new HostStore(path.join(folder, 'state'));
      await store.keep({ key: 'a', name: 'A', bytes: bytes(NEW) });
      done('a');
      await store.keep({ key: 'b', name: 'B', bytes: bytes(NEW) });
      done('b');
      await store.remember({ path: photo(), strokes: 2, drawing: '' });
      done('recent');
      await store.setText('preferences', JSON.stringify(NEW));
      done('preferences');
      await store.dropKept('gone');
    },
    async (done) => {
      const store = new HostStore(path.join(folder, 'state'));
      const keys = (await store.kept()).map(({ key }) => key);
      expect(keys).toContain('a');
      if (done.has('b')) expect(keys).toContain('b');
      for (const key of keys) {
        const text = Buffer.from((await store.takeKept(key)).bytes).toString();
        const may = { a: done.has('a') ? [NEW] : [OLD, NEW], b: [NEW], gone: [OLD] }[key as 'a'];
        expect(may).toContain(text);
      }
      const recent = (await store.recent()).map(({ strokes }) => strokes);
      expect(done.has('recent') ? [[2]] : [[1], [2]]).toContainEqual(recent);
      const preferences = JSON.parse(await store.text('preferences'));
      expect(done.has('preferences') ? [NEW] : [OLD, NEW]).toContain(preferences);
    },
  );
  expect(cuts).toBeGreaterThan(15);
});

const settings = {
  ...{ strokes: 8, seeds: 1, seed: 0, fidelity: 0.5, width: null, quality: 'draft', cutOut: true },
} as PageSettings;
const item = (key: string, patch: Partial<BatchItem> = {}): BatchItem => ({
  ...{ key, name: `${key}.jpg`, file: null, state: 'waiting', reason: null },
  ...{ settings: null, strokes: null, likeness: null, seconds: null, ...patch },
});
const drawn = (key: string) => item(key, { state: 'done', strokes: 8 });

test('a batch: what is called done has its drawing, what waits has its photo, and what was done stays done', async () => {
  const open = () => new BatchStore(folder, new HostFiles());
  const cuts = await atEveryCut(
    async () => {
      const store = open();
      for (const key of ['a', 'b', 'c']) await store.keepPart('photo', key, bytes(OLD));
      await store.keepPart('drawing', 'a', bytes('"a"'));
      await store.write({ settings, items: [drawn('a'), item('b'), item('c')] });
    },
    async (done) => {
      const store = open();
      await store.read();
      // As the page does: a drawing before the list that calls it done, a photo before the list that has it.
      await store.keepPart('drawing', 'b', bytes('"b"'));
      await store.write({ settings, items: [drawn('a'), drawn('b'), item('c')] });
      done('b');
      await store.keepPart('photo', 'd', bytes(NEW));
      await store.write({ settings, items: [drawn('a'), drawn('b'), item('c'), item('d')] });
      done('d');
      await store.write({ settings, items: [drawn('b'), item('c'), item('d')] });
      done('without a');
    },
    async (done) => {
      const store = open();
      const kept = await store.read();
      expect(kept).not.toBeNull();
      const keys = kept!.items.map(({ key }) => key);
      if (!done.has('without a')) expect(keys.includes('a') || keys.includes('d')).toBe(true);
      expect(keys).toContain('c');
      if (done.has('d')) expect(keys).toContain('d');
      for (const { key, state } of kept!.items) {
        if (state === 'done') expect(Buffer.from(await store.drawing(key)).toString()).toBe(`"${key}"`);
        else expect(Buffer.from(await store.photo(key)).toString()).toBe(key === 'd' ? NEW : OLD);
        if (key === 'b' && done.has('b')) expect(state).toBe('done');
      }
    },
  );
  expect(cuts).toBeGreaterThan(20);
});

test('a drawing saved into a folder: all of it or none, and never over one that is there', async () => {
  const out = () => path.join(folder, 'out');
  const cuts = await atEveryCut(
    async () => {
      fs.mkdirSync(out(), { recursive: true });
      fs.writeFileSync(path.join(out(), 'hen.svg'), OLD);
    },
    async (done) => {
      const files = new HostFiles();
      await files.saveInto(files.admitFolder(out()).id, 'hen.svg', bytes(NEW));
      done('saved');
    },
    async (done) => {
      const names = fs.readdirSync(out()).filter((name) => !name.endsWith('.part'));
      expect(fs.readFileSync(path.join(out(), 'hen.svg'), 'utf8')).toBe(OLD);
      for (const name of names.filter((name) => name !== 'hen.svg')) {
        expect(name).toBe('hen (2).svg');
        expect(fs.readFileSync(path.join(out(), name), 'utf8')).toBe(NEW);
      }
      if (done.has('saved')) expect(names).toHaveLength(2);
    },
  );
  expect(cuts).toBeGreaterThan(4);
});

test('what is remembered of a model is right or forgotten', async () => {
  const right = { y: { type: 'float32' as const, dims: [500], data: Float32Array.from({ length: 500 }, (_, i) => i) } };
  const measure = () => rememberedIn(folder, async () => right, 0)(bytes('model'), {}, ['y']);
  let runs = 0;
  await atEveryCut(
    async () => {},
    async (done) => {
      await measure();
      done('measured');
    },
    async () => {
      const answer = await rememberedIn(
        folder,
        async () => {
          runs++;
          return right;
        },
        0,
      )(bytes('model'), {}, ['y']);
      expect(answer['y']!.data).toEqual(right.y.data);
    },
  );
  expect(runs).toBeGreaterThan(2);
});

test("an encoder's graphs that were kept are whole or made anew", async () => {
  const { emptyGraph } = await import('../../main/autodiff/builder.ts');
  const weights = Float32Array.from({ length: 5000 }, (_, i) => i);
  const graph = () => {
    const initializers = new Map([['w', { type: 'float32' as const, dims: [5000], data: weights }]]);
    return { ...emptyGraph(), initializers };
  };
  let made = 0;
  const ask = () =>
    graphsOnce(
      'an encoder',
      async () => {
        made++;
        return { batch: 1, maps: [], inputs: [], forward: graph(), reverse: null };
      },
      { folder, large: 0, most: 1e9 },
    );
  await atEveryCut(
    async () => {},
    async (done) => {
      await ask();
      done('kept');
    },
    async () => {
      const file = (await ask()).forward();
      const beside = path.join(path.dirname(file as string), 'weights.bin');
      expect(fs.readFileSync(beside).subarray(0, 20000)).toEqual(Buffer.from(weights.buffer));
    },
  );
  expect(made).toBeGreaterThan(5);
});

test('the disk does what it is told: half a write, nothing after it, and what was not flushed is cut', async () => {
  fs.mkdirSync(folder);
  const file = path.join(folder, 'plain');
  const { default: mocked } = await import('node:fs/promises');
  disk.cutPowerAt(2);
  await mocked.writeFile(file, NEW);
  await expect(mocked.writeFile(file, OLD)).rejects.toThrow(PowerCut);
  await expect(mocked.rm(file)).rejects.toThrow(PowerCut);
  expect(fs.readFileSync(file, 'utf8')).toBe(OLD.slice(0, OLD.length / 2));
  await disk.restart();
  expect(fs.readFileSync(file, 'utf8')).toBe(OLD.slice(0, OLD.length / 4));
  await mocked.rm(file);
});
