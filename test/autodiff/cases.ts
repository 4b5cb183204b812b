/**
 * One or more cases for every row of the rule table: a node, what goes in, and with respect to which of its inputs.
 * Kinks (of ReLU, maxima, roundings) are kept away from by the sampler, because differences across them mean nothing.
 */

import type { PlainAttribute } from '../../main/autodiff/attributes.ts';
import type { Node, Tensor } from '../../main/autodiff/graph.ts';
import { intTensor } from '../../main/autodiff/tensor.ts';

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

const plain: Sampler = (u) => 2 * u - 1;
const positive: Sampler = (u) => 0.4 + 1.6 * u;
const inside: Sampler = (u) => 1.6 * u - 0.8;
/** Away from integers, halves and the other kinks of the usual functions, on both sides of each. */
const AWAY = [-3.4, -2.7, -1.7, -0.8, -0.3, 0.3, 0.8, 1.3, 2.3, 2.7, 3.4];
const stepped: Sampler = (u) => AWAY[Math.floor(u * AWAY.length)]!;
/** All distinct by at least 0.15, in mixed order, across arguments too: for maxima. */
const distinct: Sampler = (_, index, total, argument) =>
  (((index * 7919) % total) - total / 2) * 0.5 + 0.1 + 0.15 * argument;

const ints = (...values: number[]): Tensor => intTensor(values);
const floats = (...values: number[]): Tensor => ({
  type: 'float32',
  dims: [values.length],
  data: Float32Array.from(values),
});
const scalar = (value: number): Tensor => ({ type: 'float32', dims: [], data: Float32Array.of(value) });
const int = (value: number): Tensor => intTensor([value], []);
const bools = (dims: number[], ...values: number[]): Tensor => ({ type: 'bool', dims, data: Uint8Array.from(values) });
const shaped = (tensor: Tensor, ...dims: number[]): Tensor => ({ ...tensor, dims });

const unary = (sample: Sampler, ...operators: string[]): Case[] =>
  operators.map((op) => ({ op, inputs: [[2, 5]], sample }));

const picture = [2, 4, 5, 6];
const float32 = { to: { kind: 'int' as const, value: 1 } };

/** y = x·f(x) with f constant near x: its slope is f, if f has no gradient of its own. */
const stepOf = (op: string, sample: Sampler, extra: Node['attributes'] = {}): Case => ({
  op,
  inputs: [[2, 5]],
  sample,
  nodes: [node(op, ['x'], ['s'], extra), node('Cast', ['s'], ['f'], float32), node('Mul', ['x', 'f'], ['y'])],
});

const one = { kind: 'int' as const, value: 1 };

