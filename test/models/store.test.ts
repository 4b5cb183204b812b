import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findModel, modelsFolder } from '../../main/models/store.ts';
import { FIXTURE, smallVit } from './small-vit.ts';

const above = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-store-'));
const entry = smallVit();
let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(above, 'models-'));
  file = path.join(folder, entry.file);
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => fs.rmSync(above, { recursive: true, force: true }));

/** Another byte in the middle, the size and the time of change as they were. */
function damage(): void {
  const { atime, mtime } = fs.statSync(file);
  const bytes = fs.readFileSync(file);
  bytes[bytes.length >> 1]! ^= 0xff;
  fs.writeFileSync(file, bytes);
  fs.utimesSync(file, atime, mtime);
}

test('a file with the right bytes is found, and remembered beside it', async () => {
  fs.copyFileSync(FIXTURE, file);
  expect(await findModel(entry, folder)).toBe(file);
  expect(fs.readdirSync(folder).sort()).toEqual([entry.file, `${entry.file}.verified.json`]);
  expect(JSON.parse(fs.readFileSync(`${file}.verified.json`, 'utf8'))).toEqual({
    sha256: entry.sha256,
    bytes: entry.bytes,
    modified: fs.statSync(file).mtimeMs,
  });
});

test('where its size is not known, the hash alone tells', async () => {
  fs.copyFileSync(FIXTURE, file);
  expect(await findModel(smallVit({ bytes: null }), folder)).toBe(file);
});

test('what is remembered is not hashed again until size or time of change differ', async () => {
  fs.copyFileSync(FIXTURE, file);
  const at = new Date('2025-01-01T00:00:00Z');
  fs.utimesSync(file, at, at);
  await findModel(entry, folder);
  damage();
  expect(await findModel(entry, folder)).toBe(file);
  const later = new Date('2025-01-01T00:00:02Z');
  fs.utimesSync(file, later, later);
  await expect(findModel(entry, folder)).rejects.toThrow(/its SHA-256 is/);
});

test('what is remembered of another hash, or cannot be read, is worth nothing', async () => {
  fs.copyFileSync(FIXTURE, file);
  await findModel(entry, folder);
  await expect(findModel(smallVit({ sha256: 'a'.repeat(64) }), folder)).rejects.toThrow(/its SHA-256 is/);
  damage();
  fs.writeFileSync(`${file}.verified.json`, '{"sha256":');
  await expect(findModel(entry, folder)).rejects.toThrow(/its SHA-256 is/);
});

test('the wrong bytes: one sentence with the file, both hashes and what to do, and nothing is remembered', async () => {
  fs.copyFileSync(FIXTURE, file);
  damage();
  const sha256 = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  await expect(findModel(entry, folder)).rejects.toThrow(
    `${file} is not A small ViT: its SHA-256 is ${sha256}, not ${entry.sha256}; delete it and get it again from ${entry.url}`,
  );
  expect(fs.readdirSync(folder)).toEqual([entry.file]);
});

test('a download cut short: one sentence with both sizes', async () => {
  fs.writeFileSync(file, fs.readFileSync(FIXTURE).subarray(0, 1000));
  await expect(findModel(entry, folder)).rejects.toThrow(
    `${file} is not A small ViT: expected ${entry.bytes} bytes, found 1000; delete it and get it again from ${entry.url}`,
  );
});

test('absent: what it is, how large, under which licence, where to get it and where to put it', async () => {
  const sentence = `A small ViT (1 MB; licence: MIT) is not on this machine: get it from ${entry.url} and put it at `;
  await expect(findModel(entry, folder)).rejects.toThrow(`${sentence}${file}`);
  const nowhere = path.join(folder, 'not', 'yet');
  await expect(findModel(entry, nowhere)).rejects.toThrow(`${sentence}${path.join(nowhere, entry.file)}`);
});

test('a folder of that name is no model', async () => {
  fs.mkdirSync(file);
  await expect(findModel(entry, folder)).rejects.toThrow(`${file} is no file; A small ViT belongs there: get it from`);
});

test('LINEAMENT_MODELS says where models lie', async () => {
  vi.stubEnv('LINEAMENT_MODELS', folder);
  fs.copyFileSync(FIXTURE, file);
  expect(await findModel(entry)).toBe(file);
});

test.each<[string, Record<string, string>, string, string]>([
  ['linux', {}, '/home/ada', '/home/ada/.local/share/lineament/models'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/home/ada', '/data/lineament/models'],
  ['linux', { XDG_DATA_HOME: 'data' }, '/home/ada', '/home/ada/.local/share/lineament/models'],
  ['darwin', { XDG_DATA_HOME: '/data' }, '/Users/ada', '/Users/ada/Library/Application Support/Lineament/models'],
  ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\ada', 'D:\\Local\\Lineament\\models'],
  ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\Lineament\\models'],
])('on %s with %o: %s', (platform, env, home, expected) => {
  expect(modelsFolder(env, platform, home)).toBe(expected);
  expect(modelsFolder({ ...env, LINEAMENT_MODELS: 'mine' }, platform, home)).toBe(path.resolve('mine'));
});
