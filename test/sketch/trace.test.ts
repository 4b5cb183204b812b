import { expect, test } from 'vitest';
import { findEdges } from '../../main/sketch/edges.ts';
import { Random } from '../../main/sketch/random.ts';
import { seedStrokes, strokeLength } from '../../main/sketch/seeds.ts';
import { fitCubic, type Walk, walkContour } from '../../main/sketch/trace.ts';
import { lengthOf, pointAt } from '../../main/strokes/bezier.ts';

const SIDE = 128;

/** A dark disc on white: [3·side·side]. */
function disc(radius: number): Float32Array {
  const rgb = new Float32Array(3 * SIDE * SIDE).fill(1);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const inside = radius + 0.5 - Math.hypot(x + 0.5 - SIDE / 2, y + 0.5 - SIDE / 2);
      for (let c = 0; c < 3; c++) rgb[(c * SIDE + y) * SIDE + x] = 1 - 0.8 * Math.min(1, Math.max(0, inside));
    }
  return rgb;
}

test('the edge of a disc: a ridge on its circle, running along it', () => {
  const { along, ridges } = findEdges(disc(40), SIDE, 1.6);
  for (let k = 0; k < 16; k++) {
    const angle = (k * Math.PI) / 8 + 0.1;
    const x = Math.floor(SIDE / 2 + 40 * Math.cos(angle));
    const y = Math.floor(SIDE / 2 + 40 * Math.sin(angle));
    expect(ridges[y * SIDE + x]).toBeGreaterThan(0.3);
    expect(Math.abs(Math.sin(along[y * SIDE + x]! - (angle + Math.PI / 2)))).toBeLessThan(0.1);
  }
  expect(ridges[(SIDE / 2) * SIDE + SIDE / 2]).toBe(0);
});

test('two colours of the same grey have an edge between them', () => {
  const rgb = new Float32Array(3 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const left = i % SIDE < SIDE / 2;
    // 0.299 R + 0.587 G + 0.114 B is 0.3 on both sides.
    rgb[i] = left ? 0.3 / 0.299 - 0.2 : 0;
    rgb[SIDE * SIDE + i] = left ? 0 : 0.3 / 0.587;
    rgb[2 * SIDE * SIDE + i] = left ? (0.2 * 0.299) / 0.114 : 0;
  }
  const { strength } = findEdges(rgb, SIDE, 1.6);
  expect(strength[64 * SIDE + 64]).toBeGreaterThan(10 * strength[64 * SIDE + 20]!);
});

test('a walk goes round a disc, on its circle, as far as it may', () => {
  const edges = findEdges(disc(40), SIDE, 1.6);
  const free = new Float32Array(SIDE * SIDE);
  const walk = walkContour(edges, free, SIDE / 2 + 40, SIDE / 2, { reach: 50, turn: Math.PI, floor: 0.01 });
  expect(walk.length).toBe(101);
  for (const [x, y] of walk) expect(Math.hypot(x - SIDE / 2, y - SIDE / 2)).toBeCloseTo(40, -0.5);
  const turned = walkContour(edges, free, SIDE / 2 + 40, SIDE / 2, { reach: 500, turn: Math.PI / 4, floor: 0.01 });
  // A quarter of a half turn each way: π/2 · 40 pixels.
  expect(Math.abs(turned.length - 63)).toBeLessThan(6);
});

test('a walk stops at a stroke that is there and where the edge fades', () => {
  const edges = findEdges(disc(40), SIDE, 1.6);
  const taken = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE / 2; y++) taken.fill(1, y * SIDE, (y + 1) * SIDE);
  const walk = walkContour(edges, taken, SIDE / 2 + 40, SIDE / 2 + 1, { reach: 500, turn: 9, floor: 0.01 });
  for (const [, y] of walk) expect(y).toBeGreaterThanOrEqual(SIDE / 2);
  expect(walkContour(edges, taken, SIDE / 2 + 40, SIDE / 2 + 1, { reach: 500, turn: 9, floor: 9 })).toHaveLength(1);
});

