/**
 * Result shapes of the operators that rules and objectives append, one row an operator. (A model's own tensors are
 * measured instead, see `specialise.ts`; these rows are for what we add, whose every parameter we know.)
 */

import { intOf, intsOf, textOf } from './attributes.ts';
import { ModelError, type Node } from './graph.ts';
import { broadcast, count } from './tensor.ts';
import { windowOf } from './windows.ts';

export interface ShapeContext {
  node: Node;
  /** Shape of an input. */
  dims(index: number): number[];
  /** Values of a constant input; null where it is absent. Throws where it is not constant. */
  values(index: number): number[] | null;
}

type ShapeRule = (context: ShapeContext) => number[][];

/** Axes counted from the front. */
export function positiveAxes(axes: readonly number[], rank: number): number[] {
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}

const asFirst: ShapeRule = ({ dims }) => [dims(0)];

const broadcastAll: ShapeRule = ({ node, dims }) => [
  node.inputs.map((_, i) => dims(i)).reduce((a, b) => broadcast(a, b)),
];

const reduced: ShapeRule = ({ node, dims, values }) => {
  const shape = dims(0);
  const given = values(1);
  if (!given?.length && intOf(node, 'noop_with_empty_axes', 0) === 1) return [shape];
  const axes = positiveAxes(given?.length ? given : shape.map((_, i) => i), shape.length);
  if (intOf(node, 'keepdims', 1) === 1) return [shape.map((dim, i) => (axes.includes(i) ? 1 : dim))];
  return [shape.filter((_, i) => !axes.includes(i))];
};

const matmul: ShapeRule = ({ dims }) => {
  const [a, b] = [dims(0), dims(1)];
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  if (left.at(-1) !== right.at(-2)) throw new ModelError(`MatMul of [${a}] and [${b}]: the inner sizes differ`);
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  const rows = a.length === 1 ? [] : [left.at(-2)!];
  const columns = b.length === 1 ? [] : [right.at(-1)!];
  return [[...batch, ...rows, ...columns]];
};

const gemm: ShapeRule = ({ node, dims }) => {
  const rows = intOf(node, 'transA', 0) ? dims(0)[1]! : dims(0)[0]!;
  const columns = intOf(node, 'transB', 0) ? dims(1)[0]! : dims(1)[1]!;
  return [[rows, columns]];
};

const conv: ShapeRule = ({ node, dims }) => {
  const weights = dims(1);
  return [[dims(0)[0]!, weights[0]!, ...windowOf(node, dims(0).slice(2), weights.slice(2)).output]];
};

const convTranspose: ShapeRule = ({ node, dims }) => {
  const [input, weights] = [dims(0), dims(1)];
  const axes = input.length - 2;
  const strides = intsOf(node, 'strides') ?? new Array<number>(axes).fill(1);
  const dilations = intsOf(node, 'dilations') ?? new Array<number>(axes).fill(1);
  const pads = intsOf(node, 'pads') ?? new Array<number>(2 * axes).fill(0);
  const extra = intsOf(node, 'output_padding') ?? new Array<number>(axes).fill(0);
  const spatial = strides.map((stride, i) => {
    const reach = (weights[2 + i]! - 1) * dilations[i]! + 1;
    return (input[2 + i]! - 1) * stride + reach + extra[i]! - pads[i]! - pads[axes + i]!;
  });
  return [[input[0]!, weights[1]! * intOf(node, 'group', 1), ...spatial]];
};

const pool: ShapeRule = ({ node, dims }) => {
  const [batch, channels, ...spatial] = dims(0) as [number, number, ...number[]];
  const shape = [batch, channels, ...windowOf(node, spatial, intsOf(node, 'kernel_shape')!).output];
  return node.outputs.map(() => shape);
};

const reshape: ShapeRule = ({ dims, values }) => {
  const from = dims(0);
  const shape = values(1)!.map((dim, i) => (dim === 0 ? from[i]! : dim));
  const known = shape.filter((dim) => dim !== -1).reduce((a, b) => a * b, 1);
  const result = shape.map((dim) => (dim === -1 ? count(from) / known : dim));
  if (count(result) !== count(from)) throw new ModelError(`a tensor of [${from}] cannot be reshaped to [${shape}]`);
  return [result];
};

