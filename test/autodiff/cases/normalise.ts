/** Normalisations and reductions. */

import { type Case, distinct, floats, int, ints, one, picture, positive, stepOf, stepped } from './case.ts';

export const NORMALISE: Case[] = [
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

export const REDUCE: Case[] = [
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
