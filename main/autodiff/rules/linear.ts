/**
 * Rules of the products: MatMul, Gemm, Einsum, and ONNX Runtime's fused MatMul. Convolutions are in `convolve.ts`.
 */

import { floatOf, intOf, textOf } from '../attributes.ts';
import type { GraphBuilder } from '../builder.ts';
import { ModelError } from '../graph.ts';
import { count, transpose } from '../tensor.ts';
import type { Rule } from './rule.ts';

/** The last two axes swapped; a constant is transposed here and now, and once. */
function swapLast(builder: GraphBuilder, name: string): string {
  const rank = builder.shape(name).length;
  const order = Array.from({ length: rank }, (_, i) => i);
  [order[rank - 2], order[rank - 1]] = [rank - 1, rank - 2];
  const tensor = builder.constantOf(name);
  if (tensor?.type !== 'float32') return builder.transpose(name, order);
  return builder.once(`${name} swapped`, () => builder.tensor(transpose(tensor, order), `${name}_swapped`));
}

/**
 * Vectors count as a row on the left and a column on the right. A right matrix without batch axes takes the gradient
 * of all batches in one product.
 */
const matmul: Rule = (c) => {
  const { builder } = c;
  const [a, b] = [c.dims(0), c.dims(1)];
  const left = builder.reshape(c.input(0), a.length === 1 ? [1, ...a] : a);
  const right = builder.reshape(c.input(1), b.length === 1 ? [...b, 1] : b);
  const batch = builder.shape(c.output(0)).slice(0, Math.max(a.length, b.length) - 2);
  const rows = a.length === 1 ? 1 : a.at(-2)!;
  const columns = b.length === 1 ? 1 : b.at(-1)!;
  const g = builder.reshape(c.gradient, [...(a.length > 2 || b.length > 2 ? batch : []), rows, columns]);
  const result: (string | null)[] = [null, null];
  if (c.wants(0)) {
    const toLeft = c.op('MatMul', [g, swapLast(builder, right)]);
    result[0] = a.length === 1 ? builder.reshape(batchSum(builder, toLeft, 2), a) : toLeft;
  }
  if (c.wants(1)) {
    const isPlain = builder.shape(right).length === 2 && builder.shape(left).length > 2;
    const inner = builder.shape(left).at(-1)!;
    const toRight = isPlain
      ? c.op('Gemm', [builder.reshape(left, [-1, inner]), builder.reshape(g, [-1, columns])], { transA: 1 })
      : c.op('MatMul', [swapLast(builder, left), g]);
    result[1] = b.length === 1 ? builder.reshape(batchSum(builder, toRight, 2), b) : toRight;
  }
  return result;
};

/** Sums all axes but the last `keep`. */
function batchSum(builder: GraphBuilder, name: string, keep: number): string {
  const axes = Array.from({ length: builder.shape(name).length - keep }, (_, i) => i);
  return axes.length > 0 ? builder.sum(name, axes) : name;
}

/** α·A′B′ + β·C with A′ and B′ transposed on request: the transposes go over into the products of the gradient. */
const gemm: Rule = (c) => {
  const alpha = floatOf(c.node, 'alpha', 1);
  const beta = floatOf(c.node, 'beta', 1);
  const transA = intOf(c.node, 'transA', 0);
  const transB = intOf(c.node, 'transB', 0);
  const [a, b, g] = [c.input(0), c.input(1), c.gradient];
  const result: (string | null)[] = [null, null, null];
  if (c.wants(0)) {
    result[0] = transA
      ? c.op('Gemm', [b, g], { alpha, transA: transB, transB: 1 })
      : c.op('Gemm', [g, b], { alpha, transB: 1 - transB });
  }
  if (c.wants(1)) {
    result[1] = transB
      ? c.op('Gemm', [g, a], { alpha, transA: 1, transB: transA })
      : c.op('Gemm', [a, g], { alpha, transA: 1 - transA });
  }
  if (c.wants(2)) result[2] = beta === 1 ? g : c.op('Mul', [g, c.builder.scalar(beta)]);
  return result;
};

/** com.microsoft's MatMul with a factor and transposes, as its optimised files have it. */
const fusedMatMul: Rule = (c) => {
  const { builder } = c;
  const isTransposed = [intOf(c.node, 'transA', 0) === 1, intOf(c.node, 'transB', 0) === 1];
  const alpha = floatOf(c.node, 'alpha', 1);
  const g = alpha === 1 ? c.gradient : c.op('Mul', [c.gradient, builder.scalar(alpha)]);
  const plain = (index: number) => (isTransposed[index] ? swapLast(builder, c.input(index)) : c.input(index));
  const back = (index: number, gradient: string) => (isTransposed[index] ? swapLast(builder, gradient) : gradient);
  return [
    c.wants(0) ? back(0, c.op('MatMul', [g, swapLast(builder, plain(1))])) : null,
    c.wants(1) ? back(1, c.op('MatMul', [swapLast(builder, plain(0)), g])) : null,
  ];
};

/** Each operand's gradient is the Einsum of the result's gradient with all other operands. */
const einsum: Rule = (c) => {
  const equation = textOf(c.node, 'equation', '').replaceAll(' ', '');
  const [left, right] = equation.split('->') as [string, string | undefined];
  const operands = left.split(',');
  if (
    right === undefined ||
    equation.includes('.') ||
    operands.some((letters) => new Set(letters).size < letters.length)
  ) {
    throw new ModelError(
      `${c.describe()} has the equation "${equation}"; only those with an arrow, without "..." and repeated letters have a rule`,
    );
  }
  return operands.map((letters, i) => {
    if (!c.wants(i)) return null;
    const others = operands.flatMap((other, j) => (j === i ? [] : [{ letters: other, name: c.input(j) }]));
    const terms = [{ letters: right, name: c.gradient }, ...others];
    const known = [...letters].filter((letter) => terms.some((term) => term.letters.includes(letter)));
    const product = c.op(
      'Einsum',
      terms.map((term) => term.name),
      { equation: `${terms.map((term) => term.letters).join(',')}->${known.join('')}` },
    );
    // A letter that only this operand has was summed over: its gradient is the same all along it.
    const dims = c.dims(i);
    const stretched = dims.map((dim, axis) => (known.includes(letters[axis]!) ? dim : 1));
    const placed = c.builder.reshape(product, stretched);
    return count(stretched) === count(dims) ? placed : c.op('Expand', [placed, c.builder.ints(dims)]);
  });
};

export const LINEAR: Record<string, Rule> = {
  Einsum: einsum,
  FusedMatMul: fusedMatMul,
  Gemm: gemm,
  MatMul: matmul,
};
