/** Distances along ways through pictures made here. */
import { expect, test } from 'vitest';
import { geodesicDistance } from '../../main/vision/geodesic.ts';

const [WIDTH, HEIGHT] = [40, 30];
const at = (x: number, y: number) => y * WIDTH + x;

function seeded(x: number, y: number): Uint8Array {
  const seeds = new Uint8Array(WIDTH * HEIGHT);
  seeds[at(x, y)] = 1;
  return seeds;
}

test('on a flat picture it is the way along rows, columns and diagonals, over the longer side', () => {
  const distance = geodesicDistance(new Float32Array(3 * WIDTH * HEIGHT), seeded(10, 12), WIDTH, HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const [dx, dy] = [Math.abs(x - 10), Math.abs(y - 12)];
      const steps = Math.max(dx, dy) - Math.min(dx, dy) + Math.SQRT2 * Math.min(dx, dy);
      expect(distance[at(x, y)]).toBeCloseTo(steps / WIDTH, 5);
    }
});

test('a wall costs its change of colour, and is gone round where there is a gap', () => {
  const wall = (open: boolean) => {
    const lab = new Float32Array(3 * WIDTH * HEIGHT);
    for (let y = 0; y < HEIGHT; y++) if (!open || y > 2) lab[3 * at(20, y)] = 60;
    return geodesicDistance(lab, seeded(18, 15), WIDTH, HEIGHT)[at(22, 15)]!;
  };
  // Up 60 and down 60 again, at 60 a unit.
  expect(wall(false)).toBeCloseTo(2 + 4 / WIDTH, 4);
  expect(wall(true)).toBeLessThan(1);
  expect(wall(true)).toBeGreaterThan(24 / WIDTH);
});

test('with no seed nothing is near', () => {
  const distance = geodesicDistance(new Float32Array(12), new Uint8Array(4), 2, 2);
  expect([...distance]).toEqual(new Array(4).fill(Number.POSITIVE_INFINITY));
});
