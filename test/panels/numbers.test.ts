import { expect, test } from 'vitest';
import { keyed, readNumber, within } from '../../renderer/controls/numbers.ts';
import { radioAfter } from '../../renderer/controls/radio-keys.ts';

test.each([
  ['2.5 px', 2.5],
  ['2,5', 2.5],
  ['−3', -3],
  ['- 4 %', -4],
  ['.5', 0.5],
  ['about 12', 12],
  ['', null],
  ['–', null],
  ['wide', null],
])('%s is read as %s', (text, value) => {
  expect(readNumber(text)).toBe(value);
});

test('values keep to their range and step, without crumbs of binary fractions', () => {
  const range = { min: 0.1, max: 4, step: 0.1 };
  expect(within(range, 0.3000001)).toBe(0.3);
  expect(within(range, 9)).toBe(4);
  expect(within(range, -1)).toBe(0.1);
  expect(within({ min: 1, max: 64, step: 1 }, 15.6)).toBe(16);
  // What is typed may be finer than a step.
  expect(within({ min: -9, max: 99, step: 1, fine: 0.1 }, 15.64)).toBe(15.6);
});

test('arrows go a step, ten with Shift, a tenth with Alt, and stop at the ends', () => {
  const range = { min: 0, max: 20, step: 1 };
  const key = (name: string, more = {}) => ({ key: name, shiftKey: false, altKey: false, ...more });
  expect(keyed(range, 5, key('ArrowUp'))).toBe(6);
  expect(keyed(range, 5, key('ArrowDown', { shiftKey: true }))).toBe(0);
  expect(keyed(range, 5, key('ArrowUp', { altKey: true }))).toBe(5.1);
  expect(keyed(range, 20, key('ArrowUp'))).toBe(20);
  expect(keyed(range, 5, key('a'))).toBeNull();
});

test('arrows go round a radio group', () => {
  expect(radioAfter('ArrowRight', 3, 4)).toBe(0);
  expect(radioAfter('ArrowUp', 0, 4)).toBe(3);
  expect(radioAfter('End', 0, 4)).toBe(3);
  expect(radioAfter('x', 0, 4)).toBeNull();
  expect(radioAfter('Home', -1, 0)).toBeNull();
});
