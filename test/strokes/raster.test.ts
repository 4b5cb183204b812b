import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Ink, overlap, paint, unpaint } from '../../main/strokes/ink.ts';
import { Coverage } from '../../main/strokes/raster.ts';

const SIDE = 64;
const IDENTITY = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
const AFFINE = Float64Array.of(0.9, -0.2, 8, 0.25, 1.1, -6, 0, 0, 1);
const PERSPECTIVE = Float64Array.of(1.1, 0.1, 2, -0.05, 0.95, 4, 0.002, -0.0015, 1);

/** mulberry32: numbers 0..1 from a seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Loss Σ weight·paper for strokes, and its gradients by the adjoint. */
function loss(points: ArrayLike<number>, radii: ArrayLike<number>, ink: Ink, view: Float64Array, weight: Float64Array) {
  const coverage = new Coverage(SIDE, SIDE);
  const paper = new Float64Array(SIDE * SIDE);
  coverage.cover(points, radii, view);
  paint(coverage, ink, paper);
  let value = 0;
  for (let i = 0; i < paper.length; i++) value += weight[i]! * paper[i]!;
  const byPoint = new Float64Array(points.length);
  const byRadius = new Float64Array(radii.length);
  const byOpacity = new Float64Array(radii.length);
  unpaint(coverage, ink, weight.slice(), byOpacity);
  coverage.pull(byPoint, byRadius);
  return { value, byPoint, byRadius, byOpacity };
}

/** |analytic − central difference| over the largest of the gradient, for every parameter. */
function errors(points: number[], radii: number[], view: Float64Array, seed: number): number[] {
  const next = random(seed);
  const ink = { value: radii.map(() => next() * 0.5), opacity: radii.map(() => 0.5 + next() * 0.5) };
  const weight = Float64Array.from({ length: SIDE * SIDE }, () => next() - 0.5);
  const exact = loss(points, radii, ink, view, weight);
  const largest = Math.max(...exact.byPoint.map(Math.abs), ...exact.byRadius.map(Math.abs));
  const h = 1e-6;
  const found: number[] = [];
  const check = (values: number[], gradient: Float64Array) => {
    for (let i = 0; i < values.length; i++) {
      const kept = values[i]!;
      values[i] = kept + h;
      const above = loss(points, radii, ink, view, weight).value;
      values[i] = kept - h;
      const below = loss(points, radii, ink, view, weight).value;
      values[i] = kept;
      found.push(Math.abs((above - below) / (2 * h) - gradient[i]!) / largest);
    }
  };
  check(points, exact.byPoint);
  check(radii, exact.byRadius);
  check(ink.opacity, exact.byOpacity);
  return found.sort((a, b) => a - b);
}

const median = (sorted: number[]) => sorted[sorted.length >> 1]!;

test.each([
  ['identity', IDENTITY],
  ['affine', AFFINE],
  ['perspective', PERSPECTIVE],
])('the gradient of random strokes is that of central differences (%s view)', (_name, view) => {
  const next = random(7);
  const all: number[] = [];
  for (let round = 0; round < 12; round++) {
    const points = Array.from({ length: 4 * 8 }, () => next() * SIDE);
    const radii = Array.from({ length: 4 }, () => 0.3 + next() * 2);
    all.push(...errors(points, radii, view, round));
  }
  all.sort((a, b) => a - b);
  expect(median(all)).toBeLessThanOrEqual(1e-7);
  expect(all.at(-1)).toBeLessThanOrEqual(1e-5);
});

test.each([
  ['straight, evenly spaced', [10, 12, 20, 22, 30, 32, 40, 42]],
  ['straight, horizontal', [10.3, 20.2, 22.1, 20.2, 30.9, 20.2, 50.4, 20.2]],
  ['first two points equal', [10, 12, 10, 12, 40, 20, 50, 50]],
  ['last two points equal', [10, 12, 30, 50, 50, 50, 50, 50]],
  ['both handles retracted', [10, 12, 10, 12, 50, 40, 50, 40]],
  ['a cusp', [10, 10, 50, 50, 10, 50, 50, 10]],
  ['a closed loop', [30, 30, 60, 5, 5, 5, 30.5, 30.25]],
  ['partly off the picture', [-20, 12, 30, 70, 50, -50, 90, 50]],
])('the gradient of a degenerate stroke: %s', (_name, points) => {
  for (const view of [IDENTITY, AFFINE, PERSPECTIVE]) {
    const found = errors(points, [1.5], view, 3);
    expect(median(found)).toBeLessThanOrEqual(1e-7);
    expect(found.at(-1)).toBeLessThanOrEqual(1e-5);
  }
});

