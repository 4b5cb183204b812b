import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  type Brush,
  emptyMap,
  isPainted,
  lineAlong,
  MAP_SIDE,
  paintedShare,
  paintLine,
} from '../../renderer/document/emphasis.ts';
import { type GreyPicture, writeGreyPng } from '../../renderer/document/grey-png.ts';
import { changedAssets } from '../../renderer/ruler/settings-changed.ts';
import { documentOf, numbers } from './documents.ts';

const photo = { width: 2000, height: 1000 };
const brush: Brush = { size: 20, soft: 0.5, strength: 1, erasing: false };
const hard = { ...brush, soft: 0 };

test("a map has the photo's shape, and is no larger than it", () => {
  expect(emptyMap(photo)).toMatchObject({ width: MAP_SIDE, height: MAP_SIDE / 2 });
  expect(emptyMap({ width: 30, height: 40 })).toMatchObject({ width: 30, height: 40 });
  expect(emptyMap({ width: 9000, height: 1 })).toMatchObject({ width: MAP_SIDE, height: 1 });
  expect(isPainted(emptyMap(photo))).toBe(false);
});

test('a dab is a disc of the size that was asked for, where it was asked for', () => {
  const { grey, width } = paintLine(emptyMap(photo), photo, [500, 600], hard);
  const share = Math.PI * 200 ** 2;
  expect(paintedShare({ grey, width, height: 256 }) * 2000 * 1000).toBeCloseTo(share, -4);
  const at = (x: number, y: number) => grey[Math.floor(y * 0.256) * width + Math.floor(x * 0.256)];
  expect([at(500, 600), at(500, 790), at(500, 815), at(690, 600), at(310, 600)]).toEqual([255, 255, 0, 255, 255]);
});

test('a soft edge fades outwards and never rises', () => {
  const { grey, width } = paintLine(emptyMap(photo), photo, [1000, 500], { ...brush, soft: 1 });
  const ray = grey.subarray(128 * width + 256, 128 * width + 320);
  expect(ray[0]).toBeGreaterThan(250);
  expect(ray[63]).toBe(0);
  expect([...ray].every((value, i) => i === 0 || value <= ray[i - 1]!)).toBe(true);
});

test('the same place painted twice counts no more, and what is taken away is gone', () => {
  const half = { ...brush, strength: 0.5 };
  const once = paintLine(emptyMap(photo), photo, [400, 400, 900, 500], half);
  const same = (map: GreyPicture) => Buffer.from(map.grey).equals(once.grey);
  expect(same(paintLine(once, photo, [400, 400, 900, 500], half))).toBe(true);
  expect(once.grey.reduce((most, value) => Math.max(most, value))).toBe(127);
  expect(isPainted(paintLine(once, photo, [400, 400, 900, 500], { ...hard, size: 30, erasing: true }))).toBe(false);
  expect(same(paintLine(emptyMap(photo), photo, [900, 500, 400, 400], half))).toBe(true);
});

test('nothing is painted outside of the photo, wherever the hand goes', () => {
  const random = numbers(5);
  const line = Array.from({ length: 40 }, () => 6000 * random() - 2000);
  expect(paintLine(emptyMap(photo), photo, line, brush).grey).toHaveLength(512 * 256);
  expect(isPainted(paintLine(emptyMap(photo), photo, [-5000, -5000], brush))).toBe(false);
});

test('a chain is followed from its beginning to its end', () => {
  const line = lineAlong([0, 0, 10, 0, 20, 0, 30, 0, 30, 10, 30, 20, 30, 30]);
  expect(line.slice(0, 2)).toEqual([0, 0]);
  expect(line.slice(-2)).toEqual([30, 30]);
});

test('a grey PNG is read by others as it was written, in one channel', async () => {
  const random = numbers(7);
  const grey = Uint8Array.from({ length: 37 * 11 }, () => 256 * random());
  const png = writeGreyPng({ width: 37, height: 11, grey });
  const { data, info } = await sharp(png).raw().toColourspace('b-w').toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 37, height: 11, channels: 1 });
  expect(new Uint8Array(data)).toEqual(grey);
  expect(writeGreyPng({ width: 37, height: 11, grey })).toEqual(png);
});

test('a sketch counts as old once what it was drawn with is another, and not before', () => {
  const drawnWith = { mask: null, emphasis: 'a' };
  expect(changedAssets(documentOf(2))).toBe(false);
  expect(changedAssets(documentOf(2, { drawnWith, emphasis: 'a' }))).toBe(false);
  expect(changedAssets(documentOf(2, { drawnWith, emphasis: null }))).toBe(true);
  expect(changedAssets(documentOf(2, { drawnWith, emphasis: 'a', mask: 'b' }))).toBe(true);
});
