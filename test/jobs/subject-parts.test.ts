/** A mask's parts as the page is given them. */
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { greyPng } from '../../main/jobs/grey-png.ts';
import { listParts } from '../../main/jobs/subject-parts.ts';

const [WIDTH, HEIGHT] = [60, 40];
const pixels = async (png: Uint8Array) => new Uint8Array(await sharp(png).extractChannel(0).raw().toBuffer());

test('parts come the largest first, each with its share and box, and together they are the mask', async () => {
  const mask = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    if (x >= 4 && x < 14 && y >= 10 && y < 20) return 255;
    // The larger one has a soft edge on its left.
    return x >= 30 && x < 50 && y >= 5 && y < 35 ? (x === 30 ? 90 : 255) : 0;
  });
  const { parts } = await listParts({ mask: await greyPng(mask, WIDTH, HEIGHT) });
  expect(parts.map(({ share }) => share)).toEqual([(19 * 30) / 2400, 100 / 2400]);
  expect(parts[1]!.box).toEqual({ left: 4 / 60, top: 0.25, right: 14 / 60, bottom: 0.5 });
  const [large, small] = await Promise.all(parts.map((part) => pixels(part.mask)));
  expect(large![20 * WIDTH + 30]).toBe(90);
  expect(large!.map((value, i) => Math.max(value, small![i]!))).toEqual(mask);
});

test('a black mask has no parts, and what is no picture is one sentence', async () => {
  expect(await listParts({ mask: await greyPng(new Uint8Array(100), 10, 10) })).toEqual({ parts: [] });
  await expect(listParts({ mask: new Uint8Array(3) })).rejects.toThrow('The mask can’t be read: expected a grey PNG.');
});