const ELEMENTWISE: Case[] = [
  ...unary(stepped, 'Abs', 'Neg', 'LeakyRelu', 'Relu', 'Elu', 'Celu', 'Selu', 'HardSwish', 'HardSigmoid'),
  ...unary(plain, 'Sin', 'Cos', 'Tan', 'Sinh', 'Cosh', 'Asinh', 'Atan', 'Tanh', 'Erf', 'Exp', 'Sigmoid', 'Softplus'),
  ...unary(stepped, 'Softsign', 'ThresholdedRelu'),
  ...unary(inside, 'Asin', 'Acos', 'Atanh'),
  ...unary(positive, 'Log', 'Sqrt', 'Reciprocal'),
  ...unary((u) => 1.4 + u, 'Acosh'),
  ...unary(plain, 'Mish', 'Softmax', 'LogSoftmax', 'Identity', 'Dropout'),
  stepOf('Ceil', stepped),
  stepOf('Floor', stepped),
  stepOf('Round', stepped),
  stepOf('Sign', stepped),
  stepOf('Hardmax', distinct),
  {
    op: 'Add',
    inputs: [
      [2, 3, 4],
      [3, 1],
    ],
    wrt: [0, 1],
  },
  {
    op: 'Sub',
    inputs: [
      [3, 1],
      [2, 3, 4],
    ],
    wrt: [0, 1],
  },
  { op: 'Mul', inputs: [[2, 3, 4], [4]], wrt: [0, 1] },
  { op: 'Mul', variant: 'square', inputs: [[2, 3]], nodes: [node('Mul', ['x', 'x'], ['y'])] },
  {
    op: 'Div',
    inputs: [
      [2, 3],
      [2, 1],
    ],
    wrt: [0, 1],
    sample: positive,
  },
  {
    op: 'Pow',
    inputs: [
      [2, 3],
      [2, 3],
    ],
    wrt: [0, 1],
    sample: positive,
  },
  ...[2, 3, 0.5, -1, 1].map(
    (exponent): Case => ({
      op: 'Pow',
      variant: `exponent ${exponent}`,
      inputs: [[2, 3], scalar(exponent)],
      sample: positive,
    }),
  ),
  { op: 'Min', inputs: [[2, 3], [3], [2, 1]], wrt: [0, 1, 2], sample: distinct },
  {
    op: 'Max',
    inputs: [[4, 5], [5]],
    wrt: [0, 1],
    sample: (u, _, __, argument) => AWAY[Math.floor(u * AWAY.length)]! + 0.13 * argument,
  },
  { op: 'Clip', inputs: [[3, 4], scalar(-1), scalar(1.5)], sample: stepped },
  { op: 'Clip', variant: 'one bound', inputs: [[3, 4], '', scalar(0.2)], sample: stepped },
  { op: 'Where', inputs: [bools([2, 3], 1, 0, 1, 0, 0, 1), [2, 3], [3]], wrt: [1, 2] },
  { op: 'Sum', inputs: [[2, 3], [3], [2, 1]], wrt: [0, 1, 2] },
  {
    op: 'Mean',
    inputs: [
      [2, 3],
      [2, 3],
    ],
    wrt: [0, 1],
  },
  { op: 'Mod', inputs: [[2, 3], floats(1.1, 1.5, 2)], attributes: { fmod: 1 }, sample: stepped },
  {
    op: 'PRelu',
    inputs: [
      [2, 3, 4],
      [3, 1],
    ],
    wrt: [0, 1],
    sample: stepped,
  },
  { op: 'Gelu', inputs: [[2, 5]], opset: 20 },
  { op: 'Gelu', variant: 'tanh', inputs: [[2, 5]], attributes: { approximate: 'tanh' }, opset: 20 },
  { op: 'Gelu', variant: 'com.microsoft', domain: 'com.microsoft', inputs: [[2, 5]] },
  { op: 'BiasGelu', domain: 'com.microsoft', inputs: [[2, 5], [5]], wrt: [0, 1] },
  { op: 'FastGelu', domain: 'com.microsoft', inputs: [[2, 5], [5]], wrt: [0, 1] },
  { op: 'QuickGelu', domain: 'com.microsoft', inputs: [[2, 5]], attributes: { alpha: 1.702 } },
  { op: 'Swish', inputs: [[2, 5]], opset: 24 },
  { op: 'Softmax', variant: 'axis 1', inputs: [[2, 3, 4]], attributes: { axis: 1 } },
  { op: 'Softmax', variant: 'opset 11, axis 1 of 3', inputs: [[2, 3, 4]], opset: 11 },
  { op: 'LogSoftmax', variant: 'opset 12, last axis', inputs: [[2, 3]], attributes: { axis: 1 }, opset: 12 },
];

