/** A SAM-shaped pair made for tests, on a picture of two red squares on blue. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PointSegmenter } from '../../main/models/point-segmenter.ts';
import { SIDE, samDecoder, samEncoder } from './sam-stand-in.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-sam-'));
const files = { encoder: path.join(folder, 'encoder.onnx'), decoder: path.join(folder, 'decoder.onnx') };
const entry = {
  side: SIDE,
  title: 'The stand-in',
  normalisation: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
};
let segmenter: PointSegmenter;

beforeAll(async () => {
  fs.writeFileSync(files.encoder, samEncoder());
  fs.writeFileSync(files.decoder, samDecoder());
  segmenter = await PointSegmenter.open(files, entry);
});
afterAll(async () => {
  await segmenter.release();
  fs.rmSync(folder, { recursive: true });
});

/** 64 · 32: a red square from 4 to 20 and another from 44 to 60 across, both from 8 to 24 down. */
const [WIDTH, HEIGHT] = [64, 32];
const isRed = (x: number, y: number) => y >= 8 && y < 24 && ((x >= 4 && x < 20) || (x >= 44 && x < 60));
const planes = Float32Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => {
  const at = i % (WIDTH * HEIGHT);
  const red = isRed(at % WIDTH, Math.floor(at / WIDTH));
  return Math.floor(i / (WIDTH * HEIGHT)) === (red ? 0 : 2) ? 1 : 0;
});

test('a photo fills the square by its longer side', () => {
  expect(segmenter.sizeOf(4000, 2000)).toEqual([SIDE, SIDE / 2]);
  expect(segmenter.sizeOf(10, 2000)).toEqual([1, SIDE]);
});

test('points on and off an object find it, in the photo’s own shape', async () => {
  const seen = await segmenter.see(planes, WIDTH, HEIGHT);
  const on = { x: 12 / WIDTH, y: 16 / HEIGHT, on: true };
  const left = await segmenter.segment(seen, [on]);
  expect([left.width, left.height]).toEqual([16, 8]);
  expect(left.score).toBeCloseTo(0.9);
  const found = (odds: Float32Array) => [...odds.keys()].filter((i) => odds[i]! > 0);
  const cells = (from: number, to: number) =>
    [2, 3, 4, 5].flatMap((y) => Array.from({ length: to - from }, (_, x) => y * 16 + from + x));
  expect(found(left.odds)).toEqual(cells(1, 5));
  const both = await segmenter.segment(seen, [on, { x: 52 / WIDTH, y: 0.5, on: true }]);
  expect(found(both.odds).length).toBe(32);
  const without = await segmenter.segment(seen, [on, { ...on, on: false }]);
  expect(found(without.odds)).toEqual([]);
});

test('a file of another kind is named by what it lacks', async () => {
  fs.writeFileSync(path.join(folder, 'other.onnx'), samEncoder('features'));
  await expect(PointSegmenter.open({ ...files, encoder: path.join(folder, 'other.onnx') }, entry)).rejects.toThrow(
    'The stand-in cannot be used: expected a SAM encoder and decoder with a tensor "image_embeddings", and there is none',
  );
});
