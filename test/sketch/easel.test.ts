import { expect, test } from 'vitest';
import { Easel } from '../../main/sketch/easel.ts';

test('a drawing lies over as many strokes as a document may have', () => {
  const strokes = 20_000;
  const under = { points: new Float64Array(8 * strokes).fill(0.25), widths: new Float64Array(strokes).fill(0.1) };
  const easel = new Easel(16, 1, 0.1, under);
  const paper = easel.paper({ points: Float64Array.of(0.75, 0.7, 0.75, 0.72, 0.75, 0.76, 0.75, 0.8) }, 16);
  const at = (x: number, y: number) => paper[Math.floor(16 * y) * 16 + Math.floor(16 * x)]!;
  expect(at(0.25, 0.25)).toBeLessThan(0.5);
  expect(at(0.75, 0.75)).toBeLessThan(0.5);
  expect(at(0.75, 0.25)).toBe(1);
});
