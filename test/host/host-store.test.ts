/** What a host keeps between two starts, and what damage to it costs. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { HostStore, stateFolder } from '../../main/host-store.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-store-'));
afterAll(() => fs.rmSync(root, { recursive: true }));

let folder: string;
let store: HostStore;
beforeEach((context) => {
  folder = path.join(root, context.task.id);
  store = new HostStore(folder);
});

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

test('an empty folder keeps nothing, and asking makes nothing', async () => {
  expect(await store.kept()).toEqual([]);
  expect(await store.recent()).toEqual([]);
  expect(await store.text('preferences')).toBe('');
  expect(fs.existsSync(folder)).toBe(false);
});

test('of documents kept at once under one key the last stays, byte for byte, for the next start too', async () => {
  const texts = ['one', 'two\n\n', '\nthree\0'];
  await Promise.all(texts.map((text) => store.keep({ key: 'k', name: 'Rooster', bytes: bytes(text) })));
  const next = new HostStore(folder);
  expect(await next.kept()).toMatchObject([{ key: 'k', name: 'Rooster' }]);
  for (let i = 0; i < 2; i++) expect(await next.takeKept('k')).toEqual({ name: 'Rooster', bytes: bytes('\nthree\0') });
  await next.dropKept('k');
  await next.dropKept('k');
  expect(await next.kept()).toEqual([]);
  await expect(next.takeKept('k')).rejects.toThrow('That document is not kept any more.');
});

test('a key or a name that looks like a path or a line writes within the folder alone', async () => {
  const names = ['../../out', '/etc/passwd', 'a\nb', '"\\u0000'.repeat(500)];
  for (const name of names) await store.keep({ key: name, name, bytes: bytes(name) });
  expect(new Set((await store.kept()).map(({ key }) => key))).toEqual(new Set(names));
  expect(fs.readdirSync(path.join(folder, 'kept'))).toHaveLength(names.length);
  expect(fs.readdirSync(folder)).toEqual(['kept']);
});

test('what is damaged counts as not there, and the rest is still had', async () => {
  await store.keep({ key: 'good', name: 'Good', bytes: bytes('x') });
  fs.writeFileSync(path.join(folder, 'kept', 'cut.kept'), '{"key":"bad","na');
  fs.writeFileSync(path.join(folder, 'kept', 'odd.kept'), '{"key":7}\n');
  fs.writeFileSync(path.join(folder, 'recent.json'), '[{"path":');
  expect((await store.kept()).map(({ key }) => key)).toEqual(['good']);
  expect(await store.recent()).toEqual([]);
  const photo = path.join(folder, 'a.jpg');
  fs.writeFileSync(photo, '');
  await store.remember({ path: photo, strokes: 4, drawing: '<svg/>' });
  expect(await store.recent()).toMatchObject([{ path: photo, strokes: 4, drawing: '<svg/>' }]);
});

test('recent files: each once, the last first, at most 24, none that is gone', async () => {
  fs.mkdirSync(folder, { recursive: true });
  const paths = Array.from({ length: 26 }, (_, index) => path.join(folder, `${index}.jpg`));
  for (const file of paths) {
    fs.writeFileSync(file, '');
    await store.remember({ path: file, strokes: 1, drawing: '' });
  }
  await store.remember({ path: paths[10]!, strokes: 2, drawing: '' });
  fs.rmSync(paths[25]!);
  const recent = await store.recent();
  expect(recent[0]).toMatchObject({ path: paths[10], strokes: 2 });
  expect(recent.map((file) => path.basename(file.path))).toEqual(
    [10, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 9, 8, 7, 6, 5, 4, 3, 2].map((index) => `${index}.jpg`),
  );
});

test('the state lies where the platform keeps such things, or where it is told to', () => {
  expect(stateFolder({ LINEAMENT_STATE: '/x' }, 'linux')).toBe(path.resolve('/x'));
  expect(stateFolder({ XDG_STATE_HOME: '/s' }, 'linux')).toBe(path.join('/s', 'lineament'));
  expect(stateFolder({}, 'darwin')).toBe(path.join(os.homedir(), 'Library', 'Application Support', 'Lineament'));
  expect(stateFolder({ APPDATA: '/a' }, 'win32')).toBe(path.join('/a', 'Lineament'));
});
