/**
 * Rules of the convolutions: the gradient with respect to the picture, for weights that are constant.
 *
 * The textbook answer is ConvTranspose, but that is the slowest way on the CPU provider. At stride 1 it is a plain
 * convolution with the kernel flipped and its channels swapped. At stride s each of the s² phases of the result is a
 * small convolution of its own (a kernel of ⌈k/s⌉): all phases are made by one Conv as s²·C channels and woven
 * together by DepthToSpace. A patch embedding (kernel = stride) so becomes a 1×1 convolution.
 */

import { intOf, intsOf, textOf } from '../attributes.ts';
import type { GraphBuilder } from '../builder.ts';
import { ModelError, type Tensor } from '../graph.ts';
import { count } from '../tensor.ts';
import { type Window, windowOf } from '../windows.ts';
import type { Rule, RuleContext } from './rule.ts';

const conv: Rule = (c) => {
  if (c.wants(1) || (c.has(2) && c.wants(2))) {
    throw new ModelError(`${c.describe()} has weights that depend on the picture, which its rule does not cover`);
  }
  const spatial = c.dims(0).slice(2);
  const kernel = c.dims(1).slice(2);
  const window = windowOf(c.node, spatial, kernel);
  const isPlain = window.dilations.every((dilation) => dilation === 1);
  if (window.strides.every((stride) => stride === 1)) {
    const pads = window.before.map((pad, i) => [reach(window, i) - 1 - pad, reach(window, i) - 1 - window.after[i]!]);
    if (pads.flat().every((pad) => pad >= 0)) return [byFlippedConv(c, window)];
  } else if (spatial.length === 2 && isPlain && window.strides[0] === window.strides[1]) {
    return [kernel.every((size) => size === 1) ? bySparseGrid(c, window) : byPhases(c, window)];
  }
  return [byTransposedConv(c, window)];
};

/** Extent of the kernel along an axis. */
function reach(window: Window, axis: number): number {
  return (window.kernel[axis]! - 1) * window.dilations[axis]! + 1;
}

/** Stride 1: flipped kernel, swapped channels, pads that complete the kernel's reach. */
function byFlippedConv(c: RuleContext, window: Window): string {
  const group = intOf(c.node, 'group', 1);
  const name = c.input(1);
  const weights = c.builder.once(`${name} flipped ${group}`, () =>
    c.builder.tensor(flip(c.constant(1)!, group), `${name}_flipped`),
  );
  const pads = [window.before, window.after].flatMap((side) => side.map((pad, i) => reach(window, i) - 1 - pad));
  return c.op('Conv', [c.gradient, weights], { group, pads, dilations: window.dilations });
}

/**
 * Weights [M, C/g, k…] for the way back: [C, M/g, k…], each kernel reversed.
 * Exported for the tests.
 */
export function flip(weights: Tensor, group: number): Tensor {
  const [outputs, inputs, ...kernel] = weights.dims as [number, number, ...number[]];
  const area = count(kernel);
  const source = weights.data as Float32Array;
  const result = new Float32Array(source.length);
  const perGroup = outputs / group;
  for (let m = 0; m < outputs; m++) {
    const q = Math.floor(m / perGroup);
    for (let channel = 0; channel < inputs; channel++) {
      const from = (m * inputs + channel) * area;
      const to = ((q * inputs + channel) * perGroup + (m % perGroup)) * area;
      for (let k = 0; k < area; k++) result[to + area - 1 - k] = source[from + k]!;
    }
  }
  return { type: 'float32', dims: [inputs * group, perGroup, ...kernel], data: result };
}

/**
 * Stride s in two dimensions. With i + pad = s·a + r, the gradient at i is Σ_t g[a − t]·w[r + s·t]: for each of the s²
 * phases r a convolution over g with ⌈k/s⌉ taps.
 */
function byPhases(c: RuleContext, window: Window): string {
  const { builder } = c;
  const [height, width] = c.dims(0).slice(2) as [number, number];
  const group = intOf(c.node, 'group', 1);
  const stride = window.strides[0]!;
  const name = c.input(1);
  const weights = builder.once(`${name} phases ${stride} ${group}`, () =>
    builder.tensor(phases(c.constant(1)!, group, stride), `${name}_phases`),
  );
  const taps = builder.shape(weights).slice(2);
  const output = window.output;
  // So many steps of the stride cover the input and its padding in front.
  const steps = [height, width].map((size, i) => Math.ceil((size + window.before[i]!) / stride));
  const behind = steps.map((length, i) => Math.max(0, length - output[i]!));
  const woven = c.op('Conv', [c.gradient, weights], {
    group,
    pads: [taps[0]! - 1, taps[1]! - 1, behind[0]!, behind[1]!],
  });
  const whole = c.op('DepthToSpace', [woven], { blocksize: stride, mode: 'CRD' });
  return cut(builder, whole, window.before, [height, width]);
}

