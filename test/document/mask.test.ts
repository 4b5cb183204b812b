/** Masks joined and taken out of each other, at one size and at two. */
import { expect, test } from 'vitest';
import { emptyMask, joined, keepsAnything, keptShare, without } from '../../renderer/document/mask.ts';

const row = (...grey: number[]) => ({ width: grey.length, height: 1, grey: Uint8Array.from(grey) });

test('joining keeps what either keeps, taking away what the other does not; soft edges stay soft', () => {
  const [a, b] = [row(0, 100, 255, 255), row(0, 40, 40, 255)];
  expect(joined(a, b).grey).toEqual(Uint8Array.of(0, 100, 255, 255));
  expect(without(a, b).grey).toEqual(Uint8Array.of(0, 100, 215, 0));
});

test('a mask of another size is brought to the first one’s', () => {
  const mask = joined(row(0, 0, 0, 0), row(0, 200));
  expect([mask.width, ...mask.grey]).toEqual([4, 0, 50, 150, 200]);
});

test('an empty mask has the photo’s shape, and keeps nothing', () => {
  const empty = emptyMask({ width: 4000, height: 1000 });
  expect([empty.width, empty.height, keepsAnything(empty), keptShare(empty)]).toEqual([1024, 256, false, 0]);
  expect(keepsAnything(row(0, 127))).toBe(false);
  expect(keptShare(row(0, 255, 51, 0))).toBeCloseTo(0.3, 10);
});
