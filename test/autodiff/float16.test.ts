/**
 * Graphs in mixed precision: what is in halves and what is not, and that the gradient of whole encoders points where that
 * of float32 does. (The CPU provider computes halves in float32 and rounds between operators.)
 */

import { expect, test } from 'vitest';
import { GraphBuilder } from '../../main/autodiff/builder.ts';
import { toHalfGraph } from '../../main/autodiff/float16.ts';
import { writeModel } from '../../main/autodiff/onnx-write.ts';
import { floatTensor } from '../../main/autodiff/tensor.ts';
import { readEncoderParts } from '../../main/jobs/encoder-parts.ts';
import { readBuiltInEncoder } from '../../main/models/built-in.ts';
import { evaluate } from '../../main/models/session.ts';
import { halfCosine } from '../../models/gradient-check.ts';

test('products are in halves, sums over many are not, and what is published is float32', async () => {
  const builder = new GraphBuilder();
  const x = builder.input('x', [1, 400]);
  const weights = builder.constant(new Float32Array(400 * 3).fill(0.5), [400, 3]);
  const product = builder.op('MatMul', [x, weights]);
  const positive = builder.op('Relu', [builder.op('Add', [product, builder.scalar(1)])]);
  const total = builder.sum(builder.op('Mul', [positive, positive]));
  builder.output(total, 'total');
  const graph = toHalfGraph(builder.graph);
  const typeOf = (op: string) => graph.types.get(graph.nodes.find((node) => node.op === op)!.outputs[0]!);
  expect(['MatMul', 'Add', 'Relu', 'Mul'].map(typeOf)).toEqual(['float16', 'float16', 'float16', 'float16']);
  expect(typeOf('ReduceSum')).toBe('float32');
  expect(graph.outputs).toEqual([{ name: 'total', type: 'float32', dims: [] }]);
  expect([...graph.initializers.values()].every(({ type, dims }) => type === 'float16' || dims.length === 1)).toBe(
    true,
  );

  // Three squares of 201 are 121 203, more than float16 holds.
  const { total: value } = await evaluate(
    writeModel(graph),
    { x: floatTensor(new Float32Array(400).fill(1), [1, 400]) },
    ['total'],
  );
  expect(value!.data[0]).toBeGreaterThan(121_000);
  expect(value!.data[0]).toBeLessThan(121_400);
});

test.each([
  ['the built-in encoder', () => readBuiltInEncoder(), 96],
  ['a ResNet', async () => (await readEncoderParts('test/fixtures/resnet-clip-opset17.onnx', null)).parts, 64],
  ['a transformer', async () => (await readEncoderParts('test/fixtures/vit-clip-opset17.onnx', null)).parts, 64],
])('the gradient of %s points the same way, and is not the same', async (_, read, side) => {
  const cosine = await halfCosine(await read(), { side, views: 2 });
  expect(cosine).toBeGreaterThan(0.99);
  // Rounding is seen, so it was computed in halves.
  expect(1 - cosine).toBeGreaterThan(1e-8);
});