const LINEAR: Case[] = [
  {
    op: 'MatMul',
    inputs: [
      [3, 4],
      [4, 2],
    ],
    wrt: [0, 1],
  },
  {
    op: 'MatMul',
    variant: 'batches',
    inputs: [
      [2, 2, 3, 4],
      [2, 1, 4, 2],
    ],
    wrt: [0, 1],
  },
  {
    op: 'MatMul',
    variant: 'batch times matrix',
    inputs: [
      [2, 3, 4],
      [4, 2],
    ],
    wrt: [0, 1],
  },
  {
    op: 'MatMul',
    variant: 'matrix times batch',
    inputs: [
      [3, 4],
      [2, 4, 2],
    ],
    wrt: [0, 1],
  },
  { op: 'MatMul', variant: 'vector on the left', inputs: [[4], [2, 4, 3]], wrt: [0, 1] },
  { op: 'MatMul', variant: 'vector on the right', inputs: [[2, 3, 4], [4]], wrt: [0, 1] },
  { op: 'MatMul', variant: 'vectors', inputs: [[4], [4]], wrt: [0, 1] },
  { op: 'Gemm', inputs: [[3, 4], [4, 2], [2]], wrt: [0, 1, 2], attributes: { alpha: 0.5, beta: 2 } },
  {
    op: 'Gemm',
    variant: 'A transposed',
    inputs: [
      [4, 3],
      [4, 2],
    ],
    wrt: [0, 1],
    attributes: { transA: 1 },
  },
  {
    op: 'Gemm',
    variant: 'B transposed',
    inputs: [
      [3, 4],
      [2, 4],
    ],
    wrt: [0, 1],
    attributes: { transB: 1 },
  },
  {
    op: 'Gemm',
    variant: 'both',
    inputs: [
      [4, 3],
      [2, 4],
    ],
    wrt: [0, 1],
    attributes: { transA: 1, transB: 1 },
  },
  {
    op: 'Einsum',
    inputs: [
      [2, 3, 4],
      [2, 5, 4],
    ],
    wrt: [0, 1],
    attributes: { equation: 'bik,bjk->bij' },
  },
  {
    op: 'Einsum',
    variant: 'summed letter',
    inputs: [
      [2, 3],
      [4, 3],
    ],
    wrt: [0],
    attributes: { equation: 'ai,bi->b' },
  },
  {
    op: 'FusedMatMul',
    domain: 'com.microsoft',
    inputs: [
      [2, 4, 3],
      [2, 5, 4],
    ],
    wrt: [0, 1],
    attributes: { alpha: 0.5, transA: 1, transB: 1 },
  },
  { op: 'Conv', inputs: [picture, [3, 4, 3, 3], [3]], attributes: { pads: [1, 1, 1, 1] } },
  { op: 'Conv', variant: 'no pads, dilated', inputs: [picture, [3, 4, 2, 2]], attributes: { dilations: [2, 3] } },
  {
    op: 'Conv',
    variant: 'pads beyond the kernel',
    inputs: [
      [1, 2, 4, 4],
      [3, 2, 1, 1],
    ],
    attributes: { pads: [1, 1, 1, 1] },
  },
  { op: 'Conv', variant: 'grouped', inputs: [picture, [6, 2, 3, 3]], attributes: { group: 2, pads: [1, 1, 1, 1] } },
  { op: 'Conv', variant: 'depthwise', inputs: [picture, [4, 1, 3, 3]], attributes: { group: 4, pads: [1, 1, 1, 1] } },
  {
    op: 'Conv',
    variant: 'stride 2',
    inputs: [picture, [3, 4, 3, 3]],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    op: 'Conv',
    variant: 'stride 2, uneven',
    inputs: [
      [2, 2, 7, 8],
      [3, 2, 3, 3],
    ],
    attributes: { strides: [2, 2] },
  },
  {
    op: 'Conv',
    variant: 'stride 3 of kernel 7',
    inputs: [
      [1, 2, 11, 10],
      [3, 2, 7, 7],
    ],
    attributes: { strides: [3, 3], pads: [3, 3, 3, 3] },
  },
  {
    op: 'Conv',
    variant: 'stride 2, depthwise',
    inputs: [picture, [4, 1, 5, 5]],
    attributes: { group: 4, strides: [2, 2], pads: [2, 2, 2, 2] },
  },
  {
    op: 'Conv',
    variant: 'patches',
    inputs: [
      [2, 3, 8, 8],
      [5, 3, 4, 4],
    ],
    attributes: { strides: [4, 4] },
  },
  { op: 'Conv', variant: '1×1 at stride 2', inputs: [picture, [3, 4, 1, 1]], attributes: { strides: [2, 2] } },
  { op: 'Conv', variant: 'strides that differ', inputs: [picture, [3, 4, 3, 3]], attributes: { strides: [1, 2] } },
  {
    op: 'Conv',
    variant: 'same, upper',
    inputs: [picture, [3, 4, 3, 3]],
    attributes: { strides: [2, 2], auto_pad: 'SAME_UPPER' },
  },
  {
    op: 'Conv',
    variant: 'one axis',
    inputs: [
      [2, 3, 9],
      [4, 3, 3],
    ],
    attributes: { strides: [2], pads: [1, 1] },
  },
  {
    op: 'Conv',
    variant: 'three axes',
    inputs: [
      [1, 2, 3, 4, 3],
      [2, 2, 2, 2, 2],
    ],
    attributes: {},
  },
  {
    op: 'ConvTranspose',
    inputs: [[2, 4, 3, 3], [4, 2, 3, 3], [4]],
    attributes: { group: 2, strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] },
  },
  {
    op: 'ConvTranspose',
    variant: 'plain',
    inputs: [
      [1, 2, 3, 4],
      [2, 3, 2, 2],
    ],
    attributes: { strides: [2, 2] },
  },
];

