import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { depthFile, depthOf, FROM_SHAPE, measureDepth, writeDepth } from '../../main/jobs/depth.ts';
import { readPhoto } from '../../main/jobs/photo.ts';
import { floorDepth } from '../../main/vision/relief.ts';
import { DEPTH_ENTRY, DEPTH_MODEL } from '../models/depth-stand-in.ts';

const above = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-depth-'));
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(above, 'models-'));
});
afterAll(() => fs.rmSync(above, { recursive: true, force: true }));

/** A bright disc on a dark ground, at the right. */
const picture = sharp(
  Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64"><rect width="96" height="64" fill="#223"/><circle cx="70" cy="32" r="18" fill="#eec"/></svg>',
  ),
)
  .png()
  .toBuffer();
const photo = async () => readPhoto(await picture, { name: 'The picture' });
const at = (values: Float32Array, x: number, y: number) => values[y * 96 + x]!;
/** What is told apart from the picture alone: right is near. */
const rightIsNear = async (pixels: Float32Array, width: number, height: number) =>
  Float32Array.from({ length: pixels.length / 12 }, (_, k) => {
    const mirrored = k >= (width * height) / 4;
    const x = k % (width / 2);
    return mirrored ? width / 2 - 1 - x : x;
  });

test('a depth model in the models folder is used, its pixels normalised, its depth at the photo’s size', async () => {
  fs.writeFileSync(path.join(folder, DEPTH_ENTRY.file), DEPTH_MODEL);
  const { values, width, height, note } = await depthOf(await photo(), null, 'auto', {
    catalogue: [DEPTH_ENTRY],
    folder,
  });
  expect([width, height, values.length]).toEqual([96, 64, 96 * 64]);
  expect(note).toBe('Measured by A small depth model.');
  expect(at(values, 70, 32)).toBeGreaterThan(0.95);
  expect(at(values, 20, 32)).toBeLessThan(0.05);
});

test('one that is damaged is not used: the built-in depth is, and it is said', async () => {
  fs.writeFileSync(
    path.join(folder, DEPTH_ENTRY.file),
    DEPTH_MODEL.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
  );
  const { values, note } = await depthOf(await photo(), null, 'auto', {
    network: rightIsNear,
    catalogue: [DEPTH_ENTRY],
    folder,
  });
  expect(note).toMatch(/^Estimated from shape\. .*small-depth\.onnx is not A small depth model: its SHA-256 is/);
  expect(at(values, 90, 10)).toBeGreaterThan(at(values, 40, 10));
});

test('built-in means built-in, whatever lies in the folder', async () => {
  fs.writeFileSync(path.join(folder, DEPTH_ENTRY.file), DEPTH_MODEL);
  const sources = { network: rightIsNear, catalogue: [DEPTH_ENTRY], folder };
  expect((await depthOf(await photo(), null, 'built-in', sources)).note).toBe(FROM_SHAPE);
});

test('where the network does not run, outlines and a floor do', async () => {
  const broken = async () => Promise.reject(new Error('the depth network is missing.'));
  const { values, note } = await depthOf(await photo(), null, 'built-in', { network: broken });
  expect(note).toBe(`${FROM_SHAPE} The depth network did not run: the depth network is missing.`);
  expect(values).toEqual(floorDepth(96, 64));
});

test('the page gets 16-bit numbers, and the same as a file', async () => {
  const request = { photo: new Uint8Array(await picture), mask: null };
  const { width, height, depth, note, fromModel } = await measureDepth(request);
  expect(fromModel).toBe(false);
  expect([width, height, depth.length]).toEqual([96, 64, 2 * 96 * 64]);
  expect(note).toContain(FROM_SHAPE);
  const { bytes, ...said } = await depthFile({ ...request, format: 'png16', maxSide: 1024 });
  expect(said).toEqual({ width, height, note });
  const { data } = await sharp(bytes)
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  expect(new Uint8Array(data)).toEqual(depth);
  const small = await depthFile({ ...request, format: 'pfm', maxSide: 48 });
  expect([small.width, small.height, small.bytes.length]).toEqual([48, 32, 'Pf\n48 32\n-1.0\n'.length + 4 * 48 * 32]);
});

test('a file is written whole, at the size that is asked for; a mask of another photo is refused', async () => {
  const [file, out, mask] = ['photo.png', 'out/depth.pfm', 'mask.png'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  fs.writeFileSync(file, await picture);
  const wish = { format: 'pfm', mask: 'none', model: 'shape', maxSide: 48 } as const;
  expect(await writeDepth(file, out, wish)).toEqual([FROM_SHAPE]);
  expect(fs.readFileSync(out).subarray(0, 8).toString()).toBe('Pf\n48 32');
  fs.writeFileSync(
    mask,
    await sharp(await picture)
      .resize(50, 50, { fit: 'fill' })
      .toBuffer(),
  );
  await expect(writeDepth(file, out, { ...wish, mask })).rejects.toThrow(
    /^The mask .*mask\.png is 50 × 50 but the photo/,
  );
});
