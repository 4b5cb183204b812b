/** Rounding to float16 against IEEE 754's own examples and against our reading of all 65 536 words. */

import { expect, test } from 'vitest';
import type { Graph } from '../../main/autodiff/graph.ts';
import { floatTensor, toFloat32 } from '../../main/autodiff/tensor.ts';
import { halveWeights, toFloat16 } from '../../models/half-weights.ts';

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
  const graph = halveWeights(twoOutputs(), ['kept']);
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
  expect(() => halveWeights(twoOutputs(), ['saliency'])).toThrow('no output "saliency"');
});
