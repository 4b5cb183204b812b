/**
 * Rules of the convolutions: the gradient with respect to the picture, for weights that are constant.
 *
 * The textbook answer is ConvTranspose. At stride 1 a plain convolution with the kernel flipped and its channels swapped
 * is twice as fast on the CPU provider, which keeps its blocked layout. At larger strides ConvTranspose won against
 * weaving s² small convolutions together, in one Conv or in several (3×3 at stride 2, 128 channels: 14 ms of CPU time
 * against 25 and 15; a 7×7 stem: 17 against 26 and 62), and it needs no second copy of the weights.
 */

import { intOf, intsOf, textOf } from '../attributes.ts';
import { ModelError, type Tensor } from '../graph.ts';
import { count } from '../tensor.ts';
import { type Window, windowOf } from '../windows.ts';
import type { Rule, RuleContext } from './rule.ts';

const conv: Rule = (c) => {
  if (c.wants(1) || (c.has(2) && c.wants(2))) {
    throw new ModelError(`${c.describe()} has weights that depend on the picture, which its rule does not cover`);
  }
  const window = windowOf(c.node, c.dims(0).slice(2), c.dims(1).slice(2));
  const isDense = window.strides.every((stride) => stride === 1);
  // Pads beyond the kernel's reach would become negative ones.
  const isCovered = [window.before, window.after].every((side) => side.every((pad, i) => pad < reach(window, i)));
  return [isDense && isCovered ? byFlippedConv(c, window) : byTransposedConv(c, window)];
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
 */
function flip(weights: Tensor, group: number): Tensor {
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

/** The way for strides: the same weights, the same window, the output padded to the input's size. */
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
