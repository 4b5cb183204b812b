/**
 * What a case of a rule is: a node, what goes in, and with respect to which of its inputs; and the samplers that draw
 * inputs. Kinks (of ReLU, maxima, roundings) are kept away from, because differences across them mean nothing.
 */

import type { PlainAttribute } from '../../../main/autodiff/attributes.ts';
import type { Graph, Node, Tensor } from '../../../main/autodiff/graph.ts';
import { intTensor } from '../../../main/autodiff/tensor.ts';

/** Draws a number from a uniform one in 0..1, its running index of `total`, and which argument it is for. */
export type Sampler = (uniform: number, index: number, total: number, argument: number) => number;

export interface Case {
  op: string;
  variant?: string;
  domain?: string;
  opset?: number;
  /** Shapes of float inputs, or constants; '' for one that is absent. */
  inputs: (number[] | Tensor | '')[];
  attributes?: Record<string, PlainAttribute>;
  outputs?: number;
  /** Inputs to differentiate with respect to; the first unless said. */
  wrt?: number[];
  sample?: Sampler;
  /** Nodes from 'x' to 'y' in place of the single one, for operators that have no gradient by themselves. */
  nodes?: Node[];
}

export const node = (
  op: string,
  inputs: string[],
  outputs: string[],
  attributes: Node['attributes'] = {},
  domain = '',
): Node => ({ op, domain, name: `${op}_${outputs[0]}`, inputs, outputs, attributes });

export const plain: Sampler = (u) => 2 * u - 1;
export const positive: Sampler = (u) => 0.4 + 1.6 * u;
export const inside: Sampler = (u) => 1.6 * u - 0.8;
/** Away from integers, halves and the other kinks of the usual functions, on both sides of each. */
export const AWAY = [-3.4, -2.7, -1.7, -0.8, -0.3, 0.3, 0.8, 1.3, 2.3, 2.7, 3.4];
export const stepped: Sampler = (u) => AWAY[Math.floor(u * AWAY.length)]!;
/** All distinct by at least 0.15, in mixed order, across arguments too: for maxima. */
export const distinct: Sampler = (_, index, total, argument) =>
  (((index * 7919) % total) - total / 2) * 0.5 + 0.1 + 0.15 * argument;

export const ints = (...values: number[]): Tensor => intTensor(values);
export const floats = (...values: number[]): Tensor => ({
  type: 'float32',
  dims: [values.length],
  data: Float32Array.from(values),
});
export const scalar = (value: number): Tensor => ({ type: 'float32', dims: [], data: Float32Array.of(value) });
export const int = (value: number): Tensor => intTensor([value], []);
export const bools = (dims: number[], ...values: number[]): Tensor => ({
  type: 'bool',
  dims,
  data: Uint8Array.from(values),
});
export const shaped = (tensor: Tensor, ...dims: number[]): Tensor => ({ ...tensor, dims });

/** One case an operator of one input. */
export const unary = (sample: Sampler, ...operators: string[]): Case[] =>
  operators.map((op) => ({ op, inputs: [[2, 5]], sample }));

export const picture = [2, 4, 5, 6];
export const float32 = { to: { kind: 'int' as const, value: 1 } };

/** y = x·f(x) with f constant near x: its slope is f, if f has no gradient of its own. */
export const stepOf = (op: string, sample: Sampler, extra: Node['attributes'] = {}): Case => ({
  op,
  inputs: [[2, 5]],
  sample,
  nodes: [node(op, ['x'], ['s'], extra), node('Cast', ['s'], ['f'], float32), node('Mul', ['x', 'f'], ['y'])],
});

export const one = { kind: 'int' as const, value: 1 };

/** A model as a file has it: a picture `x` of [batch, 3, 4, 4], and its nodes. */
export function modelOf(nodes: Node[], constants: Record<string, Tensor> = {}, outputs = ['y']): Graph {
  return {
    opset: 17,
    domains: {},
    nodes,
    initializers: new Map(Object.entries(constants)),
    inputs: [{ name: 'x', type: 'float32', dims: ['batch', 3, 4, 4] }],
    outputs: outputs.map((name) => ({ name, type: 'float32', dims: [null] })),
  };
}
