/** Objects pointed at, through the job: built in, and by a SAM-shaped pair in a models folder. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { openPointSegmenter } from '../../main/jobs/pointed-photo.ts';
import { changeMask, listRegions, segment } from '../../main/jobs/segment.ts';
import type { CatalogueEntry } from '../../main/models/catalogue.ts';
import { SIDE, samDecoder, samEncoder } from '../models/sam-stand-in.ts';
import { HEIGHT, picture, WIDTH } from '../vision/made-picture.ts';
import { overlap } from '../vision/overlap.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-segment-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const disc = (x: number, y: number) => Math.hypot(x - 70, y - 90) < 40;
const box = (x: number, y: number) => x > 150 && x < 210 && y > 50 && y < 120;
const photo = await sharp(
  picture((x, y) => (disc(x, y) ? [190, 60, 40] : box(x, y) ? [50, 70, 150] : [210, 205, 190])),
  { raw: { width: WIDTH, height: HEIGHT, channels: 3 } },
)
  .png()
  .toBuffer();
const pixels = async (png: Uint8Array) => new Uint8Array(await sharp(png).extractChannel(0).raw().toBuffer());
const share = async (png: Uint8Array, is: (x: number, y: number) => boolean) =>
  overlap(await pixels(png), (i) => is(i % WIDTH, Math.floor(i / WIDTH)));
const click = (x: number, y: number) => ({ kind: 'add' as const, points: [x / WIDTH, y / HEIGHT], radius: 0.01 });

test('a click is answered with a mask of the photo’s size, and with what found it', async () => {
  const { mask, share: covered, note } = await segment({ photo, hints: [click(180, 85)], box: null });
  expect(await share(mask, box)).toBeGreaterThan(0.9);
  expect(covered).toBeCloseTo((59 * 69) / WIDTH / HEIGHT, 1);
  expect(note).toBe('Found by colours and edges. A segmentation model sees objects.');
});

test('nothing pointed at is one sentence', async () => {
  await expect(segment({ photo, hints: [{ ...click(9, 9), kind: 'remove' }], box: null })).rejects.toThrow(
    'Nothing was pointed at: expected a click, a scribble or a box on the object.',
  );
});

test('with a base, a click joins an object to it and another takes one out', async () => {
  const at = { photo, box: null };
  const { mask: base } = await segment({ ...at, hints: [click(70, 90)] });
  const both = await segment({ ...at, hints: [click(180, 85)], base });
  expect(await share(both.mask, (x, y) => disc(x, y) || box(x, y))).toBeGreaterThan(0.9);
  const one = await segment({ ...at, hints: [{ ...click(70, 90), kind: 'remove' }], base: both.mask });
  expect(await share(one.mask, box)).toBeGreaterThan(0.9);
  const around = { left: 140 / WIDTH, top: 40 / HEIGHT, right: 220 / WIDTH, bottom: 130 / HEIGHT };
  const boxed = await segment({ photo, hints: [], box: around, base });
  expect(await share(boxed.mask, (x, y) => disc(x, y) || box(x, y))).toBeGreaterThan(0.9);
  const half = new Uint8Array(
    await sharp(base)
      .resize(WIDTH / 2, HEIGHT / 2, { fit: 'fill' })
      .png()
      .toBuffer(),
  );
  const larger = await segment({ ...at, hints: [click(180, 85)], base: half });
  expect(await share(larger.mask, (x, y) => disc(x, y) || box(x, y))).toBeGreaterThan(0.9);
  const square = new Uint8Array(await sharp(base).resize(60, 60, { fit: 'fill' }).png().toBuffer());
  await expect(segment({ ...at, hints: [click(180, 85)], base: square })).rejects.toThrow('it should have the photo');
});

test('everything lists both objects, each as a mask with its box', async () => {
  const { regions } = await listRegions({ photo });
  const overlaps = async (is: typeof disc) =>
    Math.max(...(await Promise.all(regions.map(({ mask }) => share(mask, is)))));
  expect(await overlaps(disc)).toBeGreaterThan(0.9);
  expect(await overlaps(box)).toBeGreaterThan(0.9);
  for (const region of regions) {
    expect(region.share).toBeGreaterThan(0);
    expect(region.box.right).toBeGreaterThan(region.box.left);
  }
});

test('a region so thin that its mask is nowhere more than half is not listed', async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="700">
    <defs><filter id="n"><feTurbulence baseFrequency="0.4" numOctaves="2" seed="3"/></filter></defs>
    <rect width="1000" height="700" fill="rgb(120,110,100)"/>
    <path d="M40 40H960V660H40z M120 120H880V580H120z" fill="none" stroke="rgb(180,110,100)" stroke-width="8"/>
    <rect width="1000" height="700" filter="url(#n)" opacity="0.25"/></svg>`;
  const { regions } = await listRegions({ photo: await sharp(Buffer.from(svg)).png().toBuffer() });
  expect(regions.length).toBeGreaterThan(3);
  for (const { mask, box: around } of regions) {
    expect((await pixels(mask)).some((value) => value >= 128)).toBe(true);
    expect(around.right).toBeGreaterThan(around.left);
  }
});

test('a mask that is no picture is one sentence, and a mask can be swapped', async () => {
  await expect(changeMask({ mask: new Uint8Array(9), edit: { kind: 'swap' } })).rejects.toThrow(
    'The mask can’t be read: expected a grey PNG.',
  );
  const { mask } = await segment({ photo, hints: [click(180, 85)], box: null });
  const swapped = await pixels((await changeMask({ mask, edit: { kind: 'swap' } })).mask);
  const before = await pixels(mask);
  expect(swapped.every((value, i) => value === 255 - before[i]!)).toBe(true);
});

test('a SAM-shaped pair is found through the catalogue; where half of it is damaged, none is', async () => {
  const entry = (name: string, purpose: CatalogueEntry['purpose'], bytes: Uint8Array): CatalogueEntry => {
    fs.writeFileSync(path.join(folder, `${name}.onnx`), bytes);
    return {
      name,
      purpose,
      title: 'The stand-in',
      about: 'Made for tests.',
      file: `${name}.onnx`,
      url: 'https://example.org/x.onnx',
      bytes: bytes.length,
      megabytes: 1,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      licence: { name: 'MIT', terms: 'Use it as you like.' },
      side: SIDE,
      normalisation: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
      features: null,
      needs: purpose === 'point-segmentation' ? ['half'] : [],
    };
  };
  const catalogue = [entry('half', 'point-encoder', samEncoder()), entry('whole', 'point-segmentation', samDecoder())];
  const opened = await openPointSegmenter(catalogue, folder);
  expect(opened?.title).toBe('The stand-in');
  await opened?.segmenter.release();
  fs.writeFileSync(path.join(folder, 'half.onnx'), 'cut short');
  expect(await openPointSegmenter(catalogue, folder)).toBeNull();
});
