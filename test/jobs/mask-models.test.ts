/** Mask models of the catalogue: a stand-in made for tests, then U2NetP where it lies beside the repo. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { resolveMask } from '../../main/jobs/mask.ts';
import { readPhoto } from '../../main/jobs/photo.ts';
import { readCatalogue } from '../../main/models/catalogue.ts';
import { withMaskNetwork } from '../../main/models/mask-network.ts';
import { MASK_ENTRY, MASK_MODEL } from '../models/mask-stand-in.ts';
import { overlap } from '../vision/overlap.ts';

const above = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-mask-models-'));
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(above, 'models-'));
});
afterAll(() => fs.rmSync(above, { recursive: true, force: true }));

/** A small red square in a corner, which does not stand out as much as the white disc in the middle. */
const picture = sharp(
  Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="#888"/><rect x="4" y="4" width="24" height="24" fill="#c22"/><circle cx="66" cy="40" r="24" fill="#fff"/></svg>',
  ),
)
  .png()
  .toBuffer();
const photo = async () => readPhoto(await picture, { name: 'The picture' });
const square = (i: number) => {
  const [x, y] = [i % 120, Math.floor(i / 120)];
  return x >= 4 && x < 28 && y >= 4 && y < 28;
};
const models = () => ({ catalogue: [MASK_ENTRY], folder });
const put = (bytes: Uint8Array) => fs.writeFileSync(path.join(folder, MASK_ENTRY.file), bytes);

test.each(['auto', 'small-mask'])('%s takes a model in the models folder, at the photo’s shape', async (option) => {
  put(MASK_MODEL);
  const { mask, source, note } = await resolveMask(option, null, await photo(), withMaskNetwork, models());
  expect([source, note]).toEqual(['small-mask', null]);
  expect(mask).toHaveLength(120 * 80);
  expect(overlap(mask!, square)).toBeGreaterThan(0.85);
});

test('what is built in is used where there is no model, where it is asked for, and where the model is damaged', async () => {
  const disc = (i: number) => Math.hypot((i % 120) - 65.5, Math.floor(i / 120) - 39.5) < 24;
  const found = await resolveMask('auto', null, await photo(), withMaskNetwork, models());
  put(MASK_MODEL);
  const asked = await resolveMask('built-in', null, await photo(), withMaskNetwork, models());
  put(MASK_MODEL.map((byte, i) => (i === 40 ? byte ^ 1 : byte)));
  const damaged = await resolveMask('auto', null, await photo(), withMaskNetwork, models());
  for (const { mask, source } of [found, asked, damaged]) {
    expect(source).toBe('auto');
    expect(overlap(mask!, disc)).toBeGreaterThan(0.6);
  }
  expect([found.note, asked.note]).toEqual([null, null]);
  expect(damaged.note).toMatch(/small-mask\.onnx is not A small mask model: its SHA-256 is/);
});

test('a model that was named and is not there, or is none, is one sentence', async () => {
  const of = async (name: string) => resolveMask(name, null, await photo(), withMaskNetwork, models());
  await expect(of('small-mask')).rejects.toThrow(/^A small mask model \(1 MB.*\) is not on this machine: get it from/);
  await expect(of('large-mask')).rejects.toThrow(
    /^There is no mask large-mask: .* one of none, auto, built-in, small-mask\.$/,
  );
});

test('where a model sees nothing there is no subject', async () => {
  put(MASK_MODEL);
  const grey = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  const flat = await readPhoto(grey, { name: 'The picture' });
  const { mask, note } = await resolveMask('small-mask', null, flat, withMaskNetwork, models());
  expect(mask).toBeNull();
  expect(note).toMatch(/^No subject stands out/);
});

const PHOTOS = path.resolve('../shared/photos');
const U2NETP = path.resolve('../shared/models/u2netp-fp16.onnx');

test.skipIf(!fs.existsSync(U2NETP) || !fs.existsSync(PHOTOS))(
  'U2NetP by its entry gives the masks that it gave before (runs where ../shared lies)',
  async () => {
    const bytes = fs.readFileSync(U2NETP);
    // The file here is the same network with smaller weights, so the entry is given its size and hash.
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const entry = (await readCatalogue()).find(({ name }) => name === 'u2netp')!;
    const catalogue = [{ ...entry, bytes: bytes.length, sha256 }];
    fs.copyFileSync(U2NETP, path.join(folder, entry.file));
    for (const name of ['elephant', 'kangaroo']) {
      const photo = await readPhoto(path.join(PHOTOS, `${name}.jpg`));
      const { workingWidth: width, workingHeight: height } = photo;
      const { mask, source } = await resolveMask('u2netp', null, photo, withMaskNetwork, { catalogue, folder });
      expect(source).toBe('u2netp');
      const wanted = await sharp(path.join(PHOTOS, 'masks', `${name}.png`))
        .resize(width, height, { fit: 'fill' })
        .extractChannel(0)
        .raw()
        .toBuffer();
      expect(
        overlap(mask!, (i) => wanted[i]! >= 128),
        name,
      ).toBeGreaterThan(0.97);
    }
  },
);
