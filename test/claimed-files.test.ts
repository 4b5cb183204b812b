/** Files that are one run's alone while it lives: who comes second is told, who comes after a crash is not. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimFiles, type Release } from '../main/claimed-files.ts';

let folder: string;
let runs: string;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-claims-')));
  runs = path.join(folder, 'state', 'runs');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const out = (...names: string[]) => names.map((name) => path.join(folder, 'out', name));
const claim = (files: string[]) => claimFiles(files, runs);

test('a file that a run has claimed is refused to others in a sentence, until that run ends', async () => {
  const release = await claim(out('a.svg', 'b.svg'));
  await expect(claim(out('c.svg', 'b.svg'))).rejects.toThrow(
    `${out('b.svg')[0]} is being written by another run (process ${process.pid}): wait until that is done, or give another place after --out.`,
  );
  const beside = await claim(out('c.svg'));
  await release();
  const next = await claim(out('b.svg'));
  await beside();
  await next();
  expect(fs.readdirSync(runs)).toEqual([]);
});

test('a file is the same by whichever path', async () => {
  fs.mkdirSync(path.join(folder, 'out'));
  fs.symlinkSync(path.join(folder, 'out'), path.join(folder, 'link'), 'dir');
  const release = await claim(out('a.svg'));
  await expect(claim([path.join(folder, 'link', 'a.svg')])).rejects.toThrow(/link.a\.svg is being written/);
  await release();
});

test('of several at once that want one file, one has it', async () => {
  const claims = await Promise.allSettled(Array.from({ length: 6 }, () => claim(out('a.svg'))));
  const had = claims.filter((one): one is PromiseFulfilledResult<Release> => one.status === 'fulfilled');
  expect(had).toHaveLength(1);
  await had[0]!.value();
});

test('what a run that is gone had claimed is free, and its list goes', async () => {
  fs.mkdirSync(runs, { recursive: true });
  const [file] = out('a.svg');
  // No process has such an id.
  const gone = { pid: 2 ** 30, host: os.hostname() };
  for (const name of ['with-lock', 'without'])
    fs.writeFileSync(path.join(runs, `${name}.json`), JSON.stringify({ pid: gone.pid, keys: [file!.toLowerCase()] }));
  fs.writeFileSync(path.join(runs, 'with-lock.json.lock'), JSON.stringify(gone));
  const release = await claim([file!]);
  expect(fs.readdirSync(runs)).toHaveLength(2);
  await release();
  expect(fs.readdirSync(runs)).toEqual([]);
});

test('where no list can be kept, or none can be read, files are written all the same', async () => {
  fs.writeFileSync(path.join(folder, 'state'), 'no folder');
  const [first, second] = [await claim(out('a.svg')), await claim(out('a.svg'))];
  await first();
  await second();
  fs.rmSync(path.join(folder, 'state'));
  const release = await claim(out('a.svg'));
  const list = fs.readdirSync(runs).find((name) => name.endsWith('.json'));
  fs.writeFileSync(path.join(runs, list!), '{');
  await (await claim(out('a.svg')))();
  await release();
});

test.skipIf(process.platform === 'win32')('any number may write to a device', async () => {
  const releases = [await claim(['/dev/null']), await claim(['/dev/null'])];
  for (const release of releases) await release();
});