const NORMALISE: Case[] = [
  {
    op: 'BatchNormalization',
    inputs: [[2, 3, 4], floats(1, 2, 0.5), floats(0, 1, 2), floats(0.1, 0, 1), floats(1, 2, 0.7)],
  },
  { op: 'LayerNormalization', inputs: [[2, 3, 6], [6], [6]], opset: 17 },
  {
    op: 'LayerNormalization',
    variant: 'axis 1, no bias',
    inputs: [
      [2, 3, 4],
      [3, 4],
    ],
    attributes: { axis: 1 },
    opset: 17,
  },
  { op: 'InstanceNormalization', inputs: [[2, 3, 4, 4], [3], [3]] },
  { op: 'GroupNormalization', inputs: [[2, 4, 3, 3], [4], [4]], attributes: { num_groups: 2 }, opset: 21 },
  { op: 'LpNormalization', inputs: [[3, 5]], attributes: { p: 2, axis: 1 }, sample: positive },
  { op: 'LpNormalization', variant: 'p = 1', inputs: [[3, 5]], attributes: { p: 1, axis: 0 }, sample: stepped },
  { op: 'LRN', inputs: [[1, 6, 2, 2]], attributes: { size: 3, alpha: 0.7, beta: 0.75, bias: 1 } },
  { op: 'MeanVarianceNormalization', inputs: [[2, 3, 3, 4]] },
  { op: 'RMSNormalization', inputs: [[2, 3, 6], [6]], opset: 23 },
  { op: 'SimplifiedLayerNormalization', inputs: [[2, 3, 6], [6]] },
  { op: 'SkipLayerNormalization', domain: 'com.microsoft', inputs: [[2, 3, 6], [2, 3, 6], [6], [6], [6]], wrt: [0, 1] },
  { op: 'SkipSimplifiedLayerNormalization', domain: 'com.microsoft', inputs: [[2, 3, 6], [2, 3, 6], [6]], wrt: [0, 1] },
];

const REDUCE: Case[] = [
  ...['ReduceMean', 'ReduceSum', 'ReduceL2', 'ReduceSumSquare', 'ReduceLogSumExp'].map(
    (op): Case => ({
      op,
      inputs: [[2, 3, 4], ints(0, -1)],
    }),
  ),
  ...['ReduceL1', 'ReduceMax', 'ReduceMin'].map((op): Case => ({ op, inputs: [[2, 3, 4], ints(1)], sample: distinct })),
  ...['ReduceProd', 'ReduceLogSum'].map((op): Case => ({ op, inputs: [[2, 3], ints(1)], sample: positive })),
  { op: 'ReduceMean', variant: 'dropped axes', inputs: [[2, 3, 4], ints(1, 2)], attributes: { keepdims: 0 } },
  { op: 'ReduceSum', variant: 'everything', inputs: [[2, 3, 4]], attributes: { keepdims: 0 } },
  {
    op: 'ReduceMean',
    variant: 'opset 11, axes as attribute',
    inputs: [[2, 3, 4]],
    attributes: { axes: [1] },
    opset: 11,
  },
  { op: 'GlobalAveragePool', inputs: [picture] },
  { op: 'GlobalMaxPool', inputs: [picture], sample: distinct },
  { op: 'CumSum', inputs: [[2, 4], int(1)] },
  { op: 'CumSum', variant: 'exclusive, reverse', inputs: [[2, 4], int(1)], attributes: { exclusive: 1, reverse: 1 } },
  { ...stepOf('ArgMax', distinct, { axis: one }) },
  { ...stepOf('ArgMin', distinct, { axis: one }) },
];

const POOL: Case[] = [
  { op: 'AveragePool', inputs: [[2, 3, 4, 6]], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  {
    op: 'AveragePool',
    variant: 'uneven rest',
    inputs: [[1, 2, 5, 7]],
    attributes: { kernel_shape: [2, 3], strides: [2, 3] },
  },
  {
    op: 'AveragePool',
    variant: 'overlapping, pads counted',
    inputs: [picture],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1 },
  },
  {
    op: 'AveragePool',
    variant: 'overlapping, pads not counted, ceil',
    inputs: [picture],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 0, 0], ceil_mode: 1 },
  },
  { op: 'MaxPool', inputs: [[2, 3, 4, 6]], attributes: { kernel_shape: [2, 2], strides: [2, 2] }, sample: distinct },
  {
    op: 'MaxPool',
    variant: 'overlapping, ceil',
    inputs: [[1, 2, 6, 7]],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 },
    sample: distinct,
  },
  {
    op: 'MaxPool',
    variant: 'pads, dilated',
    inputs: [[1, 2, 7, 7]],
    attributes: { kernel_shape: [2, 3], dilations: [2, 2], pads: [1, 1, 1, 1] },
    sample: distinct,
  },
  { op: 'LpPool', inputs: [[1, 2, 4, 4]], attributes: { kernel_shape: [3, 3], p: 2 }, sample: positive },
  {
    op: 'LpPool',
    variant: 'p = 3',
    inputs: [[1, 2, 4, 4]],
    attributes: { kernel_shape: [2, 2], p: 3 },
    sample: positive,
  },
];

