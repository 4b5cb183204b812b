/** Two windows on one file, and another program: what one has saved the other does not write over. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { KeptClaims, SeenFiles, sharedCalls } from '../../main/host-calls.ts';
import { HostFiles } from '../../main/host-files.ts';
import { HostStore } from '../../main/host-store.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-windows-'));
afterAll(() => fs.rmSync(root, { recursive: true }));

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
let file: string;
let id: string;
let windows: ReturnType<typeof sharedCalls>[];
let pages: ReturnType<KeptClaims['page']>[];
beforeEach((context) => {
  file = path.join(root, `${context.task.id}.lineament`);
  fs.writeFileSync(file, 'as it was');
  const files = new HostFiles();
  const store = new HostStore(path.join(root, 'state'));
  const claims = new KeptClaims();
  pages = [claims.page(), claims.page()];
  windows = pages.map((page) => sharedCalls(files, store, new SeenFiles(files), page));
  id = files.admit(file).id;
});
const now = () => fs.readFileSync(file, 'utf8');
const refusal =
  /^[\w.-]+\.lineament was changed in another window or by another program since it was opened here: save under another name\.$/;

test('of two windows that opened a file the second to save is told, and what the first saved stays', async () => {
  const [one, two] = windows;
  await one!.readFile({ id });
  await two!.readFile({ id });
  await one!.saveFile({ id, bytes: bytes('by one') });
  await one!.saveFile({ id, bytes: bytes('by one again') });
  await expect(two!.saveFile({ id, bytes: bytes('by two') })).rejects.toThrow(refusal);
  expect(now()).toBe('by one again');
  // Opened anew it is theirs to change.
  await two!.readFile({ id });
  await two!.saveFile({ id, bytes: bytes('by two') });
  await expect(one!.saveFile({ id, bytes: bytes('by one') })).rejects.toThrow(refusal);
  expect(now()).toBe('by two');
});

test('another program that changed the file is not written over; one that only touched it is no matter', async () => {
  const [one] = windows;
  await one!.readFile({ id });
  fs.utimesSync(file, 1, 1);
  await one!.saveFile({ id, bytes: bytes('saved') });
  expect(now()).toBe('saved');
  fs.writeFileSync(file, 'other');
  await expect(one!.saveFile({ id, bytes: bytes('lost?') })).rejects.toThrow(refusal);
  expect(now()).toBe('other');
  fs.rmSync(file);
  await one!.saveFile({ id, bytes: bytes('back') });
  expect(now()).toBe('back');
});

test('two windows that keep documents and settings at once lose neither', async () => {
  const [one, two] = windows;
  await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      [one!, two!].map((window, w) => window.keep({ key: `${w}`, name: `${w}`, bytes: bytes(`${w} ${i}`) })),
    ).flat(),
  );
  for (const [i, window] of [one!, two!].entries())
    expect(Buffer.from((await window.takeKept({ key: `${i}` })).bytes).toString()).toBe(`${i} 9`);
});

test('a document that is open in one window is not offered in another, until that window is gone', async () => {
  const [one, two] = windows;
  const keys = async (window: typeof one) => (await window!.kept({})).documents.map(({ key }) => key);
  await one!.keep({ key: 'open', name: 'Hen', bytes: bytes('one') });
  expect(await keys(one)).toContain('open');
  expect(await keys(two)).not.toContain('open');
  for (const attempt of [
    () => two!.takeKept({ key: 'open' }),
    () => two!.dropKept({ key: 'open' }),
    () => two!.keep({ key: 'open', name: 'Hen', bytes: bytes('two') }),
  ])
    await expect(async () => attempt()).rejects.toThrow('That document is open in another window: go on there.');
  pages[0]!.release();
  expect(await keys(two)).toContain('open');
  expect(Buffer.from((await two!.takeKept({ key: 'open' })).bytes).toString()).toBe('one');
  expect(await keys(one)).not.toContain('open');
});
