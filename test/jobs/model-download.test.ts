/** Downloads from a server that stalls, cuts off, lies about lengths, redirects and serves wrong bytes. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadedBytes, downloadModel, forgetDownload } from '../../main/jobs/model-download.ts';
import { takeLock } from '../../main/jobs/model-lock.ts';
import { findModel } from '../../main/models/store.ts';
import { smallVit } from '../models/small-vit.ts';
import { startUnreliable, type UnreliableServer } from './unreliable-server.ts';

const FILE = new Uint8Array(randomBytes(400_000));
const HASH = createHash('sha256').update(FILE).digest('hex');
let server: UnreliableServer;
let folder: string;
let entry: ReturnType<typeof smallVit>;
const now = { waits: [0, 0, 0], patience: 300, mirror: null };

beforeEach(async () => {
  server = await startUnreliable(FILE);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-models-'));
  entry = smallVit({ url: `${server.url}/resolve/x/model.onnx`, bytes: FILE.length, sha256: HASH });
});
afterEach(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

const download = (options = {}) => downloadModel(entry, { folder, ...now, ...options });
const isWhole = async () => expect(fs.readFileSync(await findModel(entry, folder)).equals(FILE)).toBe(true);
const left = () => fs.readdirSync(folder).sort();

test('a model comes whole, with its progress, and is not got twice', async () => {
  const seen: number[] = [];
  await download({
    onProgress: ({ received, total }: { received: number; total: number }) => seen.push(received / total),
  });
  await isWhole();
  expect(seen.at(-1)).toBe(1);
  expect(left()).toEqual([entry.file, `${entry.file}.verified.json`]);
  await download();
  expect(server.asked).toHaveLength(1);
});

test.each(['cut', 'stall'] as const)('after the server %ss it goes on from where it was', async (behaviour) => {
  server.next.push(behaviour);
  await download();
  await isWhole();
  expect(server.asked).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
});

test('a busy server and a redirect are no obstacles', async () => {
  server.next.push('busy', 'redirect');
  await download();
  await isWhole();
});

test('a server that ignores ranges sends all of it again', async () => {
  server.next.push('cut', 'whole');
  await download();
  await isWhole();
});

test('one that breaks off again and again leaves what came, and the next download goes on', async () => {
  server.next.push('cut', 'cut', 'cut', 'cut');
  await expect(download()).rejects.toThrow(
    /^A small ViT could not be downloaded: .*; what came so far is kept, so try again\.$/,
  );
  await expect(findModel(entry, folder)).rejects.toThrow('not on this machine');
  // What was on its way when the connection broke may be lost with it.
  expect(await downloadedBytes(entry, folder)).toBeGreaterThan(0);
  await download();
  await isWhole();
});

test.each([
  ['wrong', /^What came for A small ViT is not it: its SHA-256 is [0-9a-f]{64}, not /],
  ['short', /^The server announces 399990 bytes for A small ViT, not 400000: /],
  ['endless', /^The server sends more for A small ViT than its 400000 bytes: /],
  ['missing', /^A small ViT was not downloaded: 127\.0\.0\.1:\d+ answered 404 to /],
] as const)('%s bytes are refused, and nothing is kept under the name', async (behaviour, sentence) => {
  server.next.push(behaviour);
  await expect(download()).rejects.toThrow(sentence);
  expect(fs.existsSync(path.join(folder, entry.file))).toBe(false);
});

test('what was resumed on a wrong beginning is got anew, once', async () => {
  fs.writeFileSync(path.join(folder, `${entry.file}.part`), new Uint8Array(1000));
  await download();
  await isWhole();
  expect(server.asked).toEqual(['bytes=1000-', undefined]);
});

test('a pause keeps what came; forgetting it begins anew', async () => {
  server.next.push('stall');
  const pause = new AbortController();
  // All that came before the silence is told, also what came quickly.
  const onProgress = ({ received }: { received: number }) => received === FILE.length >> 1 && pause.abort();
  const paused = download({ signal: pause.signal, patience: 60_000, onProgress });
  await expect(paused).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(await downloadedBytes(entry, folder)).toBe(FILE.length >> 1);
  expect(left()).toEqual([`${entry.file}.part`]);
  await forgetDownload(entry, folder);
  await download();
  await isWhole();
  expect(server.asked.at(-1)).toBeUndefined();
});

test('two at once: one gets it, the other is told; a lock left by a crash is taken away', async () => {
  const both = await Promise.allSettled([download(), download()]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const told = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(told.reason.message).toBe('A small ViT is being downloaded already: wait until that is done.');
  await isWhole();

  const file = path.join(folder, 'other.onnx');
  fs.writeFileSync(`${file}.lock`, JSON.stringify({ pid: 2 ** 30, host: os.hostname() }));
  const lock = await takeLock(file);
  expect(lock).not.toBeNull();
  expect(await takeLock(file)).toBeNull();
  fs.utimesSync(`${file}.lock`, new Date(0), new Date(0));
  const taken = await takeLock(file);
  expect(taken).not.toBeNull();
  await taken!.release();
  await lock!.release();
});

test('no room is said before anything is asked for', async () => {
  const room = async () => 50e6;
  await expect(download({ room })).rejects.toThrow(
    `There is no room for A small ViT: it needs 100 MB and 50 MB are free in ${folder}; make room, or set LINEAMENT_MODELS`,
  );
  expect(server.asked).toEqual([]);
});

test('a mirror has the same path at another origin, and what it sends is checked as well', async () => {
  entry = { ...entry, url: 'https://models.invalid/resolve/x/model.onnx' };
  await download({ mirror: `${server.url}/` });
  await isWhole();
  await expect(
    downloadModel(smallVit({ name: 'b', file: 'b.onnx' }), { folder, ...now, mirror: 'nowhere' }),
  ).rejects.toThrow('The mirror nowhere is no address: expected one such as https://mirror.example.');
});
