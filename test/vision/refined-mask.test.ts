/** A mask changed where it is pointed at, in a picture of two discs of one colour and a bar of two colours. */
import { expect, test } from 'vitest';
import { type Hint, preparePointing } from '../../main/vision/pointed-mask.ts';
import { refinedMask } from '../../main/vision/refined-mask.ts';
import { HEIGHT, picture, WIDTH } from './made-picture.ts';
import { overlap } from './overlap.ts';

type Place = (x: number, y: number) => boolean;
const left: Place = (x, y) => Math.hypot(x - 60, y - 60) < 34;
const right: Place = (x, y) => Math.hypot(x - 180, y - 60) < 34;
const bar: Place = (x, y) => x > 40 && x < 200 && y > 120 && y < 150;
const blue: Place = (x, y) => bar(x, y) && x < 90;

const ground = preparePointing(
  picture((x, y) => {
    if (bar(x, y)) return blue(x, y) ? [40, 60, 160] : [60, 130, 70];
    return left(x, y) || right(x, y) ? [190, 60, 40] : [200, 200, 180];
  }),
  WIDTH,
  HEIGHT,
  null,
);
const maskOf = (is: Place) =>
  Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (is(i % WIDTH, Math.floor(i / WIDTH)) ? 255 : 0));
const share = (mask: Uint8Array, is: Place) => overlap(mask, (i) => is(i % WIDTH, Math.floor(i / WIDTH)));
const point = (kind: Hint['kind'], x: number, y: number): Hint => ({
  ...{ kind, radius: 0.01, points: [x / WIDTH, y / HEIGHT] },
});

test('what is pointed at is joined, and what was there stays to the pixel', () => {
  const base = maskOf(left);
  // Somebody painted a speck that no edge asks for.
  base[10 * WIDTH + 10] = 200;
  const mask = refinedMask(ground, [point('add', 180, 60)], base);
  expect(share(mask, (x, y) => left(x, y) || right(x, y))).toBeGreaterThan(0.9);
  for (let y = 0; y < HEIGHT; y++) {
    const row = [y * WIDTH, y * WIDTH + 110] as const;
    expect(mask.subarray(...row)).toEqual(base.subarray(...row));
  }
});

test('of several things the one that is pointed at goes', () => {
  const mask = refinedMask(
    ground,
    [point('remove', 180, 60)],
    maskOf((x, y) => left(x, y) || right(x, y)),
  );
  expect(share(mask, left)).toBeGreaterThan(0.9);
});

test('several things go one after the other, whatever is left', () => {
  const hints = [point('remove', 180, 60), point('remove', 60, 60)];
  const mask = refinedMask(
    ground,
    hints,
    maskOf((x, y) => left(x, y) || right(x, y) || bar(x, y)),
  );
  expect(share(mask, bar)).toBeGreaterThan(0.85);
});

test('of a mask of one thing a part goes, and its far side stays', () => {
  const mask = refinedMask(ground, [point('remove', 60, 135)], maskOf(bar));
  expect(share(mask, (x, y) => bar(x, y) && !blue(x, y))).toBeGreaterThan(0.85);
  expect(mask[135 * WIDTH + 190]).toBe(255);
});

test('a stroke that changes nothing gives the very mask back', () => {
  const base = maskOf(left);
  expect(refinedMask(ground, [point('remove', 230, 170)], base)).toBe(base);
});
