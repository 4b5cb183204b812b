import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SketchSettings } from '../main/jobs/sketch-settings.ts';
import { planOutputs } from '../main/output-names.ts';
import { fakeSketch } from './jobs/fake-job.ts';
import { inFreshFolders, run } from './run-command.ts';

inFreshFolders();

const PLAIN = { out: undefined, format: undefined, levels: [], inputs: [], several: true };

test('the names of outputs never meet, nor fall on a photo', () => {
  const files = (photos: string[], wish: Partial<Parameters<typeof planOutputs>[1]> = {}) =>
    planOutputs(photos, { ...PLAIN, ...wish }).outputs.map(({ file }) => file);
  expect(files(['a.jpg', 'a.png', 'b.jpg'])).toEqual(['a-jpg.svg', 'a-png.svg', 'b.svg']);
  expect(files(['x/a.jpg', 'y/a.jpg', 'z/A.JPG'])).toEqual(['a-jpg.svg', 'a-jpg-2.svg', 'A-JPG-3.svg']);
  expect(files(['a.svg'])).toEqual(['a-svg.svg']);
  expect(files(['cat.jpg'], { out: 'holiday' })).toEqual([path.join('holiday', 'cat.svg')]);
  expect(files(['cat.jpg'], { out: 'new/', several: false, format: 'animated' })).toEqual([
    path.join('new', 'cat.animated.svg'),
  ]);
  expect(files(['cat.jpg'], { out: 'new', several: false })).toEqual([path.join('new', 'cat.svg')]);
  expect(files(['cat.jpg'], { out: 'v1.2', several: true })).toEqual([path.join('v1.2', 'cat.svg')]);
  // The level of one photo and the whole of another.
  const { outputs } = planOutputs(['a.jpg', 'a-4.jpg'], { ...PLAIN, levels: [4] });
  const all = outputs.flatMap(({ file, levels }) => [file, ...levels.map((level) => level.file)]);
  expect(new Set(all).size).toBe(all.length);
});

test('a photo is never overwritten, not by another of its names either', async () => {
  fs.writeFileSync('photo.svg', '<svg/>');
  fs.symlinkSync('photo.svg', 'other.svg');
  const { code, stderr } = await run(['sketch', 'photo.svg', '-o', 'other.svg']);
  expect([code, stderr]).toEqual([2, 'lineament: other.svg is the photo itself; give another name after --out.\n']);
  expect((await run(['sketch', 'photo.svg'])).stdout).toContain('photo-svg.svg');
  expect(fs.readFileSync('photo.svg', 'utf8')).toBe('<svg/>');
});

test('a mask is never overwritten, neither one of a folder nor one that is named', async () => {
  fs.mkdirSync('masks');
  fs.writeFileSync('masks/cat.png', 'mask');
  const { stdout } = await run(['sketch', 'cat.jpg', '--mask', 'masks', '-o', 'masks', '--format', 'png']);
  expect(stdout).toContain(`-> ${path.join('masks', 'cat-jpg.png')}`);
  const { code, stderr } = await run(['sketch', 'cat.jpg', '--mask', 'masks/cat.png', '-o', 'masks/cat.png']);
  expect([code, stderr]).toEqual([
    2,
    'lineament: masks/cat.png is the drawing, mask, map or encoder itself; give another name after --out.\n',
  ]);
  expect(fs.readFileSync('masks/cat.png', 'utf8')).toBe('mask');
});

test('what cannot be written is said before anything is drawn', async () => {
  fs.mkdirSync('out/cat.svg', { recursive: true });
  const drawn: string[] = [];
  const loadJob = async () =>
    async function* (photo: string | Uint8Array, ...rest: [SketchSettings, AbortSignal]) {
      drawn.push(String(photo));
      return yield* fakeSketch(photo, ...rest);
    };
  const { code, stdout, stderr } = await run(['sketch', 'cat.jpg', 'holiday/2.jpg', '-o', 'out'], { loadJob });
  expect([code, drawn]).toEqual([1, ['holiday/2.jpg']]);
  expect(stderr).toMatch(/^lineament: .*cat\.svg cannot be written: there is a folder of that name\.\n$/);
  expect(stdout).toMatch(/2 photos: 1 drawn, 1 failed/);
  expect((await run(['sketch', 'cat.jpg', '-o', 'cat.jpg/deep/a.svg'], { loadJob })).stderr).toMatch(
    /^lineament: .*a\.svg cannot be written: a part of that path is a file, not a folder\.\n$/,
  );
  expect(drawn).toHaveLength(1);
});
