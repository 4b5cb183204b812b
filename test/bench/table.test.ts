import { expect, test } from 'vitest';
import { benchRow, formatTable, mean, median, reachText, valueText } from '../../bench/table.ts';

const method = 'by hand';

test('a figure at its reach is met, one beyond is not, on either side', () => {
  expect(benchRow('ratio', 0.15, '×', { most: 0.15 }, method).met).toBe(true);
  expect(benchRow('ratio', 0.1501, '×', { most: 0.15 }, method).met).toBe(false);
  expect(benchRow('found', 16, '', { least: 16 }, method).met).toBe(true);
  expect(benchRow('found', 15, '', { least: 16 }, method).met).toBe(false);
});

test('what has nothing to reach is neither met nor missed', () => {
  expect(benchRow('beside', 15, '', null, method).met).toBeNull();
  expect(reachText(null)).toBe('–');
});

test('a figure that is no number meets nothing', () => {
  expect(benchRow('ratio', Number.NaN, '×', { most: 1 }, method).met).toBe(false);
  expect(benchRow('ratio', Number.NaN, '×', { least: 1 }, method).met).toBe(false);
});

test.each([
  [0.0244123, '×', '0.0244 ×'],
  [1.0951, '×', '1.10 ×'],
  [62.98, 's', '63.0 s'],
  [417.6, 'MB', '418 MB'],
  [16, '', '16'],
  [0, 's', '0 s'],
  [Number.NaN, 'ms', 'NaN ms'],
])('%d %s is told as %s', (value, unit, told) => {
  expect(valueText(value, unit)).toBe(told);
});

test('the table has a line a row, its columns aligned and its verdicts in words', () => {
  const table = formatTable([
    benchRow('a short one', 0.387, 'ms', { most: 4 }, method),
    benchRow('a name that is a good deal longer', 15, '', { least: 16 }, method),
    benchRow('beside it', 14, '', null, method),
  ]);
  expect(table.split('\n')).toEqual([
    'what                                  value  reach',
    '─────────────────────────────────  ────────  ─────  ───────',
    'a short one                        0.387 ms  ≤ 4    met',
    'a name that is a good deal longer        15  ≥ 16   NOT MET',
    'beside it                                14  –',
  ]);
});

test('median and mean', () => {
  expect(median([5, 1, 100])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(median([])).toBeNaN();
  expect(mean([1, 2, 6])).toBe(3);
});
