import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBuiltInEncoder } from '../../main/models/built-in.ts';
import type { Encoder } from '../../main/models/encoder.ts';
import { openEncoder } from '../../main/models/onnx-encoder.ts';
import { Draft } from '../../main/sketch/draft.ts';
import { Easel } from '../../main/sketch/easel.ts';
import { emphasisInFrame, fineness } from '../../main/sketch/emphasis.ts';
import { DEFAULT_PLAN, DEFAULT_WIDTH } from '../../main/sketch/plan.ts';
import { lookOut, openScene, type Scene, TRACE_SIDE, wantedIn, weigh } from '../../main/sketch/scene.ts';

/** A photo of 80 × 60 with a dark square in it. */
const [width, height] = [80, 60];
const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
  const x = Math.floor(i / 3) % width;
  const y = Math.floor(i / 3 / width);
  return x > 20 && x < 60 && y > 10 && y < 50 ? 40 : 220;
});
const mask = Uint8Array.from({ length: width * height }, (_, i) => (rgb[3 * i] === 40 ? 255 : 0));
const outlook = lookOut({ width, height, rgb, mask });
const WEIGHTS = { maps: [1.5, 0.5], embedding: 0.4 };

let encoder: Encoder;
let scene: Scene;
beforeAll(async () => {
  encoder = await openEncoder(await readBuiltInEncoder(), { side: 128, views: 2, threads: 1, objective: 'direction' });
  scene = await openScene(outlook, encoder, WEIGHTS, 0, { bank: 2 });
});
afterAll(() => encoder.close());

/** The frame's left half. */
const left = Float32Array.from({ length: TRACE_SIDE ** 2 }, (_, i) => (i % TRACE_SIDE < TRACE_SIDE / 2 ? 1 : 0));
const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
/** The share of a square map's weight in its left half. */
const leftShare = (places: Float32Array) => {
  const side = Math.sqrt(places.length);
  return sum(places.filter((_, i) => i % side < side / 2)) / sum(places);
};

test('a map of the photo lies in the frame where it lies in the photo, and is dark beyond it', () => {
  const map = Uint8Array.from({ length: width * height }, (_, i) => (i % width < 10 ? 255 : 0));
  const found = emphasisInFrame(map, width, height, { left: -20, top: -30, side: 120 }, 12)!;
  // Ten photo pixels are one of the frame's: columns 2 is bright, from row 3 to row 8.
  found.forEach((value, i) => {
    const [column, row] = [i % 12, Math.floor(i / 12)];
    expect(value).toBeCloseTo(column === 2 && row >= 3 && row < 9 ? 1 : 0, 6);
  });
  expect(emphasisInFrame(new Uint8Array(map.length), width, height, { left: 0, top: 0, side: 80 }, 12)).toBeNull();
});

test('emphasised places count more, while each term counts as much as before', async () => {
  const [before] = scene.references;
  await weigh(scene, WEIGHTS, left);
  const [after] = scene.references;
  after!.places.forEach((places, m) => {
    expect(sum(places)).toBeCloseTo(WEIGHTS.maps[m]!, 4);
    expect(leftShare(before!.places[m]!)).toBeCloseTo(0.5, 2);
    expect(leftShare(places)).toBeGreaterThan(0.85);
  });
  expect(leftShare(wantedIn(scene))).toBeGreaterThan(0.95);
});

test('a line is begun finer the more of it lies where detail is wanted', () => {
  expect(fineness(null, [0.1, 0.5, 0.2, 0.5, 0.3, 0.5, 0.4, 0.5])).toBe(1);
  const [inside, half, outside] = [0, 0.25, 0.5].map((x) =>
    fineness(left, [x, 0.5, x, 0.6, x + 0.3, 0.7, x + 0.3, 0.8]),
  );
  expect(inside).toBeCloseTo(0.65, 6);
  expect(half).toBeCloseTo(Math.sqrt(0.65), 6);
  expect(outside).toBe(1);
});

test('a draft begins finer lines there, whose widths its lines have', async () => {
  await weigh(scene, WEIGHTS, left);
  const plan = { ...DEFAULT_PLAN, stages: [6], steps: 1, width: DEFAULT_WIDTH };
  const draft = new Draft(scene, new Easel(128, 2, plan.width), plan, 0);
  await draft.beginStage();
  await weigh(scene, WEIGHTS, null);
  const { points, own } = draft.lines();
  const inside = [0, 1, 2, 3, 4, 5].filter((s) => [0, 2, 4, 6].every((c) => points[8 * s + c]! < 0.5));
  expect(inside.length).toBeGreaterThan(2);
  for (const s of inside) expect(own!.get(s)).toBeCloseTo(0.65 * DEFAULT_WIDTH, 6);
});

test('close views are there only as long as there is an emphasis, and look at what is emphasised', async () => {
  await weigh(scene, WEIGHTS, left);
  expect(scene.close).toBeGreaterThan(0);
  expect(scene.views).toHaveLength(3 + scene.close);
  expect(scene.references).toHaveLength(scene.views.length);
  for (const view of scene.views.slice(3)) {
    const [scale, , shift] = view as unknown as [number, number, number];
    expect(scale).toBeGreaterThan(1.5 * encoder.side);
    // What it sees begins in the left half, and lies inside the frame.
    expect(-shift / scale).toBeGreaterThanOrEqual(0);
    expect(-shift / scale).toBeLessThan(0.5);
    expect((encoder.side - shift) / scale).toBeLessThanOrEqual(1 + 1e-9);
  }
  await weigh(scene, WEIGHTS, null);
  const fresh = await openScene(outlook, encoder, WEIGHTS, 0, { bank: 2 });
  expect(scene.views).toEqual(fresh.views);
  expect(scene.references).toEqual(fresh.references);
  expect(wantedIn(scene)).toEqual(fresh.saliency);
});

test('a map that is bright all over changes no place', async () => {
  const before = scene.references[0]!;
  await weigh(scene, WEIGHTS, new Float32Array(TRACE_SIDE ** 2).fill(1));
  scene.references[0]!.places.forEach((places, m) => {
    places.forEach((value, p) => {
      expect(value).toBeCloseTo(before.places[m]![p]!, 6);
    });
  });
  await weigh(scene, WEIGHTS, null);
});
