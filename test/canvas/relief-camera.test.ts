import { describe, expect, test } from 'vitest';
import { lifted, reliefLengths, reliefMatrix } from '../../renderer/canvas/relief-camera.ts';
import type { Pose } from '../../renderer/state/relief.ts';

const CANVAS = { width: 900, height: 700 };
const PHOTO = { width: 400, height: 300 };
const VIEW = { scale: 1.75, x: 80, y: 60 };
const FRONT = { turn: 0, tilt: 0 };

/** Where a place of the photo (px) at a nearness is on the screen (px), and its depth in the buffer, −1 near to 1 far. */
function seen(x: number, y: number, near: number, pose: Pose = FRONT, height = 1) {
  const place = [...lifted(x - PHOTO.width / 2, y - PHOTO.height / 2, near, reliefLengths(PHOTO, height)), 1];
  const matrix = reliefMatrix(CANVAS, PHOTO, VIEW, pose);
  const clip = [0, 1, 2, 3].map((row) => place.reduce((sum, value, i) => sum + matrix[4 * i + row]! * value, 0));
  const [cx, cy, cz, w] = clip as [number, number, number, number];
  return { x: ((cx / w + 1) / 2) * CANVAS.width, y: ((1 - cy / w) / 2) * CANVAS.height, depth: cz / w };
}

describe('from the front', () => {
  test.each([
    [0, 0],
    [400, 300],
    [123, 45],
  ])('the photo’s %d, %d is where the flat sheet has it, however near it is', (x, y) => {
    for (const near of [0, 0.5, 1])
      for (const height of [0, 0.5, 1]) {
        const at = seen(x, y, near, FRONT, height);
        expect(at.x).toBeCloseTo(VIEW.x + VIEW.scale * x, 2);
        expect(at.y).toBeCloseTo(VIEW.y + VIEW.scale * y, 2);
      }
  });

  test('what is nearer is nearer in the buffer, and all is within it', () => {
    const depths = [0, 0.25, 0.5, 0.75, 1].map((near) => seen(10, 280, near).depth);
    expect(depths).toEqual([...depths].sort((a, b) => b - a));
    expect(Math.max(...depths.map(Math.abs))).toBeLessThan(1);
  });
});

test('turned to the right near parts go right of far ones; tilted down, below them', () => {
  const middle = [200, 150] as const;
  const [right, down] = [
    { turn: 20, tilt: 0 },
    { turn: 0, tilt: 20 },
  ];
  expect(seen(...middle, 1, right).x - seen(...middle, 0, right).x).toBeGreaterThan(20);
  expect(seen(...middle, 1, right).y).toBeCloseTo(seen(...middle, 0, right).y, 3);
  expect(seen(...middle, 1, down).y - seen(...middle, 0, down).y).toBeGreaterThan(20);
  expect(seen(...middle, 1, down).x).toBeCloseTo(seen(...middle, 0, down).x, 3);
  // Of no height, there is nothing between them.
  expect(seen(...middle, 1, right, 0).x).toBeCloseTo(seen(...middle, 0, right, 0).x, 3);
});

test('turned as far as it goes, nothing is cut off before or behind', () => {
  for (const turn of [-52, 52])
    for (const tilt of [-40, 40])
      for (const [x, y] of [
        [0, 0],
        [400, 0],
        [0, 300],
        [400, 300],
      ] as const)
        for (const near of [0, 1]) expect(Math.abs(seen(x, y, near, { turn, tilt }).depth)).toBeLessThan(1);
});
