import { expect, test } from 'vitest';
import { readPathData } from '../../main/strokes/path-data.ts';
import { tightPathData } from '../../main/strokes/path-write.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';
import { writeSvg } from '../../main/strokes/svg.ts';
import { writeAnimatedSvg } from '../../main/strokes/svg-animated.ts';
import { readSvg } from '../../main/strokes/svg-read.ts';
import { numbers } from '../document/documents.ts';

const random = numbers(17);
const points = (curves: number): number[] => Array.from({ length: 2 + 6 * curves }, () => 240 * random() - 20);
const drawing: Drawing = {
  width: 200,
  height: 200,
  strokes: [1, 2, 5].map((curves) => ({ points: points(curves), width: 1, color: '#000000', opacity: 1 })),
};
/** The curves that a chain is made of. */
const curves = (chain: number[]): number[][] =>
  Array.from({ length: (chain.length - 2) / 6 }, (_, i) => chain.slice(6 * i, 6 * i + 8));

test('a chain is one path, and its curves come back from it', () => {
  const svg = writeSvg(drawing, { precision: 3 });
  expect(svg.match(/<path/g)).toHaveLength(3);
  const read = readSvg(svg).drawing.strokes.flatMap((stroke) => stroke.points);
  const wanted = drawing.strokes.flatMap((stroke) => curves(stroke.points)).flat();
  expect(read).toHaveLength(wanted.length);
  read.forEach((value, i) => void expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(0.0005 + 1e-9));
});

test.each([0, 1, 2, 3])('minified with %d decimals it says the same as in full, in fewer bytes', (precision) => {
  const [full, small] = [false, true].map((minified) =>
    writeSvg(drawing, { precision, minified, metadata: { seed: 4 } }),
  );
  expect(small!.length).toBeLessThan(0.9 * full!.length);
  expect(small).not.toContain('\n');
  const [wanted, read] = [readSvg(full!), readSvg(small!)];
  expect(read.metadata).toEqual({ seed: 4 });
  wanted.drawing.strokes.forEach((stroke, i) => {
    const other = read.drawing.strokes[i]!;
    expect({ ...other, points: [] }).toEqual({ ...stroke, points: [] });
    // Relative steps are summed up by who reads them, so that the last bits may differ but never the last decimal.
    other.points.forEach((value, k) => void expect(value).toBeCloseTo(stroke.points[k]!, 9));
  });
});

test('path data is as tight as the grammar allows', () => {
  expect(tightPathData([0.5, 0.25, 1.5, 0.5, -2, 3, 0, -0.25], 2)).toBe('M.5.25C1.5.5-2 3 0-.25');
  // The second curve's first handle mirrors the last one: S stands for it.
  const smooth = tightPathData([100, 100, 110, 90, 120, 90, 130, 100, 140, 110, 150, 110, 160, 100], 0);
  expect(smooth).toBe('M100 100c10-10 20-10 30 0s20 10 30 0');
  expect(readPathData(smooth).curves[1]).toEqual([130, 100, 140, 110, 150, 110, 160, 100]);
});

test('a chain is drawn by the pen as one line, in the time that its whole length takes', () => {
  const line = (length: number, parts: number): number[] =>
    Array.from({ length: 3 * parts + 1 }, (_, i) => [(length * i) / (3 * parts), 10]).flat();
  const strokes = [line(50, 1), line(150, 4)].map((chain) => ({ ...drawing.strokes[0]!, points: chain }));
  const svg = writeAnimatedSvg({ ...drawing, strokes });
  expect(svg).toContain('{visibility:visible;stroke-dasharray:1 2;stroke-dashoffset:0}');
  expect(svg).toMatch(/-0\{0%\{[^}]*\}25%,100%/);
});

test.each([[0], [2], [7], [10], [16]])('%d numbers are no chain', (length) => {
  const strokes = [{ ...drawing.strokes[0]!, points: Array.from({ length }, () => 1) }];
  expect(() => writeSvg({ ...drawing, strokes })).toThrow(`6 for each further curve, but one has ${length}`);
  expect(() => writeSvg({ ...drawing, strokes }, { minified: true })).toThrow(/8 numbers/);
});
