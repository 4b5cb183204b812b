/**
 * The shipped depth network against the float32 export that it was packed from. `test/fixtures/depth/depth.f32` holds
 * the export's answers to the probe pictures, written by `pack-model` (models/pack.ts).
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readModel } from '../../main/autodiff/onnx.ts';
import { modelNearness, nearness } from '../../main/models/depth-network.ts';
import { PROBE_COUNT, PROBE_SIDE, probePictures, relativeDifference } from '../../models/probe.ts';
import { DEPTH_ENTRY, DEPTH_MODEL } from './depth-stand-in.ts';

const SHIPPED = path.resolve('models/depth.onnx');
const FIGURES = path.resolve('test/fixtures/depth/depth.f32');

/** What pack.ts allows: float16 keeps 11 bits, and errors of many weights partly cancel. */
const TOLERANCE = 1e-3;

test('the shipped file answers as the float32 export does', async () => {
  const expected = new Float32Array(new Uint8Array(fs.readFileSync(FIGURES)).buffer);
  const size = 3 * PROBE_SIDE * PROBE_SIDE;
  const answer = new Float32Array(expected.length);
  for (let i = 0; i < PROBE_COUNT; i++) {
    const picture = probePictures().slice(i * size, (i + 1) * size);
    answer.set(await nearness(picture, PROBE_SIDE, PROBE_SIDE), (i * size) / 12);
  }
  expect(relativeDifference(answer, expected)).toBeLessThan(TOLERANCE);
});

test('it takes pictures that are not square, and answers at half their size', async () => {
  const said = await nearness(new Float32Array(2 * 3 * 80 * 48).fill(0.5), 80, 48);
  expect(said).toHaveLength(2 * 40 * 24);
  expect(said.every(Number.isFinite)).toBe(true);
});

test('it is small, and its large weights are float16', () => {
  expect(fs.statSync(SHIPPED).size).toBeLessThan(3e6);
  const graph = readModel(new Uint8Array(fs.readFileSync(SHIPPED)));
  const large = [...graph.initializers.values()].filter((tensor) => tensor.data.length >= 256);
  expect(large.length).toBeGreaterThan(15);
  expect(new Set(large.map((tensor) => tensor.type))).toEqual(new Set(['float16']));
});

test('where it is missing, one sentence says what to do', async () => {
  const elsewhere = path.join(os.tmpdir(), 'nowhere', 'depth-network.js');
  await expect(nearness(new Float32Array(3 * 16 * 16), 16, 16, elsewhere)).rejects.toThrow(
    /^the depth network, .*is missing.*install it again\.$/,
  );
});

test('a catalogue model sees pixels normalised as its entry says', async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-model-')), 'depth.onnx');
  fs.writeFileSync(file, DEPTH_MODEL);
  const { mean, std } = DEPTH_ENTRY.normalisation;
  // Each channel at one deviation above its mean: the stand-in's mean of channels is then 1.
  const pixels = Float32Array.from(
    { length: 3 * 28 * 14 },
    (_, i) => mean[Math.floor(i / 392)]! + std[Math.floor(i / 392)]!,
  );
  const said = await modelNearness(DEPTH_ENTRY, file, pixels, 28, 14);
  fs.rmSync(path.dirname(file), { recursive: true });
  expect(said).toHaveLength(28 * 14);
  for (const value of said) expect(value).toBeCloseTo(1, 4);
});
