import { expect, test } from 'vitest';
import { orderTold } from '../../bench/depth.ts';
import { Random } from '../../main/sketch/random.ts';

test('a true order is told wholly, its reverse not at all, and who says nothing is half right', () => {
  const inverse = Float64Array.from({ length: 500 }, (_, i) => 0.1 + i / 500);
  const told = (said: (value: number) => number) => orderTold(inverse.map(said), inverse, new Random(1));
  // Any scale and shift: only the order counts.
  expect(told((value) => 7 * value - 3)).toBe(1);
  expect(told((value) => -value)).toBe(0);
  expect(told(() => 1)).toBe(0.5);
});

test('places that are as good as equally near ask nothing', () => {
  const inverse = Float64Array.from({ length: 100 }, (_, i) => 1 + i / 4000);
  expect(orderTold(inverse, inverse, new Random(1))).toBeNaN();
});
