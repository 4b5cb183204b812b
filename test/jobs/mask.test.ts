/** Where masks come from, and every mask that is refused. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { resolveMask } from '../../main/jobs/mask.ts';
import { type Photo, readPhoto } from '../../main/jobs/photo.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mask-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [WIDTH, HEIGHT] = [60, 40];

/** A red square of 20 pixels, at (10, 10), on grey. */
async function photo(alpha = false): Promise<Photo> {
  return readPhoto(
    await square('#cc2222', alpha ? '#00000000' : '#888888')
      .png()
      .toBuffer(),
  );
}

function square(subject: string, ground: string, width = WIDTH, height = HEIGHT): Sharp {
  const picture = sharp({ create: { width, height, channels: 4, background: ground } });
  const inside = { create: { width: width / 3, height: height / 2, channels: 4 as const, background: subject } };
  return picture.composite([{ input: inside, left: width / 6, top: height / 4 }]);
}

async function file(name: string, picture: Sharp): Promise<string> {
  const to = path.join(folder, name);
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, await picture.png().toBuffer());
  return to;
}

/** Whether the mask is the square, leaving out a pixel's width at its edge. */
function expectSquare(mask: Uint8Array | null): void {
  expect(mask).toHaveLength(WIDTH * HEIGHT);
  const [values] = [mask!];
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const inwards = Math.min(x - 9.5, 30 - 0.5 - x, y - 9.5, 30 - 0.5 - y);
      if (Math.abs(inwards) > 1) expect(values[y * WIDTH + x]! >= 128, `at ${x}, ${y}`).toBe(inwards > 0);
    }
}

test('none is the whole picture', async () => {
  expect(await resolveMask('none', null, await photo())).toEqual({ mask: null, source: 'none', note: null });
});

test('auto finds the subject', async () => {
  const { mask, source, note } = await resolveMask('auto', null, await photo());
  expect([source, note]).toEqual(['auto', null]);
  expectSquare(mask);
});

test('auto goes by colours alone where the network does not run, and says so', async () => {
  const failing = () => Promise.reject(new Error('there is none.'));
  const { mask, source, note } = await resolveMask('auto', null, await photo(), failing);
  expect(source).toBe('auto');
  expect(note).toBe('The subject was found by its colours alone, for the mask network did not run: there is none.');
  expectSquare(mask);
});

test('auto takes the photo’s own transparency where it has some', async () => {
  const { mask, source } = await resolveMask('auto', null, await photo(true));
  expect(source).toBe('transparency');
  expectSquare(mask);
});

test('auto says so where nothing stands out', async () => {
  const flat = await readPhoto(await square('#778899', '#778899').png().toBuffer());
  const { mask, source, note } = await resolveMask('auto', null, flat);
  expect([mask, source]).toEqual([null, 'none']);
  expect(note).toMatch(/^No subject stands out/);
});

test.each([
  ['white on black', (name: string) => file(name, square('#ffffff', '#000000').removeAlpha())],
  ['a cut-out, by its transparency', (name: string) => file(name, square('#123456', '#00000000'))],
  [
    'another size of the same shape',
    (name: string) => file(name, square('#ffffff', '#000000', 180, 120).removeAlpha()),
  ],
])('a mask file that is %s', async (_, make) => {
  const { mask, source } = await resolveMask(await make('mask.png'), null, await photo());
  expect(source).toBe('mask.png');
  expectSquare(mask);
});

test('a folder gives the mask of the photo’s name, whatever its ending', async () => {
  await file('masks/other.png', sharp({ create: { width: 60, height: 40, channels: 3, background: '#ffffff' } }));
  await file('masks/duck.bmp.png', sharp({ create: { width: 60, height: 40, channels: 3, background: '#ffffff' } }));
  await file('masks/duck/whole.png', square('#ffffff', '#ffffff'));
  writeFileSync(path.join(folder, 'masks', 'duck.json'), '{}');
  await file('masks/duck.webp', square('#ffffff', '#000000').removeAlpha());
  const { mask, source } = await resolveMask(path.join(folder, 'masks'), '/photos/duck.jpeg', await photo());
  expect(source).toBe('duck.webp');
  expectSquare(mask);
});

test('a mask is found however its disk spells the accents of its name', async () => {
  await file('accents/cafe\u0301.png', square('#ffffff', '#000000').removeAlpha());
  expectSquare((await resolveMask(path.join(folder, 'accents'), 'caf\u00e9.jpg', await photo())).mask);
});

const REFUSED: [string, () => Promise<string>, string | null, RegExp][] = [
  [
    'a file that is not there',
    async () => path.join(folder, 'nowhere'),
    'a.jpg',
    /^There is no mask .*nowhere: expected/,
  ],
  [
    'a folder without the name',
    () => file('empty/x.png', square('#fff', '#000')).then(path.dirname),
    'swan.jpg',
    /has no mask for swan\.jpg: swan\.png/,
  ],
  [
    'a folder for a photo without a name',
    () => file('empty/x.png', square('#fff', '#000')).then(path.dirname),
    null,
    /but this photo has no name/,
  ],
  [
    'another shape',
    () => file('wide.png', square('#fff', '#000', 90, 40)),
    'a.jpg',
    /is 90 × 40 but the photo 60 × 40/,
  ],
  ['black all over', () => file('black.png', square('#000', '#000')), 'a.jpg', /is black all over/],
];

test.each(REFUSED)('%s is refused in one sentence', async (_, option, photoPath, sentence) => {
  await expect(resolveMask(await option(), photoPath, await photo())).rejects.toThrow(sentence);
});
