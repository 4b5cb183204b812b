/**
 * The shipped encoder against the float32 export that it was packed from. `test/fixtures/built-in/*.f32` hold the
 * export's answers to the probe pictures, written by `pack-model` (models/pack.ts), so the tolerance is what storing
 * the weights as float16 may change.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { floatTensor } from '../../main/autodiff/tensor.ts';
import { readBuiltInEncoder } from '../../main/models/built-in.ts';
import { openEncoder } from '../../main/models/onnx-encoder.ts';
import { createSession, runSession } from '../../main/models/session.ts';
import { PROBE_COUNT, PROBE_SIDE, probePictures, relativeDifference } from '../../models/probe.ts';

const SHIPPED = path.resolve('models/encoder.onnx');
const FIGURES = path.resolve('test/fixtures/built-in');

/** float16 keeps 11 bits: a weight is off by at most 2^-11 = 4.9e-4 of itself, and errors of many partly cancel. */
const TOLERANCE = 1e-3;

function figures(output: string): Float32Array {
  return new Float32Array(new Uint8Array(fs.readFileSync(path.join(FIGURES, `${output}.f32`))).buffer);
}

test('the shipped file answers as the float32 export does', async () => {
  const session = await createSession(new Uint8Array(fs.readFileSync(SHIPPED)), { threads: 1 });
  const pixels = floatTensor(probePictures(), [PROBE_COUNT, 3, PROBE_SIDE, PROBE_SIDE]);
  const answers = await runSession(session, { pixels });
  await session.release();
  const dims = Object.fromEntries(Object.entries(answers).map(([name, tensor]) => [name, tensor.dims]));
  expect(dims).toEqual({
    detail: [PROBE_COUNT, 64, PROBE_SIDE / 8, PROBE_SIDE / 8],
    layout: [PROBE_COUNT, 96, PROBE_SIDE / 16, PROBE_SIDE / 16],
    embedding: [PROBE_COUNT, 128],
    saliency: [PROBE_COUNT, 1, PROBE_SIDE / 16, PROBE_SIDE / 16],
  });
  for (const [name, tensor] of Object.entries(answers)) {
    const difference = relativeDifference(tensor.data as Float32Array, figures(name));
    expect(difference, name).toBeLessThan(TOLERANCE);
  }
});

test('saliency of each picture sums to 1', () => {
  const saliency = figures('saliency');
  const places = saliency.length / PROBE_COUNT;
  for (let i = 0; i < PROBE_COUNT; i++) {
    const sum = saliency.subarray(i * places, (i + 1) * places).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 5);
  }
});

test('it is small, and its large weights are float16', async () => {
  expect(fs.statSync(SHIPPED).size).toBeLessThan(3e6);
  const { graph } = await readBuiltInEncoder();
  const large = [...graph.initializers.values()].filter((tensor) => tensor.data.length >= 256);
  expect(large.length).toBeGreaterThan(15);
  expect(new Set(large.map((tensor) => tensor.type))).toEqual(new Set(['float16']));
});

test('the encoder opens by its parts, and its maps have the sizes that its docstring gives', async () => {
  const encoder = await openEncoder(await readBuiltInEncoder(), {
    side: 64,
    views: 1,
    threads: 1,
    objective: 'direction',
  });
  const sizes = encoder.maps.map(({ name, channels, rows, columns }) => ({ name, channels, rows, columns }));
  const { saliency, embedding } = await encoder.look(probePictures(1, 64), 1);
  await encoder.close();
  expect(sizes).toEqual([
    { name: 'detail', channels: 64, rows: 8, columns: 8 },
    { name: 'layout', channels: 96, rows: 4, columns: 4 },
  ]);
  expect(saliency).toMatchObject({ rows: 4, columns: 4 });
  expect(embedding[0]).toHaveLength(128);
});

test('it is found from the build as from the source tree', async () => {
  const parts = await readBuiltInEncoder(path.resolve('out/main/chunks/any.js'));
  expect(parts.graph.initializers.size).toBeGreaterThan(0);
});

test('where it is missing, one sentence says what to do', async () => {
  const elsewhere = path.join(os.tmpdir(), 'nowhere', 'built-in.js');
  await expect(readBuiltInEncoder(elsewhere)).rejects.toThrow(
    /^the built-in encoder, .*is missing.*install it again\.$/,
  );
});
