import { expect, test } from 'vitest';
import type { DocumentStroke } from '../../main/contract.ts';
import { leastImportant } from '../../renderer/document/pricing.ts';
import { common, rowsOf, selectionAfter } from '../../renderer/panels/stroke-list.ts';

const stroke = (id: string, worth: number | null, length = 10, more: Partial<DocumentStroke> = {}): DocumentStroke => ({
  ...{ id, worth, points: [0, 0, length / 3, 0, (2 * length) / 3, 0, length, 0] },
  ...{ width: 2, color: '#1b1a17', opacity: 1, locked: false, hidden: false },
  ...more,
});
const STROKES = [stroke('a', 4, 30), stroke('b', 8, 10), stroke('c', null, 20), stroke('d', -1, 40)];
const ids = (rows: readonly { stroke: DocumentStroke }[]) => rows.map((row) => row.stroke.id).join('');

test('each order, with numbers that stay those of the drawing', () => {
  expect(ids(rowsOf(STROKES, 'drawn'))).toBe('abcd');
  expect(ids(rowsOf(STROKES, 'importance'))).toBe('bcad');
  expect(ids(rowsOf(STROKES, 'length'))).toBe('dacb');
  expect(rowsOf(STROKES, 'length').map(({ number }) => number)).toEqual([4, 1, 3, 2]);
});

test('without any worth the drawing order is kept, and an unknown first one leads', () => {
  expect(ids(rowsOf([stroke('x', null), stroke('y', null)], 'importance'))).toBe('xy');
  expect(ids(rowsOf([stroke('x', null), stroke('y', 3), stroke('z', 5)], 'importance'))).toBe('zxy');
});

test('bars are shares of the dearest: none below zero, none where worth is not known', () => {
  expect(rowsOf(STROKES, 'drawn').map(({ share }) => share)).toEqual([0.5, 1, null, 0]);
  expect(rowsOf([stroke('z', 0)], 'drawn')[0]?.share).toBe(0);
});

test('the least important is the cheapest free one, or the last drawn where prices are missing', () => {
  expect(leastImportant(STROKES)?.id).toBe('d');
  expect(leastImportant([stroke('a', 4), stroke('b', 1, 10, { locked: true }), stroke('c', 2)])?.id).toBe('c');
  expect(leastImportant([stroke('a', 1), stroke('b', null), stroke('c', 9, 10, { hidden: true })])?.id).toBe('b');
  expect(leastImportant([stroke('a', 1, 10, { locked: true })])).toBeNull();
});

test('presses select one, turn one, or reach from the row before', () => {
  const all = ['a', 'b', 'c', 'd'];
  expect(selectionAfter(all, ['a', 'b'], 'c', 'a', 'one')).toEqual(['c']);
  expect(selectionAfter(all, ['a'], 'c', 'a', 'toggle')).toEqual(['a', 'c']);
  expect(selectionAfter(all, ['a', 'c'], 'a', 'c', 'toggle')).toEqual(['c']);
  expect(selectionAfter(all, ['d'], 'b', 'd', 'range')).toEqual(['b', 'c', 'd']);
  expect(selectionAfter(all, ['d'], 'b', 'gone', 'range')).toEqual(['b']);
});

test('a value is common only when all have it', () => {
  expect(common(STROKES, ({ width }) => width)).toBe(2);
  expect(common(STROKES, ({ id }) => id)).toBeNull();
  expect(common([], () => 1)).toBeNull();
});
