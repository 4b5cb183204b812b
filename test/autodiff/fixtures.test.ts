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
import { appendPaperObjective } from '../../main/models/paper-objective.ts';
import { createSession, evaluate, runSession } from '../../main/models/session.ts';
import { relativeDifference } from '../../models/probe.ts';

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

test('all twelve encoders are there', () => {
  expect(fixtures).toHaveLength(12);
});

/**
 * The recorded numbers of this one are not this file's: ONNX Runtime's own embedding of its pixels is 0.91 away (the
 * recording was made with batch norm in training mode, the file holds its running statistics). Its gradient is held
 * against differences of its own loss instead.
 */
const UNFAITHFUL = 'resnet-clip-opset11';

async function gradientOf(name: string, folder: string, fixture: Fixture) {
  const stages = INTERIOR[name] ?? [fixture.feature_a?.[0] ?? 'feature_a', fixture.feature_b?.[0] ?? 'feature_b'];
  const forward = await loadEncoder(folder, fixture, stages);
  const embedding = forward.outputs.find((output) => output.dims.length === 2)!.name;
  const input = forward.inputs[0]!.name;
  const dims = forward.shapes.get(input)!;
  const read = (kind: string) => readFloats(path.join(folder, `${name}.${kind}.f32`), dims);

  const plain = await createSession(writeModel(prune(forward, [...stages, embedding])), { threads: 2 });
  const target = await runSession(plain, { [input]: read('target') });

  const graph = copyGraph(forward);
  const { loss, targets } = appendPaperObjective(new GraphBuilder(graph), { stages, embedding });
  const gradient = differentiate(graph, [loss], input);
  const session = await createSession(writeModel(prune(graph, [loss, gradient])), { threads: 2 });
  const feeds = Object.fromEntries(targets.map((wanted) => [wanted.input, target[wanted.tensor]!]));
  const run = async (pixels: Tensor) => {
    const result = await runSession(session, { ...feeds, [input]: pixels });
    return { loss: Number(result[loss]!.data[0]), gradient: result[gradient]!.data as Float32Array };
  };
  return { run, read, plain, embedding, input };
}

for (const { name, folder, fixture } of fixtures.filter((candidate) => candidate.name !== UNFAITHFUL)) {
  test(`input gradient of ${name}`, async () => {
    const { run, read } = await gradientOf(name, folder, fixture);
    const result = await run(read('pixels'));
    const error = relativeDifference(result.gradient, read('gradient').data as Float32Array);
    const lossError = Math.abs(result.loss / fixture.loss_value_float64 - 1);
    expect(error).toBeLessThanOrEqual(fixture.float16 ? 2e-2 : 1e-4);
    expect(lossError).toBeLessThanOrEqual(fixture.float16 ? 2e-2 : 1e-5);
  });
}

test(`input gradient of ${UNFAITHFUL}, whose recording is not of this file`, async () => {
  const { folder, fixture } = fixtures.find((candidate) => candidate.name === UNFAITHFUL)!;
  const { run, read, plain, embedding, input } = await gradientOf(UNFAITHFUL, folder, fixture);
  const own = (await runSession(plain, { [input]: read('pixels') }, [embedding]))[embedding]!;
  const recorded = readFloats(path.join(folder, `${UNFAITHFUL}.embedding.f32`), own.dims);
  expect(relativeDifference(own.data as Float32Array, recorded.data as Float32Array)).toBeGreaterThan(0.5);

  const pixels = read('pixels');
  const { gradient } = await run(pixels);
  const length = Math.hypot(...gradient);
  const step = 0.5;
  const moved = (sign: number) =>
    floatTensor(
      (pixels.data as Float32Array).map((value, i) => value + (sign * step * gradient[i]!) / length),
      pixels.dims,
    );
  const difference = ((await run(moved(1))).loss - (await run(moved(-1))).loss) / (2 * step);
  expect(Math.abs(difference / length - 1)).toBeLessThan(1e-2);
});
