/** Weights in 16 and in 8 bits: float16 against IEEE 754's own examples and our reading of all 65 536 words. */

import { expect, test } from 'vitest';
import type { Graph } from '../../main/autodiff/graph.ts';
import { writeModel } from '../../main/autodiff/onnx.ts';
import { floatTensor, toFloat32 } from '../../main/autodiff/tensor.ts';
import { createSession, runSession } from '../../main/models/session.ts';
import { relativeDifference } from '../../models/probe.ts';
import { shortenWeights, toFloat16, toInt8 } from '../../models/short-weights.ts';

const halfOf = (value: number) => toFloat16(Float32Array.of(value), 'w')[0];

test.each([
  [1, 0x3c00],
  [-2, 0xc000],
  [0, 0x0000],
  [-0, 0x8000],
  [65504, 0x7bff],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [3 * 2 ** -25, 0x0002],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2 - 2 ** -20, 0x4000],
])('%d is the word %i (binary16; ties go to even)', (value, word) => {
  expect(halfOf(value)).toBe(word);
});

test('every finite word survives reading and writing', () => {
  const words = Uint16Array.from({ length: 65536 }, (_, word) => word).filter((word) => (word & 0x7c00) !== 0x7c00);
  const values = toFloat32({ type: 'float16', dims: [words.length], data: words });
  expect(Buffer.compare(Buffer.from(toFloat16(values, 'w').buffer), Buffer.from(words.buffer))).toBe(0);
});

test('what float16 cannot hold is refused by name', () => {
  expect(() => halfOf(65520)).toThrow('the weights "w" hold 65520, which float16 cannot; keep this model in float32');
  expect(() => halfOf(Number.NaN)).toThrow('NaN');
});

/** pixels -> Mul(large) -> Add(small) -> kept; pixels -> Mul(unread) -> dropped. */
function twoOutputs(): Graph {
  const node = (op: string, inputs: string[], output: string) => ({
    op,
    domain: '',
    name: output,
    inputs,
    outputs: [output],
    attributes: {},
  });
  const value = (name: string) => ({ name, type: 'float32' as const, dims: [1, 256] });
  const constant = (length: number) => floatTensor(new Float32Array(length).fill(0.5), [1, length]);
  return {
    opset: 17,
    domains: {},
    nodes: [
      node('Mul', ['pixels', 'large'], 'scaled'),
      node('Add', ['scaled', 'small'], 'kept'),
      node('Mul', ['pixels', 'unread'], 'dropped'),
    ],
    initializers: new Map([
      ['large', constant(256)],
      ['small', constant(1)],
      ['unread', constant(256)],
    ]),
    inputs: [value('pixels')],
    outputs: [value('dropped'), value('kept')],
  };
}

test('large weights are halved behind a Cast, small ones kept, and what no output needs is dropped', () => {
  const graph = shortenWeights(twoOutputs(), ['kept'], 'float16');
  expect(graph.nodes.map(({ op, outputs }) => [op, outputs[0]])).toEqual([
    ['Cast', 'large'],
    ['Mul', 'scaled'],
    ['Add', 'kept'],
  ]);
  expect([...graph.initializers].map(([name, { type }]) => [name, type])).toEqual([
    ['large:float16', 'float16'],
    ['small', 'float32'],
  ]);
  expect(graph.outputs.map(({ name }) => name)).toEqual(['kept']);
});

test('an output that the model lacks is named', () => {
  expect(() => shortenWeights(twoOutputs(), ['saliency'], 'float16')).toThrow('no output "saliency"');
});

test('each row counts a step of its own, to 127 to either side', () => {
  const { bytes, steps } = toInt8(Float32Array.of(1.27, -0.63, 0, 0, -254, 2), 3, 'w');
  expect([...bytes]).toEqual([127, -63, 0, 0, -127, 1]);
  expect([steps[0], steps[2]]).toEqual([Math.fround(0.01), 2]);
});

test('a stray weight is cut off where that serves the rest of its row', () => {
  // A thousand weights lie between the steps that the largest one would make; cut to less, it serves them all.
  const row = new Float32Array(1001).fill(0.496);
  row[1000] = 127;
  const { bytes, steps } = toInt8(row, 1, 'w');
  const error = (step: number, whole: (value: number) => number) =>
    row.reduce((sum, value) => sum + (value - step * whole(value)) ** 2, 0);
  expect(steps[0]).toBeLessThan(1);
  expect(error(steps[0]!, (value) => bytes[row.indexOf(value)]!)).toBeLessThan(error(1, Math.round));
});

test('weights that are not finite have no 8 bits', () => {
  expect(() => toInt8(Float32Array.of(1, Number.NaN), 1, 'w')).toThrow('the weights "w" are not all finite');
});

test('large weights in 8 bits are restored by a Cast and a Mul; a long bias stays as it is', async () => {
  const weights = new Float32Array(2 * 256).map((_, i) => Math.sin(i) * (i < 256 ? 1 : 50));
  const whole: Graph = {
    ...twoOutputs(),
    initializers: new Map([
      ['large', floatTensor(weights, [2, 256])],
      ['small', floatTensor(new Float32Array(256).fill(0.1), [256])],
      ['unread', floatTensor(weights, [2, 256])],
    ]),
    outputs: [{ name: 'kept', type: 'float32', dims: [2, 256] }],
  };
  const short = shortenWeights(whole, ['kept'], 'int8');
  expect([...short.initializers].map(([name, { type }]) => [name, type])).toEqual([
    ['large:int8', 'int8'],
    ['large:steps', 'float32'],
    ['small', 'float32'],
  ]);
  const [expected, actual] = await Promise.all([answer(whole), answer(short)]);
  expect(relativeDifference(actual, expected)).toBeLessThan(0.01);
  expect(actual).not.toEqual(expected);
});

async function answer(graph: Graph): Promise<Float32Array> {
  const session = await createSession(writeModel(graph), { threads: 1 });
  try {
    const { kept } = await runSession(session, { pixels: floatTensor(new Float32Array(256).fill(1), [1, 256]) });
    return kept!.data as Float32Array;
  } finally {
    await session.release();
  }
}
