import { expect, test } from 'vitest';
import type { Stroke } from '../../main/strokes/stroke.ts';
import { readSvg } from '../../main/strokes/svg-read.ts';
import { EXPORT_FORMATS, type ExportEngine, encodeExport } from '../../renderer/export/formats.ts';
import { onSheet, orderForPen, penUpTravel } from '../../renderer/export/plotter.ts';
import { PAPER } from '../../renderer/export/source.ts';
import { chainLength, reversed, straight } from '../../renderer/geometry/chain.ts';
import { numbers } from '../document/documents.ts';

const line = (x0: number, y0: number, x1: number, y1: number): Stroke => ({
  points: straight(x0, y0, x1, y1),
  width: 2,
  color: '#cc2200',
  opacity: 0.5,
});

test('the lifted pen starts at the corner; travel is what lies between the strokes', () => {
  expect(penUpTravel([line(3, 4, 10, 4), line(10, 14, 0, 14)])).toBe(15);
  expect(penUpTravel([])).toBe(0);
});

test('a comb is drawn to and fro', () => {
  const teeth = Array.from({ length: 6 }, (_, i) => line(10 * i, 0, 10 * i, 100));
  // As they came the pen goes back up each time: five times √(10² + 100²).
  expect(penUpTravel(teeth)).toBeCloseTo(5 * Math.hypot(10, 100), 9);
  expect(penUpTravel(orderForPen(teeth.toReversed()))).toBeCloseTo(50, 9);
});

test('few strokes are ordered all but as well as can be', () => {
  let sum = 0;
  for (let seed = 0; seed < 12; seed++) {
    const random = numbers(seed);
    const at = (): number => 100 * random();
    const strokes = Array.from({ length: 5 }, () => line(at(), at(), at(), at()));
    const best = Math.min(...tours(strokes).map(penUpTravel));
    const ratio = penUpTravel(orderForPen(strokes)) / best;
    expect(ratio).toBeLessThanOrEqual(1.4);
    sum += ratio;
  }
  expect(sum / 12).toBeLessThan(1.1);
});

/** Every order, with every stroke from either end. */
function tours(strokes: Stroke[]): Stroke[][] {
  if (!strokes.length) return [[]];
  return strokes.flatMap((stroke, i) =>
    tours(strokes.toSpliced(i, 1)).flatMap((rest) => [
      [stroke, ...rest],
      [{ ...stroke, points: reversed(stroke.points) }, ...rest],
    ]),
  );
}

test('ordering loses and adds nothing, and never makes the way longer', () => {
  for (let seed = 0; seed < 20; seed++) {
    const random = numbers(seed);
    const strokes = Array.from({ length: 60 }, () =>
      line(...(Array.from({ length: 4 }, () => 200 * random()) as [number, number, number, number])),
    );
    const tour = orderForPen(strokes);
    expect(penUpTravel(tour)).toBeLessThan(0.5 * penUpTravel(strokes));
    const key = ({ points }: Stroke): string => [points, reversed(points)].map(String).sort()[0]!;
    expect(tour.map(key).sort()).toEqual(strokes.map(key).sort());
    expect(penUpTravel(orderForPen(tour))).toBeLessThanOrEqual(penUpTravel(tour));
  }
});

test('on the sheet the drawing keeps its margins and its shape, the sheet turned as it is', () => {
  const placed = onSheet(
    { width: 400, height: 200, strokes: [line(0, 0, 400, 200)] },
    { width: 210, height: 297, margin: 10 },
  );
  expect([placed.width, placed.height]).toEqual([297, 210]);
  const { points, width } = placed.strokes[0]!;
  expect([points[0], points.at(-2)]).toEqual([10, expect.closeTo(287, 9)]);
  expect(points[1]! + points.at(-1)!).toBeCloseTo(210, 9);
  expect(chainLength(points)).toBeCloseTo((277 / 400) * Math.hypot(400, 200), 6);
  expect(width).toBeCloseTo((2 * 277) / 400, 9);
  const sheet = { width: 100, height: 50, margin: 30 };
  expect(() => onSheet({ width: 1, height: 2, strokes: [] }, sheet)).toThrow(/30 mm leaves no room on 100 × 50 mm/);
});

test('the file is in millimetres, in one black layer, and says what was saved', async () => {
  const strokes = Array.from({ length: 6 }, (_, i) => line(30 * i, 0, 30 * i, 180));
  const source = { name: 'comb', drawing: { width: 180, height: 267, strokes }, paper: PAPER, metadata: {}, run: [] };
  const { defaults } = EXPORT_FORMATS.plotter;
  const none = {} as ExportEngine;
  const { bytes, note } = await encodeExport('plotter', source, defaults, none);
  const svg = new TextDecoder().decode(bytes);
  expect(svg).toContain('width="210mm" height="297mm" viewBox="0 0 210 297"');
  expect(svg).not.toMatch(/#cc2200|<rect/);
  // The room is 180 mm wide, so a px is a mm: from the corner to (15, 15), then five gaps of 30.
  const travel = Math.hypot(15, 15) + 5 * 30;
  const before = Math.hypot(15, 15) + 5 * Math.hypot(30, 180);
  const saved = Math.round((100 * (before - travel)) / before);
  expect(note).toBe(`The lifted pen travels ${Math.round(travel)} mm, ${saved} % less than in drawing order.`);
  const [first] = readSvg(svg).drawing.strokes;
  expect(first!.points.slice(0, 2)).toEqual([expect.closeTo((15 * 96) / 25.4, 1), expect.closeTo((15 * 96) / 25.4, 1)]);
  const plain = await encodeExport('plotter', source, { ...defaults, ordered: false }, none);
  expect(plain.note).toBe(
    `The lifted pen travels ${Math.round(before) < 1000 ? `${Math.round(before)} mm` : `${(before / 1000).toFixed(1)} m`}.`,
  );
});
