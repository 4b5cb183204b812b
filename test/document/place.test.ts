import { expect, test } from 'vitest';
import { visibleStrokes } from '../../renderer/document/document.ts';
import { placeStrokes } from '../../renderer/document/place.ts';
import { documentOf } from './documents.ts';

const names = ({ strokes }: { strokes: readonly { id: string }[] }) => strokes.map(({ id }) => id).join(' ');

test('strokes come to stand before the one at that place, in the order in which they were', () => {
  const before = documentOf(6);
  expect(names(placeStrokes(before, ['s1'], 3))).toBe('s2 s3 s1 s4 s5 s6');
  expect(names(placeStrokes(before, ['s5', 's2'], 0))).toBe('s2 s5 s1 s3 s4 s6');
  expect(names(placeStrokes(before, ['s2', 's4'], 6))).toBe('s1 s3 s5 s6 s2 s4');
});

test('where nothing comes to another place it is the same document', () => {
  const before = documentOf(4);
  for (const index of [1, 2]) expect(placeStrokes(before, ['s2'], index)).toBe(before);
  expect(placeStrokes(before, ['nobody'], 0)).toBe(before);
});

test('what is shown stays shown and what is hidden hidden, wherever it is dropped', () => {
  const before = documentOf(6, { shown: 3 });
  const down = placeStrokes(before, ['s1'], 6);
  expect(names(down)).toBe('s2 s3 s1 s4 s5 s6');
  const up = placeStrokes(before, ['s6'], 0);
  expect(names(up)).toBe('s1 s2 s3 s6 s4 s5');
  for (const after of [down, up])
    expect(
      visibleStrokes(after)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['s1', 's2', 's3']);
});

test('a likeness that was measured holds only before the first place that changed', () => {
  const before = documentOf(4);
  const after = placeStrokes(before, ['s4'], 2);
  expect(after.levels.every(({ strokes }) => strokes <= 2)).toBe(true);
  expect(before.levels.some(({ strokes }) => strokes > 2)).toBe(true);
});