const slice: ShapeRule = ({ dims, values }) => {
  const shape = [...dims(0)];
  const [starts, ends] = [values(1)!, values(2)!];
  const axes = positiveAxes(values(3) ?? starts.map((_, i) => i), shape.length);
  const steps = values(4) ?? starts.map(() => 1);
  axes.forEach((axis, i) => {
    const { start, length, step } = sliceRange(shape[axis]!, starts[i]!, ends[i]!, steps[i]!);
    shape[axis] = length;
    if (length < 0) throw new ModelError(`a slice from ${start} by ${step} has no end`);
  });
  return [shape];
};

/** Where a slice of an axis begins and how many elements it takes (ONNX clamps as numpy does). */
export function sliceRange(
  size: number,
  start: number,
  end: number,
  step: number,
): { start: number; length: number; step: number } {
  const wrap = (value: number) => (value < 0 ? value + size : value);
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const from = Math.min(Math.max(wrap(start), 0), step > 0 ? size : size - 1);
  const to = Math.min(Math.max(wrap(end), low), high);
  return { start: from, length: Math.max(0, Math.ceil((to - from) / step)), step };
}

const concat: ShapeRule = ({ node, dims }) => {
  const shape = [...dims(0)];
  const [axis] = positiveAxes([intOf(node, 'axis', 0)], shape.length) as [number];
  shape[axis] = node.inputs.reduce((sum, _, i) => sum + dims(i)[axis]!, 0);
  return [shape];
};

const pad: ShapeRule = ({ dims, values }) => {
  const shape = [...dims(0)];
  const pads = values(1)!;
  const axes = positiveAxes(values(3) ?? shape.map((_, i) => i), shape.length);
  axes.forEach((axis, i) => {
    shape[axis]! += pads[i]! + pads[axes.length + i]!;
  });
  return [shape];
};

const unsqueeze: ShapeRule = ({ dims, values }) => {
  const from = dims(0);
  const axes = positiveAxes(values(1)!, from.length + values(1)!.length);
  const shape: number[] = [];
  for (let i = 0, next = 0; i < from.length + axes.length; i++) shape.push(axes.includes(i) ? 1 : from[next++]!);
  return [shape];
};

const squeeze: ShapeRule = ({ dims, values }) => {
  const from = dims(0);
  const given = values(1);
  const axes = given ? positiveAxes(given, from.length) : from.flatMap((dim, i) => (dim === 1 ? [i] : []));
  return [from.filter((_, i) => !axes.includes(i))];
};

const gather: ShapeRule = ({ node, dims }) => {
  const from = dims(0);
  const [axis] = positiveAxes([intOf(node, 'axis', 0)], from.length) as [number];
  return [[...from.slice(0, axis), ...dims(1), ...from.slice(axis + 1)]];
};

const gatherND: ShapeRule = ({ node, dims }) => {
  const [data, indices] = [dims(0), dims(1)];
  const batch = intOf(node, 'batch_dims', 0);
  return [[...indices.slice(0, -1), ...data.slice(batch + indices.at(-1)!)]];
};

const split: ShapeRule = ({ node, dims, values }) => {
  const shape = dims(0);
  const [axis] = positiveAxes([intOf(node, 'axis', 0)], shape.length) as [number];
  const even = Math.ceil(shape[axis]! / node.outputs.length);
  const parts = values(1) ?? node.outputs.map((_, i) => Math.min(even, shape[axis]! - i * even));
  return parts.map((part) => shape.map((dim, i) => (i === axis ? part : dim)));
};

const flatten: ShapeRule = ({ node, dims }) => {
  const shape = dims(0);
  const axis = intOf(node, 'axis', 1);
  const cut = axis < 0 ? axis + shape.length : axis;
  return [[count(shape.slice(0, cut)), count(shape.slice(cut))]];
};

