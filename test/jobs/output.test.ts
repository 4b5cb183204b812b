import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test, vi } from 'vitest';
import { causeOf, writeWhole } from '../../main/files/whole-file.ts';
import { encodeSketch, FORMATS, formatOf, levelPath, type Sketched, writeSketch } from '../../main/jobs/output.ts';
import { readSvg } from '../../main/strokes/svg-read.ts';
import { fakeResult } from './fake-job.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-output-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const sketched: Sketched = { result: fakeResult({ strokes: 8 }), photo: 'cat.jpg' };

test.each([
  ['a.svg', 'svg'],
  ['a.SVG', 'svg'],
  ['x/a.animated.svg', 'animated'],
  ['a.b.png', 'png'],
  ['a.json', 'json'],
  ['a.pdf', null],
  ['svg', null],
])('the ending of %s asks for %s', (file, format) => expect(formatOf(file)).toBe(format));

test.each([
  ['out/cat.svg', 'out/cat-4.svg'],
  ['cat.animated.svg', 'cat-4.animated.svg'],
  ['a.b/cat.v2.png', 'a.b/cat.v2-4.png'],
])('level 4 of %s is %s', (file, expected) => expect(levelPath(file, 4)).toBe(expected));

test('the SVG holds strokes, seed and settings, and neither times nor the folders of the person', async () => {
  const parts = ['/home/ann/face.png'].map((mask) => ({ mask, strokes: 4 }));
  const result = fakeResult({ strokes: 8, mask: '/home/ann/masks', encoder: '/home/ann/clip.onnx', regions: parts });
  const file = path.join(folder, 'cat.svg');
  await writeSketch(file, { result, photo: 'cat.jpg' });
  const text = fs.readFileSync(file, 'utf8');
  const { drawing, metadata, title, warnings } = readSvg(text);
  expect(warnings).toEqual([]);
  expect(title).toBe('cat in 8 strokes');
  expect(drawing.strokes).toHaveLength(8);
  expect(metadata).toMatchObject({ photo: 'cat.jpg', seed: 2, objective: 0.125, stopped: false });
  expect((metadata as { settings: object }).settings).toEqual({
    ...result.settings,
    mask: 'masks',
    encoder: 'clip.onnx',
    regions: [{ mask: 'face.png', strokes: 4 }],
  });
  expect(text).not.toMatch(/\/home|seconds/);
});

test('a level has its own number of strokes and its own objective', async () => {
  const text = (await encodeSketch({ ...sketched, level: 4 }, 'svg')) as string;
  const { drawing, metadata, title } = readSvg(text);
  expect(drawing.strokes).toEqual(readSvg((await encodeSketch(sketched, 'svg')) as string).drawing.strokes.slice(0, 4));
  expect(title).toBe('cat in 4 strokes');
  expect(metadata).toMatchObject({ objective: 0.25 });
});

test('the PNG is white paper with the strokes on it, its longer side at least 1024 px and at most 4096', async () => {
  for (const [width, height, expected] of [
    [200, 100, [1024, 512]],
    [1500, 1000, [1500, 1000]],
    [100, 20_000, [20, 4096]],
  ] as const) {
    const result = fakeResult({ strokes: 4 }, { width, height });
    const bytes = await encodeSketch({ result, photo: 'cat.jpg' }, 'png');
    const { data, info } = await sharp(bytes as Uint8Array)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual(expected);
    expect(info.channels).toBeLessThan(4);
    expect(data[0]).toBe(255);
    expect(data.reduce((least, value) => Math.min(least, value), 255)).toBeLessThan(150);
  }
});

test('a coloured stroke keeps its colour in the PNG', async () => {
  const result = fakeResult({ strokes: 1 }, { color: '#ff0000' });
  const png = await encodeSketch({ result, photo: 'cat.jpg' }, 'png');
  const { channels } = await sharp(png as Uint8Array).stats();
  expect(channels).toHaveLength(3);
  expect(channels[0]!.min).toBe(255);
  expect(channels[1]!.min).toBe(0);
});