test('no stroke is lost to a degenerate curve: a point is a dot of the area of a disc', () => {
  const coverage = new Coverage(SIDE, SIDE);
  const radius = 4;
  coverage.cover([20.5, 20.5, 20.5, 20.5, 20.5, 20.5, 20.5, 20.5], [radius], IDENTITY);
  let area = 0;
  for (let e = 0; e < coverage.entries; e++) area += coverage.coverage[e]!;
  expect(area / (Math.PI * radius * radius)).toBeCloseTo(1, 1);
  const gradient = new Float64Array(8);
  coverage.slope.fill(1);
  coverage.pull(gradient);
  expect(gradient.every(Number.isFinite)).toBe(true);
});

test('a straight stroke covers length × width plus its two round caps', () => {
  const coverage = new Coverage(SIDE, SIDE);
  coverage.cover([10, 30.2, 20, 30.2, 30, 30.2, 50, 30.2], [1.5], IDENTITY);
  let area = 0;
  for (let e = 0; e < coverage.entries; e++) area += coverage.coverage[e]!;
  expect(Math.abs(area / (40 * 3 + Math.PI * 1.5 * 1.5) - 1)).toBeLessThan(0.01);
});

test('moving a stroke by a pixel moves its picture by a pixel', () => {
  const points = [10, 12, 30, 5, 20, 40, 44, 30];
  const draw = (shift: number) => {
    const coverage = new Coverage(SIDE, SIDE);
    const paper = new Float64Array(SIDE * SIDE);
    coverage.cover(
      points.map((v, i) => v + (i % 2 ? 0 : shift)),
      [1.2],
      IDENTITY,
    );
    paint(coverage, { value: [0], opacity: [1] }, paper);
    return paper;
  };
  const [here, there] = [draw(0), draw(1)];
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x + 1 < SIDE; x++) expect(there[y * SIDE + x + 1]).toBeCloseTo(here[y * SIDE + x]!, 10);
});

test('overlap counts the square of what lies on top, and its gradient is that of central differences', () => {
  const points = [10, 12, 20, 22, 30, 32, 40, 42, 12, 40, 20, 30, 30, 20, 40, 10.5, 11, 14, 20, 24, 30, 33, 41, 45];
  const radii = [3, 3, 3];
  const coverage = new Coverage(SIDE, SIDE);
  const sum = new Float64Array(SIDE * SIDE);
  const penalty = (p: number[]) => {
    coverage.cover(p, radii, PERSPECTIVE);
    return overlap(coverage, 1, sum);
  };
  // The definition, written out over the whole picture.
  penalty(points);
  const total = new Float64Array(SIDE * SIDE);
  for (let e = 0; e < coverage.entries; e++) total[coverage.pixel[e]!]! += coverage.coverage[e]!;
  expect(penalty(points)).toBeCloseTo(
    total.reduce((a, v) => a + Math.max(0, v - 1) ** 2, 0),
    8,
  );
  const gradient = new Float64Array(points.length);
  coverage.pull(gradient);
  const largest = Math.max(...gradient.map(Math.abs));
  for (let i = 0; i < points.length; i++) {
    const moved = (d: number) => penalty(points.map((v, j) => (j === i ? v + d : v)));
    expect(Math.abs((moved(1e-6) - moved(-1e-6)) / 2e-6 - gradient[i]!) / largest).toBeLessThan(1e-5);
  }
});

test("the raster is librsvg's of the same strokes at 224 px: RMS at most 0.03, ink within 1 %", async () => {
  const next = random(11);
  const side = 224;
  const strokes = 16;
  const points = Array.from({ length: strokes }, () => {
    const x = 30 + next() * 160;
    const y = 30 + next() * 160;
    return [0, 0, 0, 0].flatMap(() => [x + (next() - 0.5) * 120, y + (next() - 0.5) * 120]);
  }).flat();
  const coverage = new Coverage(side, side);
  const paper = new Float64Array(side * side);
  coverage.cover(points, new Array(strokes).fill(1.5), IDENTITY);
  paint(coverage, { value: new Array(strokes).fill(0), opacity: new Array(strokes).fill(1) }, paper);
  const paths = Array.from({ length: strokes }, (_, s) => {
    const p = points.slice(8 * s, 8 * s + 8);
    return `<path d="M${p[0]} ${p[1]}C${p.slice(2).join(' ')}"/>`;
  }).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}"><rect width="100%" height="100%" fill="#fff"/><g fill="none" stroke="#000" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">${paths}</g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let squares = 0;
  let ours = 0;
  let theirs = 0;
  for (let i = 0; i < paper.length; i++) {
    const reference = data[i * info.channels]! / 255;
    squares += (reference - paper[i]!) ** 2;
    ours += 1 - paper[i]!;
    theirs += 1 - reference;
  }
  expect(Math.sqrt(squares / paper.length)).toBeLessThanOrEqual(0.03);
  expect(Math.abs(ours / theirs - 1)).toBeLessThanOrEqual(0.01);
});