/** [M, C/g, k, k] → [C·s², M/g, ⌈k/s⌉, ⌈k/s⌉], phase fastest among the channels as DepthToSpace's CRD wants it. */
function phases(weights: Tensor, group: number, stride: number): Tensor {
  const [outputs, inputs, rows, columns] = weights.dims as [number, number, number, number];
  const [tall, wide] = [Math.ceil(rows / stride), Math.ceil(columns / stride)];
  const source = weights.data as Float32Array;
  const perGroup = outputs / group;
  const dims = [inputs * group * stride * stride, perGroup, tall, wide];
  const result = new Float32Array(count(dims));
  for (let m = 0; m < outputs; m++) {
    const q = Math.floor(m / perGroup);
    for (let channel = 0; channel < inputs; channel++) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const phase = (row % stride) * stride + (column % stride);
          const place = ((q * inputs + channel) * stride * stride + phase) * perGroup + (m % perGroup);
          const tap = (tall - 1 - Math.floor(row / stride)) * wide + (wide - 1 - Math.floor(column / stride));
          result[place * tall * wide + tap] = source[((m * inputs + channel) * rows + row) * columns + column]!;
        }
      }
    }
  }
  return { type: 'float32', dims, data: result };
}

/** A 1×1 kernel at stride s touches every s-th place alone: the rest of the gradient is zero. */
function bySparseGrid(c: RuleContext, window: Window): string {
  const { builder } = c;
  const [batch, channels, height, width] = c.dims(0) as [number, number, number, number];
  const group = intOf(c.node, 'group', 1);
  const stride = window.strides[0]!;
  const name = c.input(1);
  const weights = builder.once(`${name} flipped ${group}`, () =>
    builder.tensor(flip(c.constant(1)!, group), `${name}_flipped`),
  );
  const dense = c.op('Conv', [c.gradient, weights], { group });
  const [rows, columns] = window.output as [number, number];
  const cells = builder.reshape(dense, [batch, channels, rows, 1, columns, 1]);
  const spread = builder.pad(cells, [0, 0, 0, 0, 0, 0], [0, 0, 0, stride - 1, 0, stride - 1]);
  const whole = builder.reshape(spread, [batch, channels, rows * stride, columns * stride]);
  return cut(builder, whole, window.before, [height, width]);
}

/** The part of a picture's gradient from `offset` on, of the given size; zeros where it is too small. */
function cut(builder: GraphBuilder, name: string, offset: readonly number[], size: readonly number[]): string {
  const spatial = builder.shape(name).slice(2);
  const missing = size.map((length, i) => Math.max(0, offset[i]! + length - spatial[i]!));
  const padded = builder.pad(name, [0, 0, 0, 0], [0, 0, ...missing]);
  const isWhole = offset.every((from, i) => from === 0 && size[i] === spatial[i]! + missing[i]!);
  if (isWhole) return padded;
  return builder.slice(
    padded,
    offset,
    offset.map((from, i) => from + size[i]!),
    [2, 3],
  );
}

/** The general way, for strides with dilations, strides that differ, and other than two dimensions. */
function byTransposedConv(c: RuleContext, window: Window): string {
  const spatial = c.dims(0).slice(2);
  const extra = spatial.map((size, i) => {
    const covered = (window.output[i]! - 1) * window.strides[i]! + reach(window, i);
    return size + window.before[i]! + window.after[i]! - covered;
  });
  return c.op('ConvTranspose', [c.gradient, c.input(1)], {
    group: intOf(c.node, 'group', 1),
    strides: window.strides,
    dilations: window.dilations,
    pads: [...window.before, ...window.after],
    output_padding: extra,
  });
}

/** The gradient of a transposed convolution is the convolution that it transposes, with the same weights. */
const convTranspose: Rule = (c) => {
  if (c.wants(1) || (c.has(2) && c.wants(2))) {
    throw new ModelError(`${c.describe()} has weights that depend on the picture, which its rule does not cover`);
  }
  const [input, output] = [c.dims(0).slice(2), c.builder.shape(c.output(0)).slice(2)];
  const kernel = c.dims(1).slice(2);
  const axes = input.length;
  const strides = intsOf(c.node, 'strides') ?? new Array<number>(axes).fill(1);
  const dilations = intsOf(c.node, 'dilations') ?? new Array<number>(axes).fill(1);
  const extra = intsOf(c.node, 'output_padding') ?? new Array<number>(axes).fill(0);
  const automatic = textOf(c.node, 'auto_pad', 'NOTSET');
  const isGiven = automatic === 'NOTSET' && !intsOf(c.node, 'output_shape');
  const given = intsOf(c.node, 'pads') ?? new Array<number>(2 * axes).fill(0);
  const [before, after]: number[][] = [[], []];
  for (let i = 0; i < axes; i++) {
    const full = strides[i]! * (input[i]! - 1) + extra[i]! + (kernel[i]! - 1) * dilations[i]! + 1;
    const total = full - output[i]!;
    const half = Math.floor(total / 2);
    before!.push(isGiven ? given[i]! : automatic === 'SAME_UPPER' ? half : total - half);
    after!.push(isGiven ? given[axes + i]! : total - before![i]!);
  }
  return [
    c.op('Conv', [c.gradient, c.input(1)], {
      group: intOf(c.node, 'group', 1),
      strides,
      dilations,
      pads: [...before!, ...after!],
    }),
  ];
};

export const CONVOLVE: Record<string, Rule> = {
  Conv: conv,
  ConvTranspose: convTranspose,
};
