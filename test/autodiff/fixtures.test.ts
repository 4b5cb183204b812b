/**
 * Twelve encoders, differentiated by us, against gradients that PyTorch computed in float64 (test/fixtures, made
 * elsewhere; `fixtures.json` says how). The loss is CLIPasso's own.
 */

import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { copyGraph, GraphBuilder } from '../../main/autodiff/builder.ts';
import { differentiate, prune } from '../../main/autodiff/differentiate.ts';
import type { StaticGraph, Tensor } from '../../main/autodiff/graph.ts';
import { readModel, writeModel } from '../../main/autodiff/onnx.ts';
import { simplify } from '../../main/autodiff/simplify.ts';
import { specialise } from '../../main/autodiff/specialise.ts';
import { floatTensor } from '../../main/autodiff/tensor.ts';
import { createSession, evaluate, runSession } from '../../main/models/session.ts';
import { appendPaperObjective } from '../../main/sketch/paper-objective.ts';

interface Fixture {
  onnx: string;
  batch: number;
  size: number;
  loss_value_float64: number;
  float16?: boolean;
  published_outputs?: string[];
  feature_a?: string[];
  feature_b?: string[];
}

/** Interior tensors of the two files that publish the embedding alone: found by comparing with feature_*.f32. */
const INTERIOR: Record<string, [string, string]> = {
  'resnet-clip-opset11': ['/n/stages.1/stages.1.1/Relu_2_output_0', '/n/stages.2/stages.2.0/Relu_2_output_0'],
  'vit-clip-opset11': ['/n/blocks.0/Add_1_output_0', '/n/blocks.1/Add_1_output_0'],
};

const folders = ['test/fixtures', 'test/fixtures/wild'];
const fixtures = folders.flatMap((folder) => {
  const table = JSON.parse(fs.readFileSync(path.join(folder, 'fixtures.json'), 'utf8')) as Record<string, Fixture>;
  return Object.entries(table).map(([name, fixture]) => ({ name, folder, fixture }));
});

function readFloats(file: string, dims: number[]): Tensor {
  const bytes = fs.readFileSync(file);
  return floatTensor(new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)), dims);
}

async function loadEncoder(folder: string, fixture: Fixture, keep: string[]): Promise<StaticGraph> {
  const bytes = new Uint8Array(fs.readFileSync(path.join(folder, fixture.onnx)));
  const model = readModel(bytes, (location) => new Uint8Array(fs.readFileSync(path.join(folder, location))));
  const name = model.inputs[0]!.name;
  const dims = [fixture.batch, 3, fixture.size, fixture.size];
  return simplify(await specialise(model, { name, dims }, evaluate, keep), keep);
}

/** L2 length of the difference over the length of the expected. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  let difference = 0;
  let length = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    length += expected[i]! ** 2;
  }
  return Math.sqrt(difference / length);
}

test('all twelve encoders are there', () => {
  expect(fixtures).toHaveLength(12);
});

for (const { name, folder, fixture } of fixtures) {
  test(`input gradient of ${name}`, async () => {
    const stages = INTERIOR[name] ?? [fixture.feature_a?.[0] ?? 'feature_a', fixture.feature_b?.[0] ?? 'feature_b'];
    const forward = await loadEncoder(folder, fixture, stages);
    const embedding = forward.outputs.find((output) => output.dims.length === 2)!.name;
    const input = forward.inputs[0]!.name;
    const dims = forward.shapes.get(input)!;
    const file = (kind: string) => path.join(folder, `${name}.${kind}.f32`);

    const plain = await createSession(writeModel(prune(forward, [...stages, embedding])), { threads: 2 });
    const target = await runSession(plain, { [input]: readFloats(file('target'), dims) });

    const graph = copyGraph(forward);
    const { loss, targets } = appendPaperObjective(new GraphBuilder(graph), { stages, embedding });
    const gradient = differentiate(graph, [loss], input);
    const session = await createSession(writeModel(prune(graph, [loss, gradient])), { threads: 2 });
    const feeds = Object.fromEntries(targets.map(({ tensor, input: name }) => [name, target[tensor]!]));
    const result = await runSession(session, { ...feeds, [input]: readFloats(file('pixels'), dims) });

    const expected = readFloats(file('gradient'), dims).data as Float32Array;
    const error = relativeError(result[gradient]!.data as Float32Array, expected);
    const lossError = Math.abs(Number(result[loss]!.data[0]) / fixture.loss_value_float64 - 1);
    console.log(name, error, lossError)
    expect(error).toBeLessThanOrEqual(fixture.float16 ? 2e-2 : 1e-4);
    expect(lossError).toBeLessThanOrEqual(fixture.float16 ? 2e-2 : 1e-5);
  });
}
