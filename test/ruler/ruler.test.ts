import { expect, test } from 'vitest';
import { countAt, countByKey, isNamed } from '../../renderer/ruler/scale.ts';
import { timeLeft } from '../../renderer/ruler/time-left.ts';

const bars = { left: 100, width: 200 };
const more = { left: 320, width: 100 };

test('a press finds the bar under it, and never leaves the ruler', () => {
  expect(countAt(101, bars, null, 20, 20)).toBe(1);
  expect(countAt(299, bars, null, 20, 20)).toBe(20);
  expect(countAt(205, bars, null, 20, 20)).toBe(11);
  expect(countAt(-50, bars, null, 20, 20)).toBe(1);
  expect(countAt(900, bars, null, 20, 20)).toBe(20);
});

test('beyond the last bar the count runs on to the most', () => {
  expect(countAt(310, bars, more, 20, 32)).toBe(20);
  expect(countAt(321, bars, more, 20, 32)).toBe(21);
  expect(countAt(370, bars, more, 20, 32)).toBe(26);
  expect(countAt(999, bars, more, 20, 32)).toBe(32);
});

test('keys step, jump between presets and to the ends', () => {
  const at = { now: 9, most: 20, presets: [4, 8, 16, 32] };
  expect(countByKey('ArrowLeft', false, at)).toBe(8);
  expect(countByKey('ArrowRight', true, at)).toBe(13);
  expect(countByKey('PageUp', false, at)).toBe(16);
  expect(countByKey('PageDown', false, at)).toBe(8);
  expect(countByKey('PageUp', false, { ...at, now: 16 })).toBe(20);
  expect(countByKey('Home', false, at)).toBe(1);
  expect(countByKey('End', false, at)).toBe(20);
  expect(countByKey('ArrowRight', false, { ...at, now: 20 })).toBe(20);
  expect(countByKey('x', false, at)).toBe(null);
});

test('the number under the knob always stands, and never touches another', () => {
  for (let current = 1; current <= 64; current++) {
    const named = Array.from({ length: 64 }, (_, i) => i + 1).filter((number) => isNamed(number, 64, current));
    expect(named).toContain(current);
    for (let k = 1; k < named.length; k++) expect(named[k]! - named[k - 1]!).toBeGreaterThanOrEqual(3);
  }
});

test('time left is about something, and coarser the longer it is', () => {
  expect(timeLeft(5, 3)).toEqual({ big: '3 s', lines: ['left of', 'about 8 s'] });
  expect(timeLeft(10, 33).big).toBe('35 s');
  expect(timeLeft(10, 170).big).toBe('3 min');
  expect(timeLeft(0.4, 3).big).toBe('…');
  expect(timeLeft(9, 0).lines[0]).toBe('settling');
});
