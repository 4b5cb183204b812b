/** The photo in a bank of views: looked at once, as long as encoder, photo, seed and size stay the same. */

import { expect, test } from 'vitest';
import type { Encoder } from '../../main/models/encoder.ts';
import { bankOf } from '../../main/sketch/bank.ts';
import type { Target } from '../../main/sketch/frame.ts';

const SIDE = 8;

function photo(value: number): Target {
  return {
    side: SIDE,
    rgb: new Float32Array(3 * SIDE * SIDE).fill(value),
    known: new Float32Array(SIDE * SIDE).fill(1),
  };
}

/** An encoder that sees the first pixel, and the pictures that it looked at. */
function watched(fails = false): { encoder: Encoder; looked: number[] } {
  const looked: number[] = [];
  const encoder = {
    side: SIDE,
    maps: [{ name: 'm', channels: 1, rows: 1, columns: 1, skip: 0, layout: 'channels-first' }],
    async look(pictures: Float32Array, n: number) {
      looked.push(n);
      if (fails && looked.length === 1) throw new Error('the device is gone');
      const seen = Array.from({ length: n }, (_, v) => pictures.slice(v * 3 * SIDE * SIDE, v * 3 * SIDE * SIDE + 1));
      return { maps: [seen], embedding: seen };
    },
  } as unknown as Encoder;
  return { encoder, looked };
}

test('the same photo is looked at once, also when asked for twice at once', async () => {
  const { encoder, looked } = watched();
  const target = photo(0.5);
  const [first, second] = await Promise.all([bankOf(encoder, target, 3, 4), bankOf(encoder, target, 3, 4)]);
  expect(second).toBe(first);
  expect(await bankOf(encoder, target, 3, 4)).toBe(first);
  expect(looked).toEqual([5]);
  expect(first.views).toHaveLength(5);
  expect(first.directions).toHaveLength(5);
});

test('another photo, seed, size or encoder is another bank; of an encoder the last two are kept', async () => {
  const { encoder, looked } = watched();
  const target = photo(0.5);
  const first = await bankOf(encoder, target, 0, 2);
  expect((await bankOf(encoder, target, 1, 2)).views[1]).not.toEqual(first.views[1]);
  expect(await bankOf(encoder, target, 0, 2)).toBe(first);
  await bankOf(encoder, photo(0.2), 0, 2);
  expect(looked).toEqual([3, 3, 3]);
  await bankOf(encoder, target, 0, 2);
  expect(looked).toHaveLength(4);
  const other = watched();
  await bankOf(other.encoder, target, 0, 0);
  expect(other.looked).toEqual([1]);
});

test('a look that failed is not kept', async () => {
  const { encoder, looked } = watched(true);
  const target = photo(0.5);
  await expect(bankOf(encoder, target, 0, 1)).rejects.toThrow('the device is gone');
  expect((await bankOf(encoder, target, 0, 1)).views).toHaveLength(2);
  expect(looked).toEqual([2, 2]);
});
