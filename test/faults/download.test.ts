/** A download on a disk that fails: whatever happens, no file is ever taken for the model but the model, whole. */

import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { flawOf } from '../fuzz/trial.ts';
import { startUnreliable, type UnreliableServer } from '../jobs/unreliable-server.ts';
import { smallVit } from '../models/small-vit.ts';
import type { FaultyDisk } from './faulty-disk.ts';

vi.mock('node:fs/promises', async (original) => (await import('./mocked-disk.ts')).mockedDisk(original));
const { downloadModel } = await import('../../main/jobs/model-download.ts');
const { findModel } = await import('../../main/models/store.ts');
const { theDisk } = await import('./mocked-disk.ts');

const FILE = new Uint8Array(randomBytes(100_000));
const SHA256 = createHash('sha256').update(FILE).digest('hex');
const options = { waits: [0, 0, 0], patience: 2000, mirror: null, room: async () => 1e12 };
let server: UnreliableServer;
let folder: string;
let entry: ReturnType<typeof smallVit>;
let disk: FaultyDisk;

beforeAll(async () => {
  disk = theDisk();
  server = await startUnreliable(FILE);
  entry = smallVit({ url: `${server.url}/resolve/x/model.onnx`, bytes: FILE.length, sha256: SHA256 });
});
afterAll(() => server.close());
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-download-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const download = () => downloadModel(entry, { folder, ...options });
const file = () => path.join(folder, entry.file);
/** What is there under the model's name is the model, or nothing is. */
const expectNothingWrong = () => {
  if (fs.existsSync(file())) expect(fs.readFileSync(file()).equals(FILE)).toBe(true);
};
const expectWhole = async () => expect(fs.readFileSync(await findModel(entry, folder)).equals(FILE)).toBe(true);

/** A lock's process is gone after a power cut; ours, which plays it, is not, so its last touch is made old. */
function ageLock(): void {
  const lock = `${file()}.lock`;
  if (fs.existsSync(lock)) fs.utimesSync(lock, 1, 1);
}

test('power cut at every operation: the next download brings the whole model', async () => {
  for (let cut = 1; ; cut++) {
    server.next = cut % 3 ? [] : ['cut'];
    disk.cutPowerAt(cut);
    await download().catch(() => {});
    const reached = disk.count >= cut;
    await disk.restart();
    expectNothingWrong();
    ageLock();
    await download();
    await expectWhole();
    if (!reached) {
      expect(cut).toBeGreaterThan(8);
      return;
    }
    fs.rmSync(folder, { recursive: true });
    fs.mkdirSync(folder);
  }
});

test.each(['ENOSPC', 'EROFS', 'EIO'])(
  '%s at every operation: one sentence, and the next download ends well',
  async (code) => {
    for (let at = 1; ; at++) {
      disk.failAt(at, code);
      const error = await download().then(
        () => null,
        (error: unknown) => error,
      );
      const reached = disk.count >= at;
      disk.heal();
      expectNothingWrong();
      if (error) expect({ at, error, flaw: flawOf(error) }).toEqual({ at, error, flaw: null });
      await download();
      await expectWhole();
      if (!reached) return;
      fs.rmSync(folder, { recursive: true });
      fs.mkdirSync(folder);
    }
  },
);

test('a disk that takes half of each write gets the rest, with no hole left', async () => {
  disk.shortWrites = true;
  await download();
  disk.shortWrites = false;
  await expectWhole();
});

test('a lock that was touched in the future, as the clock was set back, is no sign of life for ever', async () => {
  const lock = `${file()}.lock`;
  fs.writeFileSync(lock, JSON.stringify({ pid: 1, host: 'another' }));
  await expect(download()).rejects.toThrow(/is being downloaded already/);
  const nextYear = Date.now() / 1000 + 365 * 86400;
  fs.utimesSync(lock, nextYear, nextYear);
  await download();
  await expectWhole();
});
