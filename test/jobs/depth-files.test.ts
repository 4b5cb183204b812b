import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type DepthPicture, encodeDepth } from '../../main/jobs/depth-files.ts';
import { turbo } from '../../main/vision/turbo.ts';

/** Three by two, near on the right. */
const MAP: DepthPicture = {
  width: 3,
  height: 2,
  values: Float32Array.of(0, 0.5, 1, 0.25, 0.1, 1 / 3),
  rgb: Uint8Array.from({ length: 18 }, (_, i) => 10 * i),
};

test('a 16-bit PNG keeps sixteen bits of one channel', async () => {
  const png = await encodeDepth(MAP, 'png16');
  const { format, depth, channels } = await sharp(png).metadata();
  expect([format, depth, channels]).toEqual(['png', 'ushort', 1]);
  const { data } = await sharp(png)
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const steps = new Uint16Array(data.buffer, data.byteOffset, 6);
  expect([...steps]).toEqual([0, 32768, 65535, 16384, 6554, 21845]);
});

test('grey and colours are for looking at', async () => {
  const png = await encodeDepth(MAP, 'grey');
  expect((await sharp(png).metadata()).channels).toBe(1);
  const grey = await sharp(png).extractChannel(0).raw().toBuffer();
  expect([...grey]).toEqual([0, 128, 255, 64, 26, 85]);
  const colour = await sharp(await encodeDepth(MAP, 'colour'))
    .raw()
    .toBuffer();
  expect([...colour]).toEqual([...turbo(MAP.values)]);
});

test('a PFM holds the floats themselves, rows from the bottom up', async () => {
  const bytes = Buffer.from(await encodeDepth(MAP, 'pfm'));
  const head = 'Pf\n3 2\n-1.0\n';
  expect(bytes.subarray(0, head.length).toString('latin1')).toBe(head);
  const floats = Array.from({ length: 6 }, (_, i) => bytes.readFloatLE(head.length + 4 * i));
  expect(floats).toEqual([0.25, ...[0.1, 1 / 3].map(Math.fround), 0, 0.5, 1]);
  expect(bytes.length).toBe(head.length + 24);
});

test('a PLY has a coloured point for each pixel, where its ray goes', async () => {
  const bytes = Buffer.from(await encodeDepth(MAP, 'ply'));
  const end = bytes.indexOf('end_header\n') + 'end_header\n'.length;
  const head = bytes.subarray(0, end).toString('latin1');
  expect(head).toMatch(/^ply\nformat binary_little_endian 1\.0\n/);
  expect(head).toContain('element vertex 6\n');
  expect(bytes.length - end).toBe(6 * 15);
  const point = (i: number) => [0, 4, 8].map((byte) => bytes.readFloatLE(end + 15 * i + byte));
  // The nearest lies at distance 1, the farthest at 4; left is left and up is up.
  expect(point(2)[2]).toBe(-1);
  expect(point(0)[2]).toBe(-4);
  expect(point(0)[0]!).toBeLessThan(0);
  expect(point(0)[1]!).toBeGreaterThan(0);
  expect(point(5)[1]!).toBeLessThan(0);
  expect([...bytes.subarray(end + 15 * 4 + 12, end + 15 * 5)]).toEqual([120, 130, 140]);
  // Both lie on one ray through the middle of the pixel.
  expect(point(0)[0]! / point(0)[2]!).toBeCloseTo(-(0.5 - 1.5) / (1.1 * 3), 5);
});
