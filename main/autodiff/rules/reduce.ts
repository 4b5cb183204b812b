/**
 * Rules of the reductions: the gradient is stretched over the axes that were reduced, times what each element had to
 * do with the result. Max and Min share among ties by halves, as PyTorch's amax does.
 */

import { intOf } from '../attributes.ts';
import { positiveAxes } from '../shapes.ts';
import { count } from '../tensor.ts';
import { noGradient, type Rule, type RuleContext, unary } from './rule.ts';

/** The axes of a Reduce node, and a tensor of its result's shape with these axes as 1s. */
function reduction(c: RuleContext): { axes: number[]; stretch: (tensor: string) => string } {
  const dims = c.dims(0);
  const given = c.values(1);
  const isNothing = !given?.length && intOf(c.node, 'noop_with_empty_axes', 0) === 1;
  const everything = isNothing ? [] : dims.map((_, i) => i);
  const axes = given?.length ? positiveAxes(given, dims.length) : everything;
  const kept = dims.map((dim, i) => (axes.includes(i) ? 1 : dim));
  return { axes, stretch: (tensor) => c.builder.reshape(tensor, kept) };
}

const expand = (c: RuleContext, tensor: string, dims: readonly number[]): string => {
  const from = c.builder.shape(tensor);
  return count(from) === count(dims) ? tensor : c.op('Expand', [tensor, c.builder.ints(dims)]);
};

/** g stretched, times a factor of the input's shape. */
const weighted = (factor: (c: RuleContext, y: string) => string): Rule =>
  unary((c) => {
    const { stretch } = reduction(c);
    return c.op('Mul', [factor(c, stretch(c.output(0))), stretch(c.gradient)]);
  });

const reduceMean = unary((c) => {
  const { axes, stretch } = reduction(c);
  const size = axes.reduce((product, axis) => product * c.dims(0)[axis]!, 1);
  const share = c.op('Mul', [stretch(c.gradient), c.builder.scalar(1 / size)]);
  return expand(c, share, c.dims(0));
});

const reduceExtreme = unary((c) => {
  const { axes, stretch } = reduction(c);
  const chosen = c.op('Cast', [c.op('Equal', [c.input(0), stretch(c.output(0))])], { to: 1 });
  const ties = axes.length > 0 ? c.builder.sum(chosen, axes, true) : chosen;
  return c.op('Mul', [chosen, c.op('Div', [stretch(c.gradient), ties])]);
});

/** Σ over the same axes of a product, without one of its elements: prod / x, which wants no zeros. */
const reduceProd = weighted((c, y) => c.op('Div', [y, c.input(0)]));

/** The gradient of the mean over all places, for pictures of any number of axes. */
const globalAverage = unary((c) => {
  const dims = c.dims(0);
  const share = c.op('Mul', [c.gradient, c.builder.scalar(1 / count(dims.slice(2)))]);
  return expand(c, share, dims);
});

const globalMax = unary((c) => {
  const axes = c.dims(0).flatMap((_, i) => (i < 2 ? [] : [i]));
  const chosen = c.op('Cast', [c.op('Equal', [c.input(0), c.output(0)])], { to: 1 });
  return c.op('Mul', [chosen, c.op('Div', [c.gradient, c.builder.sum(chosen, axes, true)])]);
});

/** The sum runs the other way round. */
const cumulativeSum = unary((c) => {
  const attributes = {
    exclusive: intOf(c.node, 'exclusive', 0),
    reverse: 1 - intOf(c.node, 'reverse', 0),
  };
  return c.op('CumSum', [c.gradient, c.input(1)], attributes);
});

export const REDUCE: Record<string, Rule> = {
  ArgMax: noGradient,
  ArgMin: noGradient,
  CumSum: cumulativeSum,
  GlobalAveragePool: globalAverage,
  GlobalMaxPool: globalMax,
  ReduceL1: weighted((c) => c.op('Sign', [c.input(0)])),
  // The smallest divisor keeps the gradient of a zero vector at zero.
  ReduceL2: weighted((c, y) => c.op('Div', [c.input(0), c.op('Max', [y, c.builder.scalar(1e-20)])])),
  ReduceLogSum: unary((c) => {
    const { stretch } = reduction(c);
    const total = c.op('Exp', [stretch(c.output(0))]);
    return expand(c, c.op('Div', [stretch(c.gradient), total]), c.dims(0));
  }),
  ReduceLogSumExp: weighted((c, y) => c.op('Exp', [c.op('Sub', [c.input(0), y])])),
  ReduceMax: reduceExtreme,
  ReduceMean: reduceMean,
  ReduceMin: reduceExtreme,
  ReduceProd: reduceProd,
  ReduceSum: unary((c) => expand(c, reduction(c).stretch(c.gradient), c.dims(0))),
  ReduceSumSquare: weighted((c) => c.op('Mul', [c.input(0), c.builder.scalar(2)])),
};
