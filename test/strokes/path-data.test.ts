import { expect, test } from 'vitest';
import { Random } from '../../main/sketch/random.ts';
import { pointAt } from '../../main/strokes/bezier.ts';
import { readPathData } from '../../main/strokes/path-data.ts';

/** Pieces of path data, with the same drawn by absolute commands: worked out by hand from SVG 2, chapter 9. */
test.each([
  ['M10,20L30 40', 'M 10 20 L 30 40'],
  ['m10 20 30 40 5-5', 'M 10 20 L 40 60 L 45 55'],
  ['M10 20 30 40 50 60', 'M 10 20 L 30 40 L 50 60'],
  ['M1.5.5-2-3', 'M 1.5 0.5 L -2 -3'],
  ['M0 0h10v10h-10z', 'M 0 0 L 10 0 L 10 10 L 0 10 L 0 0'],
  ['M0 0H10V10H0Z', 'M 0 0 L 10 0 L 10 10 L 0 10 L 0 0'],
  ['M0 0 10 0 0 0z', 'M 0 0 L 10 0 L 0 0'],
  ['M5 5z', 'M 5 5 L 5 5'],
  ['M5 5zl2 2', 'M 5 5 L 5 5 L 7 7'],
  ['M0 0 c1 2 3 4 5 6 1 1 2 2 3 3', 'M 0 0 C 1 2 3 4 5 6 C 6 7 7 8 8 9'],
  ['M0 0C1 2 3 4 5 6S9 9 10 10', 'M 0 0 C 1 2 3 4 5 6 C 7 8 9 9 10 10'],
  ['M0 0S9 9 10 10', 'M 0 0 C 0 0 9 9 10 10'],
  ['M0 0Q3 0 6 6T12 12', 'M 0 0 C 2 0 4 2 6 6 C 8 10 10 12 12 12'],
  ['M0 0T6 6', 'M 0 0 C 0 0 2 2 6 6'],
  ['M1e1 2E+1L-1e-1,.5', 'M 10 20 L -0.1 0.5'],
  ['M0 0A0 5 0 0 1 9 9', 'M 0 0 L 9 9'],
  ['M0 0A5 5 0 0 1 0 0', ''],
  ['M1 1 2 2M3 3 4 4', 'M 1 1 L 2 2 M 3 3 L 4 4'],
])('%s is %s', (data, expected) => {
  const { curves, error } = readPathData(data);
  expect(error).toBeNull();
  const wanted = readPathData(expected).curves;
  expect(curves).toHaveLength(wanted.length);
  curves.forEach((curve, c) => {
    for (let i = 0; i < 8; i++) expect(curve[i]).toBeCloseTo(wanted[c]![i]!, 12);
  });
});

test.each([
  ['M0 0 L10 10 L5', 1],
  ['M0 0 L10 10 X 3', 1],
  ['L10 10', 0],
  ['M0 0 10 0Z 5 5', 2],
  ['M0 0 L1e999 0', 0],
  ['M0 0 A5 5 0 2 1 9 9', 0],
])('%s is read up to its mistake', (data, count) => {
  const { curves, error } = readPathData(data);
  expect(curves).toHaveLength(count);
  expect(error).toMatch(/\w/);
});

test('arcs stay on their ellipse, end where they should and turn the way they are told', () => {
  const random = new Random(11);
  for (let round = 0; round < 200; round++) {
    const [cx, cy, rx, ry] = [
      50 * random.uniform(),
      50 * random.uniform(),
      5 + 40 * random.uniform(),
      5 + 40 * random.uniform(),
    ];
    const tilt = 360 * random.uniform();
    const from = 2 * Math.PI * random.uniform();
    const turn = (random.uniform() * 1.96 + 0.02) * Math.PI * (random.below(2) ? 1 : -1);
    const [cos, sin] = [Math.cos((tilt * Math.PI) / 180), Math.sin((tilt * Math.PI) / 180)];
    const on = (angle: number) => {
      const [x, y] = [rx * Math.cos(angle), ry * Math.sin(angle)];
      return [cx + cos * x - sin * y, cy + sin * x + cos * y] as const;
    };
    const [start, end, middle] = [on(from), on(from + turn), on(from + turn / 2)];
    // Flags run together with the numbers after them, as tight writers have it.
    const flags = `${Math.abs(turn) > Math.PI ? 1 : 0}${turn > 0 ? 1 : 0}`;
    const { curves, error } = readPathData(`M${start.join(' ')}A${rx} ${ry} ${tilt} ${flags}${end.join(' ')}`);
    expect(error).toBeNull();
    expect(curves.length).toBe(Math.ceil(Math.abs(turn) / (Math.PI / 2)));
    expect(curves.at(-1)!.slice(6)).toEqual([...end]);
    let nearest = Number.POSITIVE_INFINITY;
    for (const curve of curves)
      for (let t = 0; t <= 1; t += 0.02) {
        const [px, py] = pointAt(curve, t);
        const [dx, dy] = [px - cx, py - cy];
        const radius = Math.hypot((cos * dx + sin * dy) / rx, (cos * dy - sin * dx) / ry);
        expect(Math.abs(radius - 1)).toBeLessThan(3e-4);
        nearest = Math.min(nearest, Math.hypot(px - middle[0], py - middle[1]));
      }
    expect(nearest).toBeLessThan(2);
  }
});

test('an arc whose radii do not reach grows until it does: half a circle between its ends', () => {
  const { curves } = readPathData('M0 0A1 1 0 0 1 20 0');
  expect(curves).toHaveLength(2);
  expect(curves[0]![6]).toBeCloseTo(10, 9);
  expect(curves[0]![7]).toBeCloseTo(-10, 9);
});