test('the JSON holds each stroke with its worth, the levels, the settings', async () => {
  const json = JSON.parse((await encodeSketch(sketched, 'json')) as string);
  expect(json).toMatchObject({ photo: 'cat.jpg', width: 320, height: 240, seed: 2, objective: 0.125, stopped: false });
  expect(json.strokes).toHaveLength(8);
  expect(json.strokes[3]).toEqual({ ...sketched.result.drawing.strokes[3], worth: sketched.result.worth[3] });
  expect(json.levels).toEqual([
    { strokes: 4, objective: 0.25 },
    { strokes: 8, objective: 0.125 },
  ]);
  expect(json.settings).toEqual(sketched.result.settings);
  expect(JSON.stringify(json)).not.toContain('seconds');
});

test('an objective that is not known yet is null in the JSON', async () => {
  const result = { ...sketched.result, objective: Number.NaN, levels: [], worth: [] };
  const json = JSON.parse((await encodeSketch({ ...sketched, result }, 'json')) as string);
  expect([json.objective, json.strokes[0].worth]).toEqual([null, null]);
});

test('however long the run took, the bytes of every format are the same', async () => {
  for (const format of Object.keys(FORMATS) as (keyof typeof FORMATS)[]) {
    const again = { ...sketched, result: { ...structuredClone(sketched.result), seconds: 99 } };
    const [first, second] = [await encodeSketch(sketched, format), await encodeSketch(again, format)];
    expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(0);
  }
});

test('folders on the way are made, and a file there before is replaced with its permissions kept', async () => {
  const file = path.join(folder, 'new', 'deep', 'a.svg');
  await writeWhole(file, 'one');
  fs.chmodSync(file, 0o600);
  await writeWhole(file, 'two');
  expect(fs.readFileSync(file, 'utf8')).toBe('two');
  if (process.platform !== 'win32') expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(path.dirname(file))).toEqual(['a.svg']);
});

test('a link stays a link, and its target is what is written', async () => {
  const target = path.join(folder, 'target.svg');
  const link = path.join(folder, 'link.svg');
  fs.writeFileSync(target, 'old');
  fs.symlinkSync(target, link);
  await writeWhole(link, 'new');
  expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
  expect(fs.readFileSync(target, 'utf8')).toBe('new');
});

test('a disk that is full half-way leaves the old file, no scraps, and one sentence', async () => {
  const there = path.join(folder, 'full');
  fs.mkdirSync(there);
  const file = path.join(there, 'a.svg');
  fs.writeFileSync(file, 'old');
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const real = fs.promises.open;
  const opened = vi.spyOn(fs.promises, 'open').mockImplementation(async (...args) => {
    const handle = await real(...args);
    handle.writeFile = async () => {
      await handle.write('half');
      throw full;
    };
    return handle;
  });
  await expect(writeWhole(file, 'new')).rejects.toThrow(
    `${file} was not written: the disk is full; make room or choose another disk.`,
  );
  expect(opened).toHaveBeenCalledOnce();
  opened.mockRestore();
  expect(fs.readFileSync(file, 'utf8')).toBe('old');
  expect(fs.readdirSync(there)).toEqual(['a.svg']);
});

test.skipIf(process.platform === 'win32')('a device is written to, not replaced', async () => {
  await writeWhole('/dev/null', 'x');
  expect(fs.statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test('a folder of that name, a file among the folders, and no format are said so', async () => {
  fs.mkdirSync(path.join(folder, 'taken.svg'));
  await expect(writeSketch(path.join(folder, 'taken.svg'), sketched)).rejects.toThrow(
    /there is a folder of that name\.$/,
  );
  fs.writeFileSync(path.join(folder, 'file'), '');
  await expect(writeSketch(path.join(folder, 'file', 'a.svg'), sketched)).rejects.toThrow(/is a file, not a folder\.$/);
  await expect(writeSketch('a.pdf', sketched)).rejects.toThrow(
    /ending is none of \.animated\.svg, \.svg, \.png, \.json\.$/,
  );
  expect(causeOf(Object.assign(new Error('raw'), { code: 'EACCES' }))).toMatch(/you may not write there/);
  expect(causeOf(new Error('something else'))).toBe('something else');
});
