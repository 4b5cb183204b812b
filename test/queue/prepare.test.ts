import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../main/jobs/sketch-settings.ts';
import { jobSchema } from '../../main/queue/job.ts';
import { Preparation, type Wish } from '../../main/queue/prepare.ts';
import { readMark } from '../../main/queue/shared-folder.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-prepare-'));
const at = (...parts: string[]) => path.join(scratch, ...parts);
afterAll(() => fs.rmSync(scratch, { recursive: true }));
beforeEach(() => {
  for (const folder of ['photos', 'masks']) fs.mkdirSync(at(folder), { recursive: true });
  for (const name of ['photos/a.jpg', 'photos/twin.jpg', 'masks/a.png', 'masks/twin.png', 'detail.png', 'eye.onnx'])
    fs.writeFileSync(at(name), name.includes('photos') ? 'photo' : name);
});

const BASE: Wish = { settings: DEFAULT_SETTINGS, format: 'svg', shared: scratch };

async function prepared(wish: Partial<Wish> = {}, photo = 'photos/a.jpg') {
  const stem = path.parse(photo).name;
  const output = {
    photo: at(photo),
    file: at('out', `${stem}.svg`),
    levels: [{ level: 4, file: at('out', `${stem}-4.svg`) }],
  };
  return (await Preparation.begin({ ...BASE, ...wish })).jobFor(output);
}

test('a job names everything from the shared folder, and is one that workers take', async () => {
  const regions = [{ mask: at('detail.png'), strokes: 4 }];
  const settings = {
    ...DEFAULT_SETTINGS,
    mask: at('masks'),
    regions,
    encoder: at('eye.onnx'),
    byDepth: ['width' as const],
  };
  const { job } = await prepared({ settings });
  expect(v.is(jobSchema, JSON.parse(JSON.stringify(job)))).toBe(true);
  expect(Object.keys(job.settings)).toEqual(Object.keys(settings));
  expect(job).toMatchObject({
    name: 'a.jpg',
    photo: { from: 'folder', file: './photos/a.jpg', mark: await readMark(scratch) },
    settings: { mask: './masks', regions: [{ mask: './detail.png', strokes: 4 }], encoder: './eye.onnx' },
    outputs: [
      { level: null, file: './out/a.svg' },
      { level: 4, file: './out/a-4.svg' },
    ],
  });
});

test('the same wish is the same job; another content, name, setting or output is another', async () => {
  const { id } = await prepared();
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect((await prepared()).id).toBe(id);
  const reversed = Object.fromEntries(Object.entries(DEFAULT_SETTINGS).reverse()) as typeof DEFAULT_SETTINGS;
  expect((await prepared({ settings: reversed })).id).toBe(id);
  const others = [
    await prepared({ settings: { ...DEFAULT_SETTINGS, seed: 1 } }),
    await prepared({ format: 'json' }),
    await prepared({ shared: null }),
    await prepared({}, 'photos/twin.jpg'),
  ];
  fs.writeFileSync(at('photos/a.jpg'), 'another photo');
  others.push(await prepared());
  expect(new Set([id, ...others.map((other) => other.id)]).size).toBe(others.length + 1);
});

test("a mask's content counts, and only that of the photo's own mask in a folder", async () => {
  const settings = { ...DEFAULT_SETTINGS, mask: at('masks') };
  const { id } = await prepared({ settings });
  fs.writeFileSync(at('masks/twin.png'), 'changed');
  expect((await prepared({ settings })).id).toBe(id);
  fs.writeFileSync(at('masks/a.png'), 'changed');
  expect((await prepared({ settings })).id).not.toBe(id);
  fs.rmSync(at('masks/a.png'));
  await expect(prepared({ settings })).rejects.toThrow('has no mask for a.jpg');
});

test('through the queue the photo itself travels, and no other file can', async () => {
  const { job } = await prepared({ shared: null });
  expect(job.photo).toEqual({ from: 'queue', base64: Buffer.from('photo').toString('base64') });
  expect(job.outputs.map(({ file }) => file)).toEqual([null, null]);
  const settings = { ...DEFAULT_SETTINGS, mask: at('masks', 'a.png') };
  await expect(prepared({ shared: null, settings })).rejects.toThrow('leave out --results queue.');
});

test('what lies outside the shared folder is refused before a photo is read', async () => {
  const settings = { ...DEFAULT_SETTINGS, detail: at('detail.png') };
  await expect(Preparation.begin({ ...BASE, settings, shared: at('photos') })).rejects.toThrow(
    'detail.png lies outside the shared folder',
  );
  await expect(prepared({ shared: at('masks') })).rejects.toThrow('a.jpg lies outside the shared folder');
});

test.each([scratch, null])('a photo that is gone is one sentence (shared folder: %s)', async (shared) => {
  await expect(prepared({ shared }, 'photos/gone.jpg')).rejects.toThrow(
    `${at('photos/gone.jpg')} cannot be read: there is no such file or folder.`,
  );
});
