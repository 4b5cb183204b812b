/** Cut-outs of pictures made here: what is clear, what lies behind, trimmed, by parts, and every refusal. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { type CutoutWish, cutoutFile, writeCutout } from '../../main/jobs/cutout.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cutout-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [WIDTH, HEIGHT] = [1400, 900];
const WISH: CutoutWish = { format: 'png', mask: 'auto', ground: 'clear', trim: false, parts: null, maxSide: 4096 };

/** Red squares on grey-blue, and their mask, as files. */
const SQUARES = [
  { left: 200, top: 200, side: 500 },
  { left: 1000, top: 300, side: 200 },
];
const photo = await drawn('photo.png', '#5577aa', '#cc3322');
const mask = await drawn('mask.png', '#000000', '#ffffff');

async function drawn(name: string, ground: string, subject: string): Promise<string> {
  const file = path.join(folder, name);
  await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: ground } })
    .composite(
      SQUARES.map(({ left, top, side }) => ({
        input: { create: { width: side, height: side, channels: 3 as const, background: subject } },
        left,
        top,
      })),
    )
    .png()
    .toFile(file);
  return file;
}

async function cut(wish: Partial<CutoutWish>, name = 'out.png', from = photo) {
  const file = path.join(folder, name);
  const notes = await writeCutout(from, file, { ...WISH, mask, ...wish });
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [
    ...data.subarray(info.channels * (y * info.width + x), info.channels * (y * info.width + x + 1)),
  ];
  return { notes, at, ...info };
}

test('the subject keeps its colours at the photo’s own size, the rest is clear and holds nothing of the photo', async () => {
  const { width, height, channels, at, notes } = await cut({});
  expect([width, height, channels]).toEqual([WIDTH, HEIGHT, 4]);
  expect(at(400, 400)).toEqual([0xcc, 0x33, 0x22, 255]);
  expect(at(50, 50)).toEqual([0, 0, 0, 0]);
  // The edge lies where the photo has it, within a pixel of a working copy that is smaller than the photo.
  expect([at(196, 400)[3]! < 64, at(204, 400)[3]! > 192]).toEqual([true, true]);
  expect(notes).toEqual(['2 separate subjects, by --parts: 1: 20 %, 2: 3 % of the picture.']);
});

test('the built-in finder finds it too', async () => {
  const { at } = await cut({ mask: 'auto' });
  expect(at(400, 400)[3]).toBe(255);
  expect(at(50, 50)[3]).toBe(0);
});

test('parts are kept by number, and the picture ends with them when it is trimmed', async () => {
  const { width, height, at, notes } = await cut({ parts: [2], trim: true });
  expect(Math.abs(width - 200)).toBeLessThanOrEqual(8);
  expect(Math.abs(height - 200)).toBeLessThanOrEqual(8);
  expect(at(100, 100)).toEqual([0xcc, 0x33, 0x22, 255]);
  expect(notes[0]).toContain('1 (left out): 20 %');
  await expect(cut({ parts: [1, 3] })).rejects.toThrow('There is no part 3: 2 subjects were found');
});

test.each([
  ['#102030', [0x10, 0x20, 0x30]],
  ['faded', [221, 228, 238]],
])('on %s there is no transparency', async (ground, behind) => {
  const { channels, at } = await cut({ ground });
  expect(channels).toBe(3);
  expect(at(50, 50)).toEqual(behind);
  expect(at(400, 400)).toEqual([0xcc, 0x33, 0x22]);
});

test('a mask is one channel of grey, WebP keeps transparency', async () => {
  const grey = await cut({ format: 'mask' }, 'out.mask.png');
  expect([grey.at(400, 400)[0], grey.at(50, 50)[0]]).toEqual([255, 0]);
  const { channels, space } = await sharp(path.join(folder, 'out.mask.png')).metadata();
  expect([channels, space]).toEqual([1, 'b-w']);
  const webp = await cut({ format: 'webp' }, 'out.webp');
  expect([webp.channels, webp.at(400, 400)[3], webp.at(50, 50)[3]]).toEqual([4, 255, 0]);
  expect((await sharp(path.join(folder, 'out.webp')).metadata()).format).toBe('webp');
});

test('what a photo leaves clear stays clear', async () => {
  const clear = path.join(folder, 'clear.png');
  const { data, info } = await sharp(photo).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length / 4; i++) data[4 * i + 3] = i % info.width < 400 ? 100 : 0;
  await sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 4 } })
    .png()
    .toFile(clear);
  const { at } = await cut({}, 'out.png', clear);
  expect([at(300, 400)[3], at(500, 400)[3]]).toEqual([100, 0]);
});

test('a smaller copy says so', async () => {
  const { width, notes } = await cut({ maxSide: 700 });
  expect(width).toBe(700);
  expect(notes.at(-1)).toBe('The photo is 1400 × 900; what was cut out is 700 × 450 (--size takes more).');
});

test('the same wish gives the same bytes', async () => {
  const bytes = async () => {
    await cut({ mask: 'auto' });
    return readFileSync(path.join(folder, 'out.png'));
  };
  expect((await bytes()).equals(await bytes())).toBe(true);
});

test('nothing that stands out is one sentence, and no file', async () => {
  const flat = path.join(folder, 'flat.png');
  await sharp({ create: { width: 80, height: 60, channels: 3, background: '#888888' } })
    .png()
    .toFile(flat);
  await expect(writeCutout(flat, path.join(folder, 'none.png'), WISH)).rejects.toThrow(/^No subject stands out/);
  expect(() => readFileSync(path.join(folder, 'none.png'))).toThrow();
});

test('for the page: the cut-out or its mask as bytes at the photo’s full size, trimmed where that is asked for', async () => {
  const [bytes, given] = [photo, mask].map((file) => new Uint8Array(readFileSync(file)));
  const wish = { photo: bytes!, mask: given!, format: 'png' as const, trim: false };
  const cutout = await cutoutFile(wish);
  expect([cutout.width, cutout.height]).toEqual([WIDTH, HEIGHT]);
  const { data, info } = await sharp(cutout.bytes).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([WIDTH, HEIGHT, 4]);
  expect([...data.subarray(4 * (400 * WIDTH + 400)).subarray(0, 4)]).toEqual([0xcc, 0x33, 0x22, 255]);
  const alone = await cutoutFile({ ...wish, format: 'mask', trim: true });
  const read = await sharp(alone.bytes).metadata();
  expect([read.width, read.height, read.channels]).toEqual([alone.width, alone.height, 1]);
  expect(Math.abs(alone.width - 1000)).toBeLessThan(12);
  await expect(cutoutFile({ ...wish, mask: new Uint8Array(4) })).rejects.toThrow('mask of the cut-out');
});
