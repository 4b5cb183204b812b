/**
 * Rules of the normalisations. All but the affine ones share one scheme: with x̂ the normalised tensor, s its inverse
 * deviation and g′ the gradient times the scale, dx = s·(g′ − mean g′ − x̂·mean(g′x̂)); without centring the middle term
 * is missing (RMS). (Ba et al. 2016; the same algebra as for batch norm, Ioffe and Szegedy 2015, section 3.)
 */

import { floatOf, intOf, intsOf } from '../attributes.ts';
import type { GraphBuilder } from '../builder.ts';
import { count } from '../tensor.ts';
import { type Rule, type RuleContext, unary } from './rule.ts';

/** dx from g′, x̂ and s, whose means run over `axes`. */
function scheme(
  builder: GraphBuilder,
  scaled: string,
  normal: string,
  inverse: string,
  axes: number[],
  isCentred: boolean,
): string {
  const along = builder.mean(builder.op('Mul', [scaled, normal]), axes, true);
  const centred = isCentred ? builder.op('Sub', [scaled, builder.mean(scaled, axes, true)]) : scaled;
  const rest = builder.op('Sub', [centred, builder.op('Mul', [normal, along])]);
  return builder.op('Mul', [rest, inverse]);
}

/** x̂ and s of a tensor over some axes. */
function standardise(
  builder: GraphBuilder,
  x: string,
  axes: number[],
  epsilon: number,
  isCentred = true,
): { normal: string; inverse: string } {
  const centred = isCentred ? builder.op('Sub', [x, builder.mean(x, axes, true)]) : x;
  const variance = builder.mean(builder.op('Mul', [centred, centred]), axes, true);
  const deviation = builder.op('Sqrt', [builder.op('Add', [variance, builder.scalar(epsilon)])]);
  const inverse = builder.op('Reciprocal', [deviation]);
  return { normal: builder.op('Mul', [centred, inverse]), inverse };
}

/** Axes from `axis` on. */
function axesFrom(rank: number, axis: number): number[] {
  const first = axis < 0 ? axis + rank : axis;
  return Array.from({ length: rank - first }, (_, i) => first + i);
}

/** A scale per channel as [1, C, 1, …]. */
function perChannel(builder: GraphBuilder, name: string, rank: number): string {
  const [channels] = builder.shape(name) as [number];
  return builder.reshape(name, [1, channels, ...new Array<number>(rank - 2).fill(1)]);
}

/** Inference: an affine map with constants, which is computed here. */
const batchNormalization = unary((c) => {
  const scale = c.values(1)!;
  const variance = c.values(4)!;
  const epsilon = floatOf(c.node, 'epsilon', 1e-5);
  const factor = scale.map((value, i) => value / Math.sqrt(variance[i]! + epsilon));
  const dims = [
    1,
    factor.length,
    ...c
      .dims(0)
      .slice(2)
      .map(() => 1),
  ];
  const constant = c.builder.once(`${c.input(1)} over ${c.input(4)} ${dims}`, () => c.builder.constant(factor, dims));
  return c.op('Mul', [c.gradient, constant]);
});

/** The node itself gives mean and inverse deviation when asked (outputs 1 and 2). */
const layerNormalization: Rule = (c) => {
  const { builder } = c;
  if (!c.wants(0)) return [];
  const dims = c.dims(0);
  const axes = axesFrom(dims.length, intOf(c.node, 'axis', -1));
  const kept = dims.map((dim, i) => (axes.includes(i) ? 1 : dim));
  const mean = builder.exposeOutput(c.node, 1, kept);
  const inverse = builder.exposeOutput(c.node, 2, kept);
  const normal = c.op('Mul', [c.op('Sub', [c.input(0), mean]), inverse]);
  const scaled = c.op('Mul', [c.gradient, c.input(1)]);
  return [scheme(builder, scaled, normal, inverse, axes, true)];
};

/** Root mean square alone (opset 23's RMSNormalization, ONNX Runtime's SimplifiedLayerNormalization). */
const rmsNormalization: Rule = (c) => {
  if (!c.wants(0)) return [];
  const axes = axesFrom(c.dims(0).length, intOf(c.node, 'axis', -1));
  const { normal, inverse } = standardise(c.builder, c.input(0), axes, floatOf(c.node, 'epsilon', 1e-5), false);
  const scaled = c.op('Mul', [c.gradient, c.input(1)]);
  return [scheme(c.builder, scaled, normal, inverse, axes, false)];
};

/** ONNX Runtime's residual and norm in one: x + skip (+ bias), normalised; output 3 is that sum. */
const skipNormalization =
  (isCentred: boolean): Rule =>
  (c) => {
    const { builder } = c;
    const biasIndex = isCentred ? 4 : 3;
    const plain = c.op('Add', [c.input(0), c.input(1)]);
    const x = c.has(biasIndex) ? c.op('Add', [plain, c.input(biasIndex)]) : plain;
    const axes = [c.dims(0).length - 1];
    const { normal, inverse } = standardise(builder, x, axes, floatOf(c.node, 'epsilon', 1e-5), isCentred);
    const scaled = c.op('Mul', [c.gradient, c.input(2)]);
    const gradient = scheme(builder, scaled, normal, inverse, axes, isCentred);
    const further = c.maybeGradient(3);
    const total = further ? c.op('Add', [gradient, further]) : gradient;
    return [total, total];
  };