const einsum: ShapeRule = ({ node, dims }) => {
  const [left, right] = textOf(node, 'equation', '').replaceAll(' ', '').split('->') as [string, string];
  const sizes = new Map<string, number>();
  left.split(',').forEach((letters, i) => {
    [...letters].forEach((letter, axis) => {
      sizes.set(letter, dims(i)[axis]!);
    });
  });
  return [[...right].map((letter) => sizes.get(letter)!)];
};

const rows = (rule: ShapeRule, ...operators: string[]): Record<string, ShapeRule> =>
  Object.fromEntries(operators.map((operator) => [operator, rule]));

export const SHAPE_RULES: Record<string, ShapeRule> = {
  ...rows(asFirst, 'Abs', 'Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Cast', 'Ceil', 'Celu', 'Clip', 'Cos'),
  ...rows(asFirst, 'Cosh', 'CumSum', 'Elu', 'Erf', 'Exp', 'Floor', 'Gelu', 'HardSigmoid', 'HardSwish', 'Identity'),
  ...rows(asFirst, 'LayerNormalization', 'LeakyRelu', 'Log', 'LogSoftmax', 'Neg', 'Not', 'Reciprocal', 'Relu'),
  ...rows(asFirst, 'Round', 'ScatterElements', 'ScatterND', 'Sigmoid', 'Sign', 'Sin', 'Sinh', 'Softmax', 'Softplus'),
  ...rows(asFirst, 'Softsign', 'Sqrt', 'Tan', 'Tanh', 'Trilu', 'PRelu', 'BatchNormalization'),
  ...rows(broadcastAll, 'Add', 'And', 'Div', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Max'),
  ...rows(broadcastAll, 'Mean', 'Min', 'Mod', 'Mul', 'Or', 'Pow', 'Sub', 'Sum', 'Where', 'Xor'),
  ...rows(reduced, 'ReduceL1', 'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMax', 'ReduceMean', 'ReduceMin'),
  ...rows(reduced, 'ReduceProd', 'ReduceSum', 'ReduceSumSquare'),
  ...rows(pool, 'AveragePool', 'MaxPool', 'LpPool'),
  ...rows(
    ({ dims }) => [
      [
        ...dims(0).slice(0, 2),
        ...dims(0)
          .slice(2)
          .map(() => 1),
      ],
    ],
    'GlobalAveragePool',
    'GlobalMaxPool',
  ),
  Concat: concat,
  Conv: conv,
  ConvTranspose: convTranspose,
  ConstantOfShape: ({ values }) => [values(0)!],
  DepthToSpace: ({ node, dims }) => {
    const [batch, channels, height, width] = dims(0) as [number, number, number, number];
    const block = intOf(node, 'blocksize', 1);
    return [[batch, channels / block ** 2, height * block, width * block]];
  },
  Einsum: einsum,
  Expand: ({ dims, values }) => [broadcast(dims(0), values(1)!)],
  Flatten: flatten,
  Gather: gather,
  GatherElements: ({ dims }) => [dims(1)],
  GatherND: gatherND,
  Gemm: gemm,
  MatMul: matmul,
  Pad: pad,
  Reshape: reshape,
  Resize: ({ dims, values }) => [values(3) ?? dims(0).map((dim, i) => Math.floor(dim * values(2)![i]!))],
  Slice: slice,
  SpaceToDepth: ({ node, dims }) => {
    const [batch, channels, height, width] = dims(0) as [number, number, number, number];
    const block = intOf(node, 'blocksize', 1);
    return [[batch, channels * block ** 2, height / block, width / block]];
  },
  Split: split,
  Squeeze: squeeze,
  Tile: ({ dims, values }) => [dims(0).map((dim, i) => dim * values(1)![i]!)],
  Transpose: ({ node, dims }) => {
    const order = intsOf(node, 'perm') ?? dims(0).map((_, i) => dims(0).length - 1 - i);
    return [order.map((axis) => dims(0)[axis]!)];
  },
  Unsqueeze: unsqueeze,
};
