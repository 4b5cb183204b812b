/** The batch that a host keeps: over restarts, damage, photos that are gone; and what a page gone wrong may not do. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { BatchStore } from '../../main/batch-store.ts';
import type { BatchItem, KeptBatch, PageSettings } from '../../main/contract.ts';
import { folderName, photosIn, withFoldersOpened } from '../../main/host-batch.ts';
import { HostFiles } from '../../main/host-files.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-batch-'));
afterAll(() => fs.rmSync(root, { recursive: true }));

let state: string;
let files: HostFiles;
let store: BatchStore;
beforeEach((context) => {
  state = path.join(root, context.task.id);
  files = new HostFiles();
  store = new BatchStore(state, files);
});

const settings: PageSettings = {
  ...{ strokes: 8, seeds: 1, seed: 0, fidelity: 0.5, width: null, quality: 'draft', cutOut: true, encoder: 'built-in' },
};
const item = (key: string, patch: Partial<BatchItem> = {}): BatchItem => ({
  ...{ key, name: `${key}.jpg`, file: null, state: 'waiting', reason: null },
  ...{ settings: null, strokes: null, likeness: null, seconds: null, ...patch },
});
const batch = (...items: BatchItem[]): KeptBatch => ({ settings, items });
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const kept = () => fs.readdirSync(path.join(state, 'batch')).sort();

test('nothing is kept at first, and asking makes nothing', async () => {
  expect(await store.read()).toBeNull();
  await expect(store.photo('a')).rejects.toThrow('That photo is not kept any more: add it again.');
  await expect(store.drawing('a')).rejects.toThrow('That drawing is not kept any more: draw the photo again.');
  expect(fs.existsSync(state)).toBe(false);
});

test('the next start finds list, copies and drawings as they were left', async () => {
  await store.keepPart('photo', 'a', bytes('photo a'));
  await store.keepPart('drawing', 'a', bytes('{}'));
  const done = item('a', { state: 'done', settings, strokes: 8, likeness: 61.5, seconds: 3 });
  await Promise.all([store.write(batch(item('a'))), store.write(batch(item('b'), done))]);
  const next = new BatchStore(state, new HostFiles());
  expect(await next.read()).toEqual(batch(item('b'), done));
  expect(await next.photo('a')).toEqual(bytes('photo a'));
  expect(await next.drawing('a')).toEqual(bytes('{}'));
});

test('a file goes under an id: the page never sees its path, and the next start gives it an id anew', async () => {
  const photo = path.join(root, 'rooster.jpg');
  fs.writeFileSync(photo, 'photo');
  const { id } = files.admit(photo);
  await store.write(batch(item('a', { file: id })));
  const again = new HostFiles();
  const read = await new BatchStore(state, again).read();
  const [one] = read!.items;
  expect(JSON.stringify(read)).not.toContain(root);
  expect(one!.file).not.toBe(id);
  expect(await again.read(one!.file!)).toEqual({ name: 'rooster.jpg', bytes: bytes('photo') });
  fs.rmSync(photo);
  await expect(again.read(one!.file!)).rejects.toThrow("rooster.jpg can't be read: there is no such file or folder.");
});

test('an id that the host never gave is refused, and the batch stays as it was', async () => {
  await store.write(batch(item('a')));
  expect(() => store.write(batch(item('b', { file: 'made up' })))).toThrow('not open any more');
  expect((await store.read())!.items.map(({ key }) => key)).toEqual(['a']);
});

test('what leaves the batch takes its copy and drawing along; what is still to come stays', async () => {
  for (const key of ['a', 'b', 'c']) await store.keepPart('photo', key, bytes(key));
  await store.keepPart('drawing', 'a', bytes('{}'));
  await store.write(batch(item('a'), item('b')));
  await store.write(batch(item('b')));
  expect(kept()).toHaveLength(3);
  expect([await store.photo('b'), await store.photo('c')]).toEqual([bytes('b'), bytes('c')]);
  await expect(store.photo('a')).rejects.toThrow();
  await store.write(batch());
  expect(fs.existsSync(path.join(state, 'batch'))).toBe(false);
  expect(await store.read()).toBeNull();
});

test.each(['{"items":[', '{}', '{"settings":{},"items":[]}', ''])('a damaged list %j counts as none', async (json) => {
  await store.write(batch(item('a')));
  fs.writeFileSync(path.join(state, 'batch', 'batch.json'), json);
  expect(await store.read()).toBeNull();
  await store.write(batch(item('b')));
  expect((await store.read())!.items).toEqual([item('b')]);
});

test('a copy that was made too late for its photo goes at the next start, and nothing else does', async () => {
  for (const key of ['a', 'late']) await store.keepPart('photo', key, bytes(key));
  await store.write(batch(item('a')));
  fs.writeFileSync(path.join(state, 'batch', 'notes.txt'), 'mine');
  const next = new BatchStore(state, new HostFiles());
  await next.read();
  expect(kept().filter((name) => name !== 'batch.json' && name !== 'notes.txt')).toHaveLength(1);
  expect(kept()).toContain('notes.txt');
  expect(await next.photo('a')).toEqual(bytes('a'));
});

test('a window that opens between a copy and the list that has its photo takes the copy from nobody', async () => {
  await store.write(batch(item('a')));
  await store.read();
  await store.keepPart('photo', 'b', bytes('b'));
  await store.read();
  await store.write(batch(item('a'), item('b')));
  expect(await store.photo('b')).toEqual(bytes('b'));
});

test('a key that looks like a path writes within the folder alone', async () => {
  const names = ['../../out', '/etc/passwd', '..', 'a/b'];
  for (const name of names) await store.keepPart('drawing', name, bytes(name));
  expect(kept()).toHaveLength(names.length);
  expect(fs.readdirSync(state)).toEqual(['batch']);
});

test('the photos of a folder: pictures alone, 2 before 10, not those of its own folders', async () => {
  const zoo = path.join(root, 'zoo');
  fs.mkdirSync(path.join(zoo, 'more'), { recursive: true });
  for (const name of ['10.jpg', '2.PNG', 'notes.txt', '.hidden.jpg', 'more/3.jpg'])
    fs.writeFileSync(path.join(zoo, name), '');
  expect((await photosIn(zoo, files)).map(({ name }) => name)).toEqual(['2.PNG', '10.jpg']);
  const named = [zoo, path.join(zoo, 'more'), path.join(root, 'gone.jpg')].map((file) => files.admit(file));
  const opened = await withFoldersOpened(named, files);
  expect(opened.map(({ name }) => name)).toEqual(['2.PNG', '10.jpg', '3.jpg', 'gone.jpg']);
  fs.rmSync(path.join(zoo, 'more', '3.jpg'));
  await expect(photosIn(path.join(zoo, 'more'), files)).rejects.toThrow('has no photos in it');
  expect(folderName(zoo)).toBe('zoo');
});

test('a drawing is saved beside what is there, never over it, and only where a folder was picked', async () => {
  const out = path.join(root, 'out');
  fs.mkdirSync(out);
  fs.writeFileSync(path.join(out, 'cup.svg'), 'mine');
  fs.mkdirSync(path.join(out, 'cup (2).svg'));
  const folder = files.admitFolder(out);
  const saved = await files.saveInto(folder.id, 'cup.svg', bytes('one'));
  expect(saved.name).toBe('cup (3).svg');
  expect((await files.saveInto(folder.id, '../../cup.svg', bytes('two'))).name).toBe('cup (4).svg');
  expect(fs.readFileSync(path.join(out, 'cup.svg'), 'utf8')).toBe('mine');
  expect(fs.readFileSync(path.join(out, 'cup (3).svg'), 'utf8')).toBe('one');
  expect(await files.save(saved.id, bytes('three'))).toEqual(saved);
  const photo = files.admit(path.join(root, 'zoo'));
  await expect(files.saveInto(photo.id, 'a.svg', bytes(''))).rejects.toThrow('was not picked to save into');
  fs.rmSync(out, { recursive: true });
  await expect(files.saveInto(folder.id, 'a.svg', bytes(''))).rejects.toThrow('a.svg cannot be saved');
});
