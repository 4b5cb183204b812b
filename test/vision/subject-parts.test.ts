/** Two subjects told apart, each with its own soft rim. */
import { expect, test } from 'vitest';
import { subjectParts, withParts } from '../../main/vision/subject-parts.ts';

const [WIDTH, HEIGHT] = [40, 20];

/** 255 within, then a rim of 100 one pixel wide. */
function squares(...all: [x: number, y: number, side: number][]): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const away = Math.min(
      ...all.map(([left, top, side]) => Math.max(left - x, x - (left + side - 1), top - y, y - (top + side - 1))),
    );
    return away <= 0 ? 255 : away === 1 ? 100 : 0;
  });
}

test('parts come largest first, with their shares and boxes', () => {
  const mask = squares([3, 4, 5], [20, 6, 8]);
  const { parts } = subjectParts(mask, WIDTH, HEIGHT);
  expect(parts).toEqual([
    { area: 64 / 800, box: { x: 20, y: 6, width: 8, height: 8 } },
    { area: 25 / 800, box: { x: 3, y: 4, width: 5, height: 5 } },
  ]);
});

test('a part that is switched off takes its rim along, and no other changes', () => {
  const mask = squares([3, 4, 5], [20, 6, 8]);
  const parts = subjectParts(mask, WIDTH, HEIGHT);
  expect(withParts(mask, parts, [1])).toEqual(squares([20, 6, 8]));
  expect(withParts(mask, parts, [2])).toEqual(squares([3, 4, 5]));
  expect(withParts(mask, parts, [1, 2])).toEqual(mask);
  expect(withParts(mask, parts, [])).toEqual(new Uint8Array(mask.length));
});

test('where rims meet, each pixel goes to the nearer part', () => {
  const mask = squares([5, 5, 6], [13, 5, 6]);
  const { label, parts } = subjectParts(mask, WIDTH, HEIGHT);
  expect(parts).toHaveLength(2);
  expect([label[7 * WIDTH + 11], label[7 * WIDTH + 12]]).toEqual([1, 2]);
});

test('specks are no subjects of their own, and stay with the first', () => {
  const mask = squares([3, 3, 15], [30, 10, 1]);
  const parts = subjectParts(mask, WIDTH, HEIGHT);
  expect(parts.parts).toHaveLength(1);
  expect(withParts(mask, parts, [1])).toEqual(mask);
});

test('a mask that is nowhere more than half has no parts', () => {
  expect(subjectParts(new Uint8Array(WIDTH * HEIGHT).fill(90), WIDTH, HEIGHT).parts).toEqual([]);
});
