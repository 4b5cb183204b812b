import { expect, test } from 'vitest';
import { type LineamentDocument, visibleStrokes } from '../../renderer/document/document.ts';
import * as edits from '../../renderer/document/edits.ts';
import { documentOf, numbers, stroke } from './documents.ts';

const ids = (...names: string[]): Set<string> => new Set(names);
const names = (document: LineamentDocument): string => document.strokes.map(({ id }) => id).join(' ');
const seen = (document: LineamentDocument): string =>
  visibleStrokes(document)
    .map(({ id }) => id)
    .join(' ');

test('moving moves those strokes alone, and forgets what was measured on them', () => {
  const before = documentOf(4);
  const after = edits.moveStrokes(before, ids('s2', 's4'), 3, -5);
  expect(after.strokes[1]!.points).toEqual([3, 15, 13, 15, 23, 15, 33, 15]);
  expect(after.strokes.map(({ worth }) => worth)).toEqual([1, null, 3, null]);
  // Only the prefix before the first moved stroke is still what was measured.
  expect(after.levels).toEqual([{ strokes: 1, likeness: 10 }]);
  expect(after.likeness).toBeNull();
  expect(edits.moveStrokes(before, ids('s2'), 0, 0)).toBe(before);
  expect(edits.moveStrokes(before, ids('nobody'), 1, 0)).toBe(before);
});

const setCourse = (document: LineamentDocument, id: string, ...chains: number[][]) =>
  edits.setCourses(document, new Map([[id, chains]]));

test('a stroke becomes a chain; numbers that are none are refused', () => {
  const before = documentOf(1);
  const chain = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6];
  expect(setCourse(before, 's1', chain).strokes[0]!.points).toEqual(chain);
  expect(setCourse(before, 's1', [...before.strokes[0]!.points])).toBe(before);
  expect(() => setCourse(before, 's1', chain.slice(0, 10))).toThrow(/6 for each of its curves, but 10 came/);
  // What no file could hold is not made.
  const long = Array.from({ length: 2 + 6 * 202 }, (_, i) => i);
  expect(() => setCourse(before, 's1', long)).toThrow(/at most 201 curves/);
  expect(setCourse(before, 's1', long.slice(0, -6)).strokes[0]!.points).toHaveLength(1208);
});

test('the same look again is no change', () => {
  const before = documentOf(2);
  expect(edits.setStyle(before, ids('s1', 's2'), { width: 2, color: '#000000' })).toBe(before);
  expect(edits.setStyle(before, ids('s1'), { opacity: 0.4 }).strokes[0]).toMatchObject({ opacity: 0.4, width: 2 });
});

test('removing keeps in sight what was in sight', () => {
  const before = documentOf(6, { shown: 3 });
  const after = edits.remove(before, ids('s2', 's5'));
  expect([names(after), seen(after)]).toEqual(['s1 s3 s4 s6', 's1 s3']);
  expect(edits.remove(before, ids())).toBe(before);
});

test('copies lie above their originals under new names, counted on from the highest', () => {
  const before = documentOf(3, { shown: 2, strokes: [stroke(1), stroke(2, { id: 'n7' }), stroke(3)] });
  const { document, ids: copies } = edits.duplicate(before, ids('s1', 'n7', 's3'), 1, 2);
  expect(names(document)).toBe('s1 n8 n7 n9 s3 n10');
  expect(copies).toEqual(['n8', 'n9', 'n10']);
  expect(seen(document)).toBe('s1 n8 n7 n9');
  expect(document.strokes[1]!.points.slice(0, 2)).toEqual([1, 12]);
  // Names that only an old try has are not given again: it can be taken back beside the copies.
  const tried = { ...before, tries: [{ seed: 4, likeness: 1, strokes: [stroke(1, { id: 'n20' })] }] };
  expect(edits.duplicate(tried, ids('s1')).ids).toEqual(['n21']);
});

test.each([
  ['front', 's2 s4 s1 s3 | s5 s6'],
  ['back', 's1 s3 s2 s4 | s5 s6'],
  ['forward', 's2 s1 s4 s3 | s5 s6'],
  ['backward', 's1 s3 s2 s4 | s5 s6'],
] as const)('%s among the shown, never behind what the count hides', (to, expected) => {
  const after = edits.reorder(documentOf(6, { shown: 4 }), ids('s1', 's3'), to);
  expect(names(after)).toBe(expected.replace('| ', ''));
  expect(after.shown).toBe(4);
  expect(after.likeness).toBe(60);
});

test('what cannot go further stays: two at the front keep their order', () => {
  const before = documentOf(4);
  expect(edits.reorder(before, ids('s3', 's4'), 'forward')).toBe(before);
  expect(edits.reorder(before, ids('s1', 's2'), 'backward')).toBe(before);
});

test('a new stroke is seen: it goes in at the end of the shown ones', () => {
  const before = documentOf(5, { shown: 2 });
  const after = edits.addStroke(before, stroke(9, { id: 'n1' }));
  expect([names(after), seen(after)]).toEqual(['s1 s2 n1 s3 s4 s5', 's1 s2 n1']);
  expect(after.levels).toEqual(before.levels.slice(0, 2));
  expect(() => edits.addStroke(after, stroke(9, { id: 'n1' }))).toThrow(/id of its own/);
});

test('the count is kept between none and all that are not locked', () => {
  const before = documentOf(5, { strokes: [stroke(1, { locked: true }), stroke(2), stroke(3)], shown: 1 });
  expect([-3, 1.4, 99].map((count) => edits.setShown(before, count).shown)).toEqual([0, 1, 2]);
  expect(edits.setShown(before, 1)).toBe(before);
});

test('locking and unlocking show and hide nobody else', () => {
  const before = documentOf(6, { shown: 3 });
  const locked = edits.lock(before, ids('s2', 's5'), true);
  expect([seen(locked), locked.shown]).toEqual(['s1 s2 s3 s5', 2]);
  const free = edits.lock(locked, ids('s2', 's5'), false);
  expect([seen(free), names(free), free.shown]).toEqual(['s1 s2 s3 s5', 's1 s2 s3 s5 s4 s6', 4]);
  expect(edits.lock(free, ids('s1'), false)).toBe(free);
});

test('whatever is done, who was seen and not touched is seen, and who was not is not', () => {
  const random = numbers(7);
  for (let round = 0; round < 400; round++) {
    const strokes = Array.from({ length: 10 }, (_, i) => stroke(i + 1, { locked: random() < 0.3 }));
    const before = documentOf(10, { strokes, shown: Math.floor(8 * random()) });
    before.shown = Math.min(before.shown, strokes.filter(({ locked }) => !locked).length);
    const some = new Set(strokes.filter(() => random() < 0.4).map(({ id }) => id));
    const untouched = (document: LineamentDocument): string[] =>
      visibleStrokes(document)
        .map(({ id }) => id)
        .filter((id) => !some.has(id) && id.startsWith('s'))
        .sort();
    for (const after of [
      edits.remove(before, some),
      edits.lock(before, some, true),
      edits.lock(before, some, false),
      edits.reorder(before, some, 'front'),
      edits.reorder(before, some, 'backward'),
      edits.duplicate(before, some, 1, 1).document,
      edits.hide(before, some, true),
      edits.addStroke(before, stroke(1, { id: 'n1' })),
    ])
      expect(untouched(after)).toEqual(untouched(before));
  }
});
