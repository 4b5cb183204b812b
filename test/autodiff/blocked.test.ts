/**
 * The reverse pass for CPUs that convolve in blocks of channels: the same gradient as everywhere, and no copies to and
 * fro on the way.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../main/autodiff/builder.ts';
import { differentiate } from '../../main/autodiff/differentiate.ts';
import { readModel, writeModel } from '../../main/autodiff/onnx.ts';
import type { Target } from '../../main/autodiff/rules/rule.ts';
import { count, floatTensor } from '../../main/autodiff/tensor.ts';
import { createSession, runSession } from '../../main/models/session.ts';
import { Random } from '../../main/sketch/random.ts';
import { relativeDifference } from '../../models/probe.ts';

const CHANNELS = 32;
const DIMS = [2, CHANNELS, 12, 12];

/** Residual blocks, a strided one among them, compared with a target in the middle and at the end. */
function network(target: Target, blocks: number): Uint8Array {
  const builder = new GraphBuilder();
  const random = new Random(1);
  const noise = (dims: number[], reach: number) =>
    builder.constant(
      Float32Array.from({ length: count(dims) }, () => reach * (2 * random.uniform() - 1)),
      dims,
    );
  const conv = (x: string, kernel: number) => {
    const inputs = builder.shape(x)[1]!;
    const pad = kernel >> 1;
    const weights = noise([CHANNELS, inputs, kernel, kernel], Math.sqrt(6 / (inputs * kernel * kernel)));
    return builder.op('Conv', [x, weights, noise([CHANNELS], 0.1)], { pads: [pad, pad, pad, pad] });
  };
  const pool = (x: string) => builder.op('AveragePool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
  const losses: string[] = [];
  let x = builder.op('Relu', [conv(builder.input('picture', DIMS), 3)]);
  for (let block = 0; block < blocks; block++) {
    const isStrided = block === blocks - 1;
    const narrow = builder.op('Relu', [conv(x, 3)]);
    const branch = conv(isStrided ? pool(narrow) : narrow, 1);
    const past = isStrided ? conv(pool(x), 1) : x;
    x = builder.op('Relu', [builder.op('Add', [branch, past])]);
    if (block === 1 || block === blocks - 1)
      losses.push(builder.mean(builder.op('Mul', [x, builder.op('Sub', [x, noise(builder.shape(x), 1)])])));
  }
  builder.output(differentiate(builder.graph, losses, 'picture', {}, target), 'gradient');
  return writeModel(builder.graph);
}

async function gradientFor(target: Target): Promise<Float32Array> {
  const random = new Random(2);
  const picture = Float32Array.from({ length: count(DIMS) }, () => random.uniform());
  const session = await createSession(network(target, 4), { threads: 1 });
  const { gradient } = await runSession(session, { picture: floatTensor(picture, DIMS) });
  await session.release();
  return gradient!.data as Float32Array;
}

test('the gradient is the same', async () => {
  const [plain, blocked] = [await gradientFor('cpu'), await gradientFor('x64')];
  expect(Math.hypot(...plain)).toBeGreaterThan(1e-3);
  expect(relativeDifference(blocked, plain)).toBeLessThan(1e-6);
});

/** How often ONNX Runtime copies a tensor into blocks or out of them. */
async function copies(target: Target, blocks: number): Promise<number> {
  const file = path.join(os.tmpdir(), `lineament-blocked-${process.pid}.onnx`);
  const session = await ort.InferenceSession.create(network(target, blocks), {
    optimizedModelFilePath: file,
    logSeverityLevel: 4,
  });
  await session.release();
  const { nodes } = readModel(new Uint8Array(fs.readFileSync(file)));
  fs.rmSync(file);
  return nodes.filter(({ op }) => op.startsWith('Reorder')).length;
}

test.runIf(process.arch === 'x64')(
  'on x64, it crosses into blocks and out of them where it begins and ends alone',
  async () => {
    const few = await copies('x64', 4);
    expect(await copies('x64', 8)).toBe(few);
    expect(await copies('cpu', 4)).toBeGreaterThan(2 * few);
  },
);
