import { expect, test } from 'vitest';
import { dayWords } from '../../renderer/shell/day-words.ts';

const now = new Date(2026, 2, 4, 0, 30);
const at = (...[year, month, day, hour]: [number, number, number, number]) =>
  dayWords(new Date(year, month, day, hour).toISOString(), now, 'en-GB');

test('days are counted by the calendar, not by hours', () => {
  expect(at(2026, 2, 4, 0)).toBe('today');
  expect(at(2026, 2, 3, 23)).toBe('yesterday');
  expect(at(2026, 2, 3, 0)).toBe('yesterday');
  expect(at(2026, 2, 2, 23)).toBe('Monday');
  expect(at(2026, 1, 26, 12)).toBe('Thursday');
  expect(at(2026, 1, 25, 12)).toBe('25/02/2026');
});

test('a clock that was put back names a date, and no day to come', () => {
  expect(at(2026, 2, 5, 12)).toBe('05/03/2026');
});
