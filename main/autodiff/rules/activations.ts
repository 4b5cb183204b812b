/**
 * Rules of the activation functions, by their results where possible, so that the inputs need not be kept.
 * Definitions: onnx/docs/Operators.md; com.microsoft's: onnxruntime/docs/ContribOperators.md.
 */

import { floatOf, intOf, textOf } from '../attributes.ts';
import { copyInBlocks, inBlocks, isBlocked } from './blocked.ts';
import { noGradient, type Rule, type RuleContext, unary } from './rule.ts';
import { step } from './step.ts';

const times = (c: RuleContext, factor: string): string => c.op('Mul', [c.gradient, factor]);

/** g where a tensor is above a bound, and `otherwise` (0) elsewhere. */
const whereAbove = (c: RuleContext, tensor: string, bound: number, otherwise?: string): string => {
  const above = c.op('Greater', [tensor, c.builder.scalar(bound)]);
  return c.op('Where', [above, c.gradient, otherwise ?? c.builder.scalar(0)]);
};

/** g where low < x < high. */
const between = (c: RuleContext, x: string, low: number, high: number, value: string): string => {
  const zero = c.builder.scalar(0);
  const above = c.op('Greater', [x, c.builder.scalar(low)]);
  const below = c.op('Less', [x, c.builder.scalar(high)]);
  return c.op('Where', [c.op('And', [above, below]), value, zero]);
};

const scaled = (c: RuleContext, tensor: string, factor: number): string =>
  factor === 1 ? tensor : c.op('Mul', [tensor, c.builder.scalar(factor)]);

const shifted = (c: RuleContext, tensor: string, offset: number): string =>
  c.op('Add', [tensor, c.builder.scalar(offset)]);

/** y(1 − y) */
const logisticSlope = (c: RuleContext, y: string): string => c.op('Mul', [y, c.op('Sub', [c.builder.scalar(1), y])]);

/** x·σ(αx), with slope σ + αx·σ(1 − σ). */
const swish =
  (alphaOf: (c: RuleContext) => number): Rule =>
  (c) => {
    if (!c.wants(0)) return [];
    const alpha = alphaOf(c);
    const x = c.input(0);
    const gate = c.op('Sigmoid', [scaled(c, x, alpha)]);
    // σ·(1 + αx(1 − σ)) = σ + αy(1 − σ)
    const rest = c.op('Sub', [c.builder.scalar(1), gate]);
    const slope = c.op('Add', [gate, c.op('Mul', [scaled(c, c.output(0), alpha), rest])]);
    return [times(c, slope)];
  };

/** Φ(x) + x·φ(x), the slope of x·Φ(x) with Φ the normal distribution. */
const geluSlope = (c: RuleContext, x: string): string => {
  const cumulative = scaled(c, shifted(c, c.op('Erf', [scaled(c, x, Math.SQRT1_2)]), 1), 0.5);
  const bell = c.op('Exp', [scaled(c, c.op('Mul', [x, x]), -0.5)]);
  return c.op('Add', [cumulative, c.op('Mul', [x, scaled(c, bell, 1 / Math.sqrt(2 * Math.PI))])]);
};

/** Slope of ½x(1 + tanh u), u = √(2/π)(x + 0.044715x³). */
const geluTanhSlope = (c: RuleContext, x: string): string => {
  const root = Math.sqrt(2 / Math.PI);
  const square = c.op('Mul', [x, x]);
  const inner = c.op('Mul', [x, shifted(c, scaled(c, square, root * 0.044715), root)]);
  const bend = c.op('Tanh', [inner]);
  const left = scaled(c, shifted(c, bend, 1), 0.5);
  const steep = c.op('Sub', [c.builder.scalar(1), c.op('Mul', [bend, bend])]);
  const innerSlope = shifted(c, scaled(c, square, 3 * root * 0.044715), root);
  const right = c.op('Mul', [scaled(c, x, 0.5), c.op('Mul', [steep, innerSlope])]);
  return c.op('Add', [left, right]);
};

/**
 * By the result, whose sign the input's is: g times a ramp so steep that it is a step. Measured on the CPU provider for
 * an RN50, differentiated over plain: 2.18 so, 2.25 with Cast of Greater, 2.26 with Where; Sign is slower still.
 */
const relu = unary((c) => {
  const y = c.output(0);
  if (c.target !== 'x64' || !isBlocked(c.builder, y)) return times(c, step(c, y, 0, 1));
  return c.op('Mul', [inBlocks(c.builder, c.gradient), step(c, copyInBlocks(c.builder, y), 0, 1)]);
});

/** x plus an optional bias, as com.microsoft's fused operators have it: both take the same gradient. */
const withBias =
  (slope: (c: RuleContext, x: string) => string): Rule =>
  (c) => {
    const x = c.has(1) ? c.op('Add', [c.input(0), c.input(1)]) : c.input(0);
    const gradient = times(c, slope(c, x));
    return [gradient, gradient];
  };

