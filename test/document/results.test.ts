import { expect, test } from 'vitest';
import type { SketchOutcome } from '../../main/contract.ts';
import { visibleStrokes } from '../../renderer/document/document.ts';
import { applySketch, keepTry } from '../../renderer/document/results.ts';
import { documentOf, stroke } from './documents.ts';

const outcome = (changes: Partial<SketchOutcome> = {}): SketchOutcome => ({
  width: 400,
  height: 300,
  strokes: [stroke(1), stroke(2), stroke(3)],
  levels: [{ strokes: 3, likeness: 70 }],
  tries: [
    { seed: 5, likeness: 70, strokes: [stroke(1), stroke(2), stroke(3)] },
    { seed: 6, likeness: 64, strokes: [stroke(1, { color: '#2458d3' }), stroke(2)] },
  ],
  seed: 5,
  likeness: 70,
  by: null,
  stopped: false,
  seconds: 1,
  notes: [],
  ...changes,
});

test("a run's drawing takes the place of the last one, all of it shown", () => {
  const after = applySketch(documentOf(8, { shown: 2 }), outcome());
  expect(after.strokes).toEqual(outcome().strokes);
  expect([after.shown, after.kept, after.likeness, after.levels]).toEqual([3, 5, 70, [{ strokes: 3, likeness: 70 }]]);
});

test('locked strokes stay as the person has them, and get what they were found to be worth', () => {
  const mine = stroke(9, { id: 'mine', locked: true, color: '#ff0000', worth: null });
  const asSent = { ...mine, color: '#000000', worth: 4 };
  const before = documentOf(3, { strokes: [stroke(1), mine], shown: 1 });
  const after = applySketch(before, outcome({ strokes: [asSent, stroke(1), stroke(2)] }));
  expect(after.strokes[0]).toEqual({ ...mine, worth: 4 });
  expect([after.strokes.length, after.shown]).toEqual([3, 2]);
});

test('a stroke that was locked while the engine ran stays too, and nothing measured without it is believed', () => {
  const before = documentOf(2, { strokes: [stroke(1, { locked: true }), stroke(2)] });
  const after = applySketch(before, outcome());
  expect(after.strokes[0]).toBe(before.strokes[0]);
  expect(after.strokes.map(({ id }) => id)).toEqual(['s1', 'n1', 's2', 's3']);
  expect([after.levels, after.likeness]).toEqual([[], null]);
});

test('any try can be taken instead, with as many shown as before', () => {
  const first = applySketch(documentOf(1), outcome());
  const other = keepTry(first, 6);
  expect(other.strokes.map(({ color }) => color)).toEqual(['#2458d3', '#000000']);
  expect([other.shown, other.kept, other.likeness, other.levels]).toEqual([2, 6, 64, []]);
  expect(keepTry({ ...first, shown: 1 }, 6).shown).toBe(1);
  expect(keepTry({ ...other, shown: 2 }, 5).shown).toBe(3);
  expect(other.tries).toBe(first.tries);
  expect(() => keepTry(first, 7)).toThrow(/no try with the seed 7/);
});

test('a locked stroke of one try stays when another is taken, which has a stroke of the same name', () => {
  const first = applySketch(documentOf(1), outcome());
  const locked = { ...first, strokes: first.strokes.map((one) => ({ ...one, locked: one.id === 's2' })), shown: 2 };
  const other = keepTry(locked, 6);
  expect(other.strokes.map(({ id }) => id)).toEqual(['s2', 's1', 'n1']);
  expect(visibleStrokes(other)).toHaveLength(3);
});
