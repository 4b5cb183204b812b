/** Objects pointed at in pictures made here: two discs of one colour on a ground, so that colour alone cannot tell them. */
import { expect, test } from 'vitest';
import { type Hint, pointedMask, preparePointing } from '../../main/vision/pointed-mask.ts';
import { HEIGHT, picture, WIDTH } from './made-picture.ts';
import { overlap } from './overlap.ts';

const left = (x: number, y: number) => Math.hypot(x - 70, y - 90) < 34;
const right = (x: number, y: number) => Math.hypot(x - 170, y - 90) < 34;
const band = (x: number) => x >= 158 && x < 182;

/** The right disc has a band of another colour, which a click beside it does not reach. */
const rgb = picture((x, y) => {
  if (right(x, y) && band(x)) return [40, 60, 160];
  return left(x, y) || right(x, y) ? [190, 60, 40] : [200, 200, 180];
});
const ground = preparePointing(rgb, WIDTH, HEIGHT, null);

const hint = (kind: Hint['kind'], ...pixels: number[]): Hint => ({
  kind,
  radius: 0.01,
  points: pixels.map((value, i) => value / (i % 2 ? HEIGHT : WIDTH)),
});
const share = (mask: Uint8Array, is: (x: number, y: number) => boolean) =>
  overlap(mask, (i) => is(i % WIDTH, Math.floor(i / WIDTH)));

test('a click finds the disc that it hits, and not its twin', () => {
  const mask = pointedMask(ground, [hint('add', 70, 90)], null);
  expect(share(mask, left)).toBeGreaterThan(0.9);
  expect(mask[90 * WIDTH + 170]).toBe(0);
});

test('clicks add and take away', () => {
  const both = [hint('add', 70, 90), hint('add', 145, 90), hint('add', 170, 90), hint('add', 195, 90)];
  expect(share(pointedMask(ground, both, null), (x, y) => left(x, y) || right(x, y))).toBeGreaterThan(0.9);
  const without = pointedMask(ground, [...both, hint('remove', 70, 90)], null);
  expect(without[90 * WIDTH + 70]).toBe(0);
  expect(share(without, right)).toBeGreaterThan(0.85);
});

test('a scribble across the band joins its colours', () => {
  const mask = pointedMask(ground, [hint('add', 145, 90, 170, 95, 195, 90)], null);
  expect(share(mask, right)).toBeGreaterThan(0.9);
});

test('a box alone finds what is inside it, and nothing outside', () => {
  const box = { left: 125 / WIDTH, top: 45 / HEIGHT, right: 215 / WIDTH, bottom: 135 / HEIGHT };
  const mask = pointedMask(ground, [], box);
  expect(share(mask, right)).toBeGreaterThan(0.9);
  for (let i = 0; i < mask.length; i++) if (i % WIDTH < 120) expect(mask[i]).toBe(0);
});

test('where the network knows the subject, a click on it takes all of it', () => {
  const values = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    right(i % WIDTH, Math.floor(i / WIDTH)) ? 5 : -5,
  );
  const knowing = preparePointing(rgb, WIDTH, HEIGHT, { values, width: WIDTH, height: HEIGHT });
  const click = [hint('add', 145, 90)];
  expect(share(pointedMask(knowing, click, null), right)).toBeGreaterThan(0.93);
  // A click on something else means something else.
  expect(share(pointedMask(knowing, [hint('add', 70, 90)], null), left)).toBeGreaterThan(0.9);
});

test('a click in a narrow gap of what the network knows means what it knows', () => {
  const values = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    return right(x, y) && Math.abs(x - 145) > 3 ? 5 : -5;
  });
  const knowing = preparePointing(rgb, WIDTH, HEIGHT, { values, width: WIDTH, height: HEIGHT });
  expect(share(pointedMask(knowing, [hint('add', 145, 90)], null), right)).toBeGreaterThan(0.9);
});

test('who adds what the network missed keeps what it knew, and gets all of the part from a few clicks', () => {
  const values = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    left(i % WIDTH, Math.floor(i / WIDTH)) ? 6 : -9,
  );
  const knowing = preparePointing(rgb, WIDTH, HEIGHT, { values, width: WIDTH, height: HEIGHT });
  const clicks = [hint('add', 70, 90), hint('add', 145, 90), hint('add', 170, 90), hint('add', 195, 90)];
  const mask = pointedMask(knowing, clicks, null);
  expect(share(mask, (x, y) => left(x, y) || right(x, y))).toBeGreaterThan(0.9);
  // What it wrongly calls the subject goes in one click.
  const without = pointedMask(knowing, [...clicks, hint('remove', 70, 90)], null);
  expect(share(without, right)).toBeGreaterThan(0.85);
});

test('nothing added is nothing found; the same strokes give the same bytes', () => {
  expect(pointedMask(ground, [], null).some(Boolean)).toBe(false);
  expect(pointedMask(ground, [hint('remove', 70, 90)], null).some(Boolean)).toBe(false);
  const click = [hint('add', 60, 80)];
  expect(pointedMask(ground, click, null)).toEqual(pointedMask(ground, click, null));
});

test('who brushes over all of the picture has all of it, also of a picture of one pixel', () => {
  const all: Hint = { kind: 'add', radius: 1, points: [0.5, 0.5] };
  expect(pointedMask(ground, [all], null).every((value) => value === 255)).toBe(true);
  const pixel = preparePointing(Uint8Array.of(90, 120, 30), 1, 1, null);
  expect(pointedMask(pixel, [all], null)).toEqual(Uint8Array.of(255));
});