/** Where x ≥ 0 the slope is 1 (times `scale`); below, y + `lift`, for y = lift(eˣ − 1). */
const exponentialUnit = (c: RuleContext, scale: number, lift: number): string => {
  const below = times(c, shifted(c, c.output(0), lift));
  const positive = c.op('Greater', [c.input(0), c.builder.scalar(0)]);
  return c.op('Where', [positive, scaled(c, c.gradient, scale), below]);
};

const prelu: Rule = (c) => {
  const [x, slope] = [c.input(0), c.input(1)];
  const zero = c.builder.scalar(0);
  const positive = c.op('Greater', [x, zero]);
  return [
    c.wants(0) ? c.op('Where', [positive, c.gradient, c.op('Mul', [c.gradient, slope])]) : null,
    c.wants(1) ? c.op('Where', [positive, zero, c.op('Mul', [c.gradient, x])]) : null,
  ];
};

const softmax = unary((c) => {
  const y = c.output(0);
  const axis = intOf(c.node, 'axis', -1);
  const weighted = times(c, y);
  const total = c.builder.sum(weighted, [axis], true);
  return c.op('Sub', [weighted, c.op('Mul', [y, total])]);
});

const logSoftmax = unary((c) => {
  const axis = intOf(c.node, 'axis', -1);
  const total = c.builder.sum(c.gradient, [axis], true);
  return c.op('Sub', [c.gradient, c.op('Mul', [c.op('Exp', [c.output(0)]), total])]);
});

/** x·tanh(softplus x); slope tanh s + x·(1 − tanh² s)·σ(x). */
const mish = unary((c) => {
  const x = c.input(0);
  const bend = c.op('Tanh', [c.op('Softplus', [x])]);
  const steep = c.op('Sub', [c.builder.scalar(1), c.op('Mul', [bend, bend])]);
  const right = c.op('Mul', [c.op('Mul', [x, c.op('Sigmoid', [x])]), steep]);
  return times(c, c.op('Add', [bend, right]));
});

/** x·clip(x/6 + ½, 0, 1); slope 0, (2x + 3)/6, 1. */
const hardSwish = unary((c) => {
  const x = c.input(0);
  const ramp = times(c, shifted(c, scaled(c, x, 1 / 3), 0.5));
  const high = c.op('Less', [x, c.builder.scalar(3)]);
  const low = c.op('Greater', [x, c.builder.scalar(-3)]);
  return c.op('Where', [low, c.op('Where', [high, ramp, c.gradient]), c.builder.scalar(0)]);
});

export const ACTIVATIONS: Record<string, Rule> = {
  BiasGelu: withBias(geluSlope),
  Celu: unary((c) => {
    const alpha = floatOf(c.node, 'alpha', 1);
    const below = times(c, shifted(c, scaled(c, c.output(0), 1 / alpha), 1));
    return c.op('Where', [c.op('Greater', [c.input(0), c.builder.scalar(0)]), c.gradient, below]);
  }),
  Elu: unary((c) => exponentialUnit(c, 1, floatOf(c.node, 'alpha', 1))),
  FastGelu: withBias(geluTanhSlope),
  Gelu: unary((c) => {
    const slope = textOf(c.node, 'approximate', 'none') === 'tanh' ? geluTanhSlope : geluSlope;
    return times(c, slope(c, c.input(0)));
  }),
  Hardmax: noGradient,
  // The result is strictly between 0 and 1 exactly where the ramp is.
  HardSigmoid: unary((c) => scaled(c, between(c, c.output(0), 0, 1, c.gradient), floatOf(c.node, 'alpha', 0.2))),
  HardSwish: hardSwish,
  LeakyRelu: unary((c) => whereAbove(c, c.input(0), 0, scaled(c, c.gradient, floatOf(c.node, 'alpha', 0.01)))),
  LogSoftmax: logSoftmax,
  Mish: mish,
  PRelu: prelu,
  QuickGelu: swish((c) => floatOf(c.node, 'alpha', 1.702)),
  Relu: relu,
  Selu: unary((c) => {
    const gamma = floatOf(c.node, 'gamma', 1.0507009873554805);
    return exponentialUnit(c, gamma, gamma * floatOf(c.node, 'alpha', 1.6732632423543772));
  }),
  Sigmoid: unary((c) => times(c, logisticSlope(c, c.output(0)))),
  Softmax: softmax,
  Softplus: unary((c) => times(c, c.op('Sigmoid', [c.input(0)]))),
  // x / (1 + |x|), slope (1 − |y|)²
  Softsign: unary((c) => {
    const rest = c.op('Sub', [c.builder.scalar(1), c.op('Abs', [c.output(0)])]);
    return times(c, c.op('Mul', [rest, rest]));
  }),
  Swish: swish((c) => floatOf(c.node, 'alpha', 1)),
  Tanh: unary((c) => {
    const y = c.output(0);
    return times(c, c.op('Sub', [c.builder.scalar(1), c.op('Mul', [y, y])]));
  }),
  ThresholdedRelu: unary((c) => whereAbove(c, c.input(0), floatOf(c.node, 'alpha', 1))),
};
