import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { planOutputs } from '../main/output-names.ts';
import { inFreshFolders, run } from './run-command.ts';

inFreshFolders();

test('the names of outputs never meet, nor fall on a photo', () => {
  const files = (photos: string[], wish: Partial<Parameters<typeof planOutputs>[1]> = {}) =>
    planOutputs(photos, { out: undefined, format: undefined, levels: [], several: true, ...wish }).outputs.map(
      ({ file }) => file,
    );
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
  const { outputs } = planOutputs(['a.jpg', 'a-4.jpg'], {
    out: undefined,
    format: undefined,
    levels: [4],
    several: true,
  });
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
