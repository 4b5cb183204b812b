import { expect, test } from 'vitest';
import { freeCorner } from '../../renderer/batch/free-corner.ts';

const at = (...points: number[]) => ({ points });
const size = { width: 212, height: 166 };

test('the small photo goes where nothing is drawn, bottom left first', () => {
  expect(freeCorner({ strokes: [], ...size })).toBe('bottom-left');
  expect(freeCorner({ strokes: [at(106, 83, 110, 90)], ...size })).toBe('bottom-left');
  expect(freeCorner({ strokes: [at(2, 160)], ...size })).toBe('bottom-right');
  expect(freeCorner({ strokes: [at(2, 160, 210, 160)], ...size })).toBe('top-left');
});

test('where something is drawn in every corner, where the least is', () => {
  expect(freeCorner({ strokes: [at(2, 160, 3, 159, 2, 2, 3, 3, 210, 2, 209, 3, 210, 160)], ...size })).toBe(
    'bottom-right',
  );
});

test('a tall photo leaves its card free at both sides', () => {
  expect(freeCorner({ strokes: [at(0, 200, 5, 195)], width: 80, height: 200 })).toBe('bottom-left');
});