const resized = (
  variant: string,
  dims: number[],
  sizes: number[],
  attributes: Record<string, PlainAttribute>,
): Case => ({
  op: 'Resize',
  variant,
  inputs: [dims, '', '', ints(...sizes)],
  attributes,
});

const RESIZE: Case[] = [
  {
    op: 'Resize',
    variant: 'nearest, doubled',
    inputs: [[1, 2, 3, 4], '', floats(1, 1, 2, 2)],
    attributes: { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  },
  ...['align_corners', 'half_pixel', 'pytorch_half_pixel', 'asymmetric', 'half_pixel_symmetric'].map((mode) =>
    resized(`linear, ${mode}`, [1, 2, 4, 5], [1, 2, 7, 3], { mode: 'linear', coordinate_transformation_mode: mode }),
  ),
  ...['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'].map((mode) =>
    resized(`nearest, ${mode}`, [1, 2, 4, 5], [1, 2, 7, 3], { nearest_mode: mode }),
  ),
  resized('cubic', [1, 2, 4, 5], [1, 2, 7, 3], { mode: 'cubic' }),
  resized('cubic, align corners', [1, 2, 5, 5], [1, 2, 8, 7], {
    mode: 'cubic',
    coordinate_transformation_mode: 'align_corners',
  }),
  resized('cubic, without the outside', [1, 2, 4, 5], [1, 2, 7, 3], { mode: 'cubic', exclude_outside: 1 }),
  resized('linear, antialiased', [1, 2, 8, 9], [1, 2, 3, 4], { mode: 'linear', antialias: 1 }),
  resized('cubic, antialiased', [1, 2, 8, 9], [1, 2, 3, 4], { mode: 'cubic', antialias: 1 }),
  resized('to one place', [1, 2, 4, 5], [1, 2, 1, 1], {
    mode: 'linear',
    coordinate_transformation_mode: 'pytorch_half_pixel',
  }),
];

const grid: Tensor = shaped(floats(-0.8, -0.5, 0.3, 0.1, 0.9, 1.2, -1.4, 0.2, 0.55, -0.35, 0.05, 0.65), 1, 2, 3, 2);

const SHAPE: Case[] = [
  { op: 'Reshape', inputs: [[2, 3, 4], ints(4, -1)] },
  { op: 'Flatten', inputs: [[2, 3, 4]], attributes: { axis: 2 } },
  { op: 'Transpose', inputs: [[2, 3, 4]], attributes: { perm: [2, 0, 1] } },
  { op: 'Transpose', variant: 'reversed', inputs: [[2, 3, 4]] },
  { op: 'Squeeze', inputs: [[2, 1, 3, 1], ints(1)] },
  { op: 'Unsqueeze', inputs: [[2, 3], ints(0, -1)] },
  { op: 'Unsqueeze', variant: 'opset 11', inputs: [[2, 3]], attributes: { axes: [1] }, opset: 11 },
  {
    op: 'Concat',
    inputs: [
      [2, 3],
      [2, 1],
      [2, 2],
    ],
    wrt: [0, 1, 2],
    attributes: { axis: 1 },
  },
  { op: 'Split', inputs: [[2, 6], ints(1, 3, 2)], outputs: 3, attributes: { axis: 1 } },
  { op: 'Split', variant: 'even', inputs: [[2, 6]], outputs: 2, attributes: { axis: -1, num_outputs: 2 } },
  { op: 'Split', variant: 'opset 11', inputs: [[2, 6]], outputs: 2, attributes: { axis: 1, split: [2, 4] }, opset: 11 },
  { op: 'Slice', inputs: [[4, 5], ints(1), ints(9), ints(1)] },
  { op: 'Slice', variant: 'steps', inputs: [[7, 5], ints(1, -1), ints(6, -5), ints(0, 1), ints(2, -2)] },
  { op: 'Gather', inputs: [[3, 4], int(-1)], attributes: { axis: 1 } },
  { op: 'Gather', variant: 'mixed', inputs: [[3, 5], shaped(ints(4, 0, 2, 1), 2, 2)], attributes: { axis: 1 } },
  { op: 'Gather', variant: 'repeated', inputs: [[4, 3], ints(1, 1, 3, 0, 1)], attributes: { axis: 0 } },
  { op: 'GatherElements', inputs: [[3, 3], shaped(ints(0, 2, 1, 1, 1, 0), 2, 3)], attributes: { axis: 0 } },
  { op: 'GatherND', inputs: [[3, 4, 2], shaped(ints(0, 1, 2, 3, 0, 1), 3, 2)] },
  { op: 'Expand', inputs: [[3, 1], ints(2, 3, 4)] },
  { op: 'Tile', inputs: [[2, 3], ints(2, 3)] },
  { op: 'Pad', inputs: [[2, 3], ints(1, 0, 2, 1)] },
  { op: 'Pad', variant: 'cut', inputs: [[4, 5], ints(-1, 1, 0, -2)] },
  {
    op: 'Pad',
    variant: 'reflect',
    inputs: [[1, 1, 4, 5], ints(0, 0, 2, 1, 0, 0, 1, 3)],
    attributes: { mode: 'reflect' },
  },
  { op: 'Pad', variant: 'edge', inputs: [[1, 1, 3, 4], ints(0, 0, 2, 1, 0, 0, 1, 2)], attributes: { mode: 'edge' } },
  { op: 'Pad', variant: 'wrap', inputs: [[3, 4], ints(1, 2, 1, 0)], attributes: { mode: 'wrap' }, opset: 19 },
  { op: 'DepthToSpace', inputs: [[1, 8, 2, 3]], attributes: { blocksize: 2 } },
  { op: 'DepthToSpace', variant: 'CRD', inputs: [[2, 8, 2, 3]], attributes: { blocksize: 2, mode: 'CRD' } },
  { op: 'SpaceToDepth', inputs: [[1, 2, 4, 6]], attributes: { blocksize: 2 } },
  { op: 'Cast', inputs: [[2, 3]], attributes: { to: 1 } },
  { op: 'CastLike', inputs: [[2, 3], floats(1)] },
  { op: 'ScatterND', inputs: [[4, 2], shaped(ints(1, 3), 2, 1), [2, 2]], wrt: [0, 2] },
  {
    op: 'ScatterND',
    variant: 'add',
    inputs: [[4, 2], shaped(ints(1, 1), 2, 1), [2, 2]],
    wrt: [0, 2],
    attributes: { reduction: 'add' },
  },
  { op: 'ScatterElements', inputs: [[3, 3], shaped(ints(0, 2, 1, 1, 0, 2), 2, 3), [2, 3]], wrt: [0, 2] },
  { op: 'Trilu', inputs: [[3, 4], int(1)], attributes: { upper: 0 } },
  { op: 'TopK', inputs: [[2, 5], ints(2)], sample: distinct },
  { op: 'GridSample', inputs: [[1, 2, 4, 5], grid], opset: 16 },
  {
    op: 'GridSample',
    variant: 'border, aligned',
    inputs: [[1, 2, 4, 5], grid],
    attributes: { padding_mode: 'border', align_corners: 1 },
    opset: 16,
  },
  { op: 'GridSample', variant: 'nearest', inputs: [[1, 2, 4, 5], grid], attributes: { mode: 'nearest' }, opset: 20 },
  stepOf('NonZero', distinct),
  stepOf('Shape', plain),
  stepOf('Size', plain),
  {
    op: 'OneHot',
    inputs: [[2, 5], ints(5), floats(1, 3)],
    nodes: [
      node('ArgMax', ['x'], ['best'], { axis: one, keepdims: { kind: 'int', value: 0 } }),
      node('OneHot', ['best', 'constant_1', 'constant_2'], ['f']),
      node('Mul', ['x', 'f'], ['y']),
    ],
    sample: distinct,
  },
];

// The first rows' results have other shapes than x, so that a sum makes them fit.
const summed = (item: Case): Case => {
  if (!['Shape', 'Size', 'NonZero', 'ArgMax', 'ArgMin'].includes(item.op)) return item;
  const attributes = { keepdims: { kind: 'int' as const, value: 0 } };
  const nodes = item.nodes!.slice(0, 2);
  return { ...item, nodes: [...nodes, node('ReduceSum', ['f'], ['t'], attributes), node('Mul', ['x', 't'], ['y'])] };
};

export const CASES: Case[] = [...ELEMENTWISE, ...LINEAR, ...NORMALISE, ...REDUCE, ...POOL, ...RESIZE, ...SHAPE].map(
  summed,
);
