/**
 * Every rule against differences of ONNX Runtime's own forward pass: fourth-order central differences, element by
 * element, of a randomly weighted sum of the operator's results.
 */

import { expect, test } from 'vitest';
import { toAttributes } from '../../main/autodiff/attributes.ts';
import { copyGraph, GraphBuilder } from '../../main/autodiff/builder.ts';
import { differentiate, prune } from '../../main/autodiff/differentiate.ts';
import type { Graph, StaticGraph, Tensor } from '../../main/autodiff/graph.ts';
import { writeModel } from '../../main/autodiff/onnx.ts';
import { RULES } from '../../main/autodiff/rules.ts';
import { specialise } from '../../main/autodiff/specialise.ts';
import { count, floatTensor } from '../../main/autodiff/tensor.ts';
import { createSession, evaluate, runSession } from '../../main/models/session.ts';
import { type Case, node } from './cases/case.ts';
import { CASES } from './cases.ts';

/** Half the distance of the outer differences; kinks are farther than twice this from every sample. */
const STEP = 0.03;

/** Park and Miller's generator: the same numbers at every run. */
function generator(seed: number): () => number {
  // The first draws of small seeds are small; far along they are not.
  let state = (seed * 1597334677) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function draw(item: Case, dims: readonly number[], random: () => number, argument = 0): Tensor {
  const total = count(dims);
  const sample = item.sample ?? ((u: number) => 2 * u - 1);
  return floatTensor(
    Array.from({ length: total }, (_, i) => sample(random(), i, total, argument)),
    dims,
  );
}

/** The case as a model with the one input 'x' in the place of argument `wrt`, the others constant. */
function modelOf(item: Case, wrt: number): { model: Graph; x: Tensor } {
  const random = generator(7 + wrt);
  const initializers = new Map<string, Tensor>();
  let x = floatTensor([0], []);
  const names = item.inputs.map((input, i) => {
    if (input === '') return '';
    const tensor = Array.isArray(input) ? draw(item, input, random, i) : input;
    if (i === wrt) {
      x = tensor;
      return 'x';
    }
    initializers.set(`constant_${i}`, tensor);
    return `constant_${i}`;
  });
  const outputs = Array.from({ length: item.outputs ?? 1 }, (_, i) => (i === 0 ? 'y' : `y${i}`));
  if (item.op === 'TopK') outputs.push('places');
  const nodes = item.nodes ?? [node(item.op, names, outputs, toAttributes(item.attributes ?? {}), item.domain ?? '')];
  const model: Graph = {
    opset: item.opset ?? 18,
    domains: { 'com.microsoft': 1 },
    nodes,
    initializers,
    inputs: [{ name: 'x', type: 'float32', dims: x.dims }],
    outputs: outputs
      .filter((name) => name !== 'places')
      .map((name) => ({ name, type: 'float32' as const, dims: [null] })),
  };
  return { model, x };
}

interface Gradients {
  ours: Float32Array;
  /** By the form of the rule for GPUs, run on the CPU. */
  oursOnGpu: Float32Array;
  differences: Float64Array;
}

async function gradientsOf(item: Case, wrt: number): Promise<Gradients> {
  const { model, x } = modelOf(item, wrt);
  const forward = await specialise(model, { name: 'x', dims: x.dims }, evaluate);
  const outputs = forward.outputs.map((output) => output.name);
  const random = generator(99);
  const weights = outputs.map((name) => draw({ op: '', inputs: [] }, forward.shapes.get(name)!, random));
  return {
    ours: await differentiated(forward, outputs, weights, x),
    oursOnGpu: await differentiated(forward, outputs, weights, x, 'gpu'),
    differences: await centralDifferences(forward, outputs, weights, x),
  };
}

async function differentiated(
  forward: StaticGraph,
  outputs: string[],
  weights: Tensor[],
  x: Tensor,
  target: 'cpu' | 'gpu' = 'cpu',
) {
  const graph = copyGraph(forward);
  const builder = new GraphBuilder(graph);
  const seeds = Object.fromEntries(outputs.map((name, i) => [name, builder.tensor(weights[i]!, 'seed')]));
  const gradient = differentiate(graph, outputs, 'x', seeds, target);
  expect(graph.shapes.get(gradient)).toEqual(x.dims);
  const session = await createSession(writeModel(prune(graph, [gradient])), { threads: 1 });
  return (await runSession(session, { x }))[gradient]!.data as Float32Array;
}

async function centralDifferences(forward: StaticGraph, outputs: string[], weights: Tensor[], x: Tensor) {
  const session = await createSession(writeModel(forward), { threads: 1 });
  const result = new Float64Array(x.data.length);
  const loss = async (element: number, offset: number): Promise<number> => {
    const data = (x.data as Float32Array).slice();
    data[element]! += offset;
    const values = await runSession(session, { x: floatTensor(data, x.dims) }, outputs);
    return outputs.reduce((sum, name, i) => {
      const [y, w] = [values[name]!.data as Float32Array, weights[i]!.data as Float32Array];
      return y.reduce((part, value, k) => part + value * w[k]!, sum);
    }, 0);
  };
  for (let i = 0; i < result.length; i++) {
    const near = (await loss(i, STEP)) - (await loss(i, -STEP));
    const far = (await loss(i, 2 * STEP)) - (await loss(i, -2 * STEP));
    result[i] = (8 * near - far) / (12 * STEP);
  }
  return result;
}

/** L2 length of the difference over the length of the expected, which must not be zero. */
function relativeError(actual: Float32Array, expected: Float64Array): number {
  let error = 0;
  let length = 0;
  expected.forEach((value, i) => {
    error += (actual[i]! - value) ** 2;
    length += value ** 2;
  });
  expect(length).toBeGreaterThan(0);
  return Math.sqrt(error / length);
}

for (const item of CASES) {
  const name = [item.domain, item.op].filter(Boolean).join('.') + (item.variant ? `, ${item.variant}` : '');
  for (const wrt of item.wrt ?? [0]) {
    test(`${name}, input ${wrt}`, async () => {
      const { ours, oursOnGpu, differences } = await gradientsOf(item, wrt);
      expect(relativeError(ours, differences)).toBeLessThanOrEqual(1e-3);
      expect(relativeError(oursOnGpu, differences)).toBeLessThanOrEqual(1e-3);
    });
  }
}

test('every row of the rule table has a case', () => {
  const tested = new Set(CASES.map((item) => item.op));
  expect(Object.keys(RULES).filter((op) => !tested.has(op))).toEqual([]);
});
