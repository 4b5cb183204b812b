/**
 * The encoder of CLIP's ResNets' shape with random weights: it has that shape, and its gradient is right. The gradient is
 * that of a network an eighth as wide, with all of RN101's layers; `npm run bench -- clip` measures the whole one.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeModel } from '../../main/autodiff/onnx-write.ts';
import { type PartsOfFile, readEncoderParts } from '../../main/jobs/encoder-parts.ts';
import { openEncoder } from '../../main/models/onnx-encoder.ts';
import { directionalError } from '../../models/gradient-check.ts';
import { RN101, randomClipResNet } from '../../models/random-clip.ts';

const file = path.join(os.tmpdir(), `lineament-clip-${process.pid}.onnx`);
let found: PartsOfFile;
beforeAll(async () => {
  fs.writeFileSync(file, writeModel(randomClipResNet({ ...RN101, width: 8 })));
  found = await readEncoderParts(file, null);
});
afterAll(() => fs.rmSync(file));

test('parameters are as many as OpenAI’s RN101 has: 56 259 936', () => {
  const { nodes, initializers } = randomClipResNet(RN101);
  // A batch norm's mean and variance are measured, not learned.
  const measured = new Set(nodes.flatMap(({ op, inputs }) => (op === 'BatchNormalization' ? inputs.slice(3) : [])));
  let learned = 0;
  for (const [name, { type, data, dims }] of initializers)
    if (type === 'float32' && dims.length && !measured.has(name)) learned += data.length;
  expect(learned).toBe(56_259_936);
});

test('what the paper compares is found in it: the second and third stage, and the embedding', async () => {
  const { parts, side } = found;
  const encoder = await openEncoder(parts, { side, views: 1, objective: 'paper', threads: 1 });
  expect(side).toBe(224);
  expect(encoder.maps.map(({ channels, rows }) => [channels, rows])).toEqual([
    [64, 28],
    [128, 14],
  ]);
  const looks = await encoder.look(new Float32Array(3 * side * side).fill(0.5), 1);
  expect(looks.embedding[0]).toHaveLength(512);
  await encoder.close();
});

test('activations neither vanish nor grow', async () => {
  const { parts, side } = found;
  const encoder = await openEncoder(parts, { side, views: 1, objective: 'paper', threads: 1 });
  const { maps, embedding } = await encoder.look(
    Float32Array.from({ length: 3 * side * side }, (_, i) => ((i * 7919) % 256) / 255),
    1,
  );
  await encoder.close();
  for (const values of [...maps.map((map) => map[0]!), embedding[0]!]) {
    const size = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
    expect(size).toBeGreaterThan(0.2);
    expect(size).toBeLessThan(5);
  }
});

test('its gradient is that of central differences along random directions', async () => {
  const { parts, side } = found;
  const encoder = await openEncoder(parts, { side, views: 4, objective: 'paper' });
  const error = await directionalError(encoder, 3);
  await encoder.close();
  expect(error).toBeLessThan(0.01);
});
