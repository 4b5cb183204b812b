import { expect, test } from 'vitest';
import { Adam } from '../../main/sketch/adam.ts';

/** Some gradient that changes from step to step, value by value. */
const gradient = (names: number[], step: number) => Float64Array.from(names, (n) => Math.sin(7 * n + 3 * step));

function walk(adam: Adam, values: Float64Array, names: number[], from: number, to: number): void {
  for (let step = from; step < to; step++) adam.step(values, gradient(names, step), 0.1);
}

test('a value that is taken out leaves the others as if it had never been there', () => {
  const adam = new Adam(4);
  let values = Float64Array.of(1, 2, 3, 4);
  walk(adam, values, [0, 1, 2, 3], 0, 5);
  adam.remove(1, 2);
  values = Float64Array.of(values[0]!, values[3]!);
  walk(adam, values, [0, 3], 5, 10);
  const alone = Float64Array.of(1, 4);
  walk(new Adam(2), alone, [0, 3], 0, 10);
  expect(values).toEqual(alone);
});

test('a value that is put in moves, and the others go on with their memory', () => {
  const adam = new Adam(1);
  let values = Float64Array.of(1);
  walk(adam, values, [0], 0, 5);
  adam.grow(1);
  values = Float64Array.of(values[0]!, 9);
  walk(adam, values, [0, 5], 5, 10);
  const alone = Float64Array.of(1);
  walk(new Adam(1), alone, [0], 0, 10);
  expect(values[0]).toBe(alone[0]);
  expect(values[1]).not.toBe(9);
});

test('what is forgotten stays exactly where it is for as long as nothing pulls at it', () => {
  const adam = new Adam(2);
  const values = Float64Array.of(1, 2);
  walk(adam, values, [0, 1], 0, 5);
  const rest = values[0]!;
  adam.forget(0, 1);
  for (let step = 5; step < 10; step++) adam.step(values, Float64Array.of(0, 1), 0.1);
  expect(values[0]).toBe(rest);
  expect(values[1]).toBeLessThan(2);
});
