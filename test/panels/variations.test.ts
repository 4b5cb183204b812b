import { expect, test } from 'vitest';
import type { DocumentStroke } from '../../main/contract.ts';
import { columnFor, columnsOf, countAfter, rowFor } from '../../renderer/panels/variations.ts';

const strokes = (count: number, locked = 0): DocumentStroke[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ id: String(i), points: [0, 0, 1, 1, 2, 2, 3, 3], width: 1, color: '#1b1a17', opacity: 1 },
    ...{ locked: i < locked, hidden: false, worth: null },
  }));

test('columns are those that the drawing reaches, its whole last', () => {
  expect(columnsOf({ strokes: strokes(20) })).toEqual([4, 8, 16, 20]);
  expect(columnsOf({ strokes: strokes(16) })).toEqual([4, 8, 16]);
  expect(columnsOf({ strokes: strokes(3) })).toEqual([3]);
  expect(columnsOf({ strokes: [] })).toEqual([]);
});

test('locked strokes are beside the count', () => {
  expect(columnsOf({ strokes: strokes(10, 3) })).toEqual([4, 7]);
});

test('the nearest cell', () => {
  const columns = [4, 8, 16, 20];
  expect(columnFor(columns, 5)).toBe(0);
  expect(columnFor(columns, 6)).toBe(1);
  expect(columnFor(columns, 0)).toBe(0);
  expect(columnFor(columns, 19)).toBe(3);
  expect([0, 0.2, 0.3, 0.8, 1].map(rowFor)).toEqual([2, 2, 1, 0, 0]);
});

test('arrows go by cells, with Shift by strokes, and stay inside', () => {
  const columns = [4, 8, 16, 20];
  expect(countAfter(columns, 9, 'ArrowRight', false)).toBe(16);
  expect(countAfter(columns, 9, 'ArrowLeft', false)).toBe(8);
  expect(countAfter(columns, 20, 'ArrowRight', true)).toBe(20);
  expect(countAfter(columns, 9, 'ArrowLeft', true)).toBe(8);
  expect(countAfter(columns, 9, 'End', false)).toBe(20);
  expect(countAfter([], 0, 'End', false)).toBeNull();
  expect(countAfter(columns, 9, 'Enter', false)).toBeNull();
});
