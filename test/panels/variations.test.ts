import { expect, test } from 'vitest';
import type { DocumentStroke } from '../../main/contract.ts';
import { cellAfter, cellUnder, columnFor, columnsOf, countUnder, rowUnder } from '../../renderer/panels/variations.ts';

const strokes = (count: number, locked = 0): DocumentStroke[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ id: String(i), points: [0, 0, 1, 1, 2, 2, 3, 3], width: 1, color: '#1b1a17', opacity: 1 },
    ...{ locked: i < locked, hidden: false, worth: null },
  }));
const COLUMNS = [4, 8, 16, 20];

test('columns are those that the drawing reaches, its whole last', () => {
  expect(columnsOf({ strokes: strokes(20) })).toEqual([4, 8, 16, 20]);
  expect(columnsOf({ strokes: strokes(16) })).toEqual([4, 8, 16]);
  expect(columnsOf({ strokes: strokes(3) })).toEqual([3]);
  expect(columnsOf({ strokes: [] })).toEqual([]);
});

test('locked strokes are counted as the ruler counts them, and no column shows fewer', () => {
  expect(columnsOf({ strokes: strokes(10, 3) })).toEqual([4, 8, 10]);
  expect(columnsOf({ strokes: strokes(10, 5) })).toEqual([8, 10]);
});

test('the nearest column', () => {
  expect([5, 6, 0, 19].map((count) => columnFor(COLUMNS, count))).toEqual([0, 1, 0, 3]);
});

test('between the middles of its columns the puck meets every count, in order, and stays at the ends', () => {
  const steps = Array.from({ length: 401 }, (_, i) => countUnder(COLUMNS, i / 400));
  expect(new Set(steps)).toEqual(new Set(Array.from({ length: 17 }, (_, i) => i + 4)));
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(COLUMNS.map((_, c) => countUnder(COLUMNS, (c + 0.5) / 4))).toEqual(COLUMNS);
  expect([countUnder(COLUMNS, -1), countUnder(COLUMNS, 2), countUnder([7], 0.2)]).toEqual([4, 20, 7]);
  // On a log scale the middle between 4 and 16 is 8, not 10.
  expect(countUnder([4, 16], 0.5)).toBe(8);
});

test('a row is left only 8 px beyond its edge', () => {
  expect([105, 107].map((y) => rowUnder(0, y, 300))).toEqual([0, 0]);
  expect(rowUnder(0, 108, 300)).toBe(1);
  expect([93, 91].map((y) => rowUnder(1, y, 300))).toEqual([1, 0]);
  expect([rowUnder(0, 290, 300), rowUnder(2, -40, 300), rowUnder(0, 900, 300)]).toEqual([2, 0, 2]);
});

test('the cell under a press', () => {
  expect(cellUnder(COLUMNS, 0.6, 0.4)).toEqual({ row: 1, column: 2 });
  expect([cellUnder(COLUMNS, 1, 1), cellUnder(COLUMNS, 0, 0)]).toEqual([
    { row: 2, column: 3 },
    { row: 0, column: 0 },
  ]);
});

test('keys go by cells and stay inside', () => {
  const after = (key: string) => cellAfter({ row: 1, column: 3 }, 4, key);
  expect([after('ArrowLeft'), after('ArrowRight')]).toEqual([
    { row: 1, column: 2 },
    { row: 1, column: 3 },
  ]);
  expect([after('ArrowUp')?.row, after('ArrowDown')?.row, after('Home')?.column, after('End')?.column]).toEqual([
    ...[0, 2, 0, 3],
  ]);
  expect(cellAfter({ row: 2, column: 0 }, 4, 'ArrowDown')).toEqual({ row: 2, column: 0 });
  expect(after('Enter')).toBeNull();
});