const instanceNormalization = unary((c) => {
  const rank = c.dims(0).length;
  const axes = axesFrom(rank, 2);
  const { normal, inverse } = standardise(c.builder, c.input(0), axes, floatOf(c.node, 'epsilon', 1e-5));
  const scaled = c.op('Mul', [c.gradient, perChannel(c.builder, c.input(1), rank)]);
  return scheme(c.builder, scaled, normal, inverse, axes, true);
});

/** The scale is per channel since set 21 and per group before; which one it is, its length tells. */
const groupNormalization = unary((c) => {
  const { builder } = c;
  const [batch, channels, ...spatial] = c.dims(0) as [number, number, ...number[]];
  const groups = intOf(c.node, 'num_groups', 1);
  const grouped = [batch, groups, (channels / groups) * count(spatial)];
  const x = builder.reshape(c.input(0), grouped);
  const { normal, inverse } = standardise(builder, x, [2], floatOf(c.node, 'epsilon', 1e-5));
  const isPerGroup = c.dims(1)[0] === groups && groups !== channels;
  const scaled = isPerGroup
    ? c.op('Mul', [builder.reshape(c.gradient, grouped), builder.reshape(c.input(1), [1, groups, 1])])
    : builder.reshape(c.op('Mul', [c.gradient, perChannel(builder, c.input(1), spatial.length + 2)]), grouped);
  return builder.reshape(scheme(builder, scaled, normal, inverse, [2], true), c.dims(0));
});

/** Along `axes` (0, 2 and 3 unless said), without scale. */
const meanVarianceNormalization = unary((c) => {
  const axes = intsOf(c.node, 'axes') ?? [0, 2, 3];
  const { normal, inverse } = standardise(c.builder, c.input(0), axes, 1e-9);
  return scheme(c.builder, c.gradient, normal, inverse, axes, true);
});

/** y = x/‖x‖: (g − d·Σ g·y)/‖x‖ with d the norm's slope, y for p = 2 and sign x for p = 1. */
const lpNormalization = unary((c) => {
  const { builder } = c;
  const [x, y] = [c.input(0), c.output(0)];
  const axes = [intOf(c.node, 'axis', -1)];
  const isEuclidean = intOf(c.node, 'p', 2) === 2;
  const norm = builder.reduce(isEuclidean ? 'ReduceL2' : 'ReduceL1', x, axes, true);
  const slope = isEuclidean ? y : c.op('Sign', [x]);
  const along = builder.sum(c.op('Mul', [c.gradient, y]), axes, true);
  return c.op('Div', [c.op('Sub', [c.gradient, c.op('Mul', [slope, along])]), norm]);
});

/**
 * Local response normalisation (Krizhevsky et al. 2012, 3.3): y = x·n^−β, n = bias + α/size·Σ x² over near channels.
 * dx = g·n^−β − 2αβ/size·x·Σ g·x·n^(−β−1), the sum over the mirrored window.
 */
const localResponseNormalization = unary((c) => {
  const { builder } = c;
  const size = intOf(c.node, 'size', 1);
  const [alpha, beta] = [floatOf(c.node, 'alpha', 1e-4), floatOf(c.node, 'beta', 0.75)];
  const before = Math.floor((size - 1) / 2);
  const after = size - 1 - before;
  const x = c.input(0);
  const square = windowSum(c, c.op('Mul', [x, x]), before, after);
  const spread = c.op('Mul', [square, builder.scalar(alpha / size)]);
  const norm = c.op('Add', [spread, builder.scalar(floatOf(c.node, 'bias', 1))]);
  const power = c.op('Pow', [norm, builder.scalar(-beta)]);
  const direct = c.op('Mul', [c.gradient, power]);
  const crossed = windowSum(c, c.op('Div', [c.op('Mul', [direct, x]), norm]), after, before);
  const factor = builder.scalar((2 * alpha * beta) / size);
  return c.op('Sub', [direct, c.op('Mul', [c.op('Mul', [x, crossed]), factor])]);
});

/** Σ over the channels from `before` below to `after` above. */
function windowSum(c: RuleContext, tensor: string, before: number, after: number): string {
  const { builder } = c;
  const dims = builder.shape(tensor);
  const side = (length: number) => dims.map((_, i) => (i === 1 ? length : 0));
  const padded = builder.pad(tensor, side(before), side(after));
  const parts = Array.from({ length: before + after + 1 }, (_, i) => builder.slice(padded, [i], [i + dims[1]!], [1]));
  return parts.length === 1 ? parts[0]! : builder.op('Sum', parts);
}

export const NORMALISE: Record<string, Rule> = {
  BatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  LpNormalization: lpNormalization,
  LRN: localResponseNormalization,
  MeanVarianceNormalization: meanVarianceNormalization,
  RMSNormalization: rmsNormalization,
  SimplifiedLayerNormalization: rmsNormalization,
  SkipLayerNormalization: skipNormalization(true),
  SkipSimplifiedLayerNormalization: skipNormalization(false),
};