test('the fitted cubic lies on a quarter of a circle to a thousandth of its radius', () => {
  const walk: Walk = Array.from({ length: 60 }, (_, i) => {
    const angle = (i / 59) * (Math.PI / 2);
    return [100 * Math.cos(angle), 100 * Math.sin(angle)];
  });
  const cubic = fitCubic(walk);
  expect(cubic.slice(0, 2)).toEqual([100, 0]);
  for (let t = 0; t <= 1; t += 0.05) expect(Math.hypot(...pointAt(cubic, t))).toBeCloseTo(100, -0.7);
});

test('a cubic fitted to a straight line, or to one repeated point, is finite and straight', () => {
  const line = fitCubic(Array.from({ length: 20 }, (_, i): [number, number] => [i, 2 * i]));
  for (let t = 0; t <= 1; t += 0.1) expect(pointAt(line, t)[1]).toBeCloseTo(2 * pointAt(line, t)[0], 6);
  expect(
    fitCubic([
      [3, 4],
      [3, 4],
      [3, 4],
    ]).every(Number.isFinite),
  ).toBe(true);
});

test('seeds of a disc draw its circle, long strokes when few, and never twice', () => {
  const edges = findEdges(disc(40), SIDE, 1.6);
  const wanted = new Float32Array(SIDE * SIDE).fill(1);
  for (const count of [2, 4, 8]) {
    const strokes = seedStrokes(edges, { total: count, wanted, drawn: null, emphasis: null }, new Random(1));
    const lengths = strokes.map((p) => lengthOf(p));
    expect(lengths[0]).toBeLessThanOrEqual(strokeLength(count) * 1.1);
    // Together no more than the circle's own length and what joins at the ends.
    expect(lengths.reduce((a, b) => a + b, 0)).toBeLessThan(((2 * Math.PI * 40) / SIDE) * 1.15);
    for (const p of strokes.slice(0, 2))
      for (let t = 0; t <= 1; t += 0.25) {
        const [x, y] = pointAt(p, t);
        expect(Math.abs(Math.hypot(x - 0.5, y - 0.5) * SIDE - 40)).toBeLessThan(3);
      }
  }
});

test('where more detail is wanted, contours lie closer together', () => {
  const stripes = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (Math.floor((i % SIDE) / 10) % 2 ? 1 : 0));
  const edges = findEdges(stripes, SIDE, 1.6);
  const right = Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % SIDE >= SIDE / 2 ? 1 : 0));
  const plan = { total: 24, wanted: new Float32Array(SIDE * SIDE).fill(1), drawn: null };
  const onTheRight = (emphasis: Float32Array | null) =>
    seedStrokes(edges, { ...plan, emphasis }, new Random(1)).filter((p) => pointAt(p, 0.5)[0] > 0.5).length;
  expect(onTheRight(null)).toBeLessThanOrEqual(14);
  expect(onTheRight(right)).toBeGreaterThanOrEqual(17);
});

test('where nothing is wanted nothing is drawn', () => {
  const edges = findEdges(disc(40), SIDE, 1.6);
  const plan = { total: 4, wanted: new Float32Array(SIDE * SIDE), drawn: null, emphasis: null };
  expect(seedStrokes(edges, plan, new Random(1))).toEqual([]);
});

test('the same seed draws the same numbers, another seed others, and they are even', () => {
  const draw = (seed: number, stream = 0) => {
    const random = new Random(seed, stream);
    return Array.from({ length: 4096 }, () => random.uniform());
  };
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toEqual(draw(4));
  expect(draw(3)).not.toEqual(draw(3, 1));
  const values = draw(5);
  // Mean of 4096 uniform numbers: standard deviation 0.0045.
  expect(Math.abs(values.reduce((a, b) => a + b, 0) / 4096 - 0.5)).toBeLessThan(0.02);
  const random = new Random(9);
  const hits = [0, 0, 0];
  for (let i = 0; i < 6000; i++) hits[random.weighted([1, 0, 2])]!++;
  expect(hits[1]).toBe(0);
  expect(hits[2]! / hits[0]!).toBeCloseTo(2, 0);
  expect(random.weighted([0, 0])).toBe(-1);
});
