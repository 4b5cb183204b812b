/**
 * Rules of the poolings. An average pool is a linear map along each axis; where its windows neither overlap nor stand
 * over, its gradient is each value repeated. A maximum's gradient is scattered to where the maximum was.
 */

import { intOf, intsOf } from '../attributes.ts';
import type { GraphBuilder } from '../builder.ts';
import { count } from '../tensor.ts';
import { type Window, windowOf } from '../windows.ts';
import { type AxisMap, applyAlong, transposed } from './axis-map.ts';
import { copyInBlocks, isBlocked } from './blocked.ts';
import { type Rule, type RuleContext, unary } from './rule.ts';
import { spread } from './shape.ts';

/** Which elements each window covers, along one axis. */
function coverage(window: Window, axis: number, size: number): AxisMap {
  return Array.from({ length: window.output[axis]! }, (_, place) => {
    const row = new Float32Array(size);
    const start = place * window.strides[axis]! - window.before[axis]!;
    for (let k = 0; k < window.kernel[axis]!; k++) {
      const at = start + k * window.dilations[axis]!;
      if (at >= 0 && at < size) row[at] = 1;
    }
    return row;
  });
}

/** By how many elements each window's sum is divided, along one axis; pads count when ONNX's flag says so. */
function divisors(window: Window, axis: number, size: number, countsPads: boolean): number[] {
  const end = countsPads ? size + window.after[axis]! : size;
  const begin = countsPads ? -window.before[axis]! : 0;
  return Array.from({ length: window.output[axis]! }, (_, place) => {
    const start = place * window.strides[axis]! - window.before[axis]!;
    let covered = 0;
    for (let k = 0; k < window.kernel[axis]!; k++) {
      const at = start + k * window.dilations[axis]!;
      if (at >= begin && at < end) covered++;
    }
    return covered;
  });
}

/** Each value spread over its window and summed where windows overlap. */
function sumBack(c: RuleContext, gradient: string, window: Window): string {
  const dims = c.dims(0);
  return dims.slice(2).reduce((spread, size, axis) => {
    return applyAlong(c.builder, spread, axis + 2, transposed(coverage(window, axis, size), size));
  }, gradient);
}

/**
 * Windows side by side, without pads: each value is repeated over its window; zeros where no window reaches. Resize
 * repeats six times as fast as Expand between new axes (5 ms against 33 for 5×64×112×112 on one CPU thread).
 */
function repeatBack(builder: GraphBuilder, gradient: string, dims: number[], window: Window): string {
  const scales = [1, 1, ...window.kernel];
  const factors = builder.once(`scales ${scales}`, () => builder.constant(scales, [scales.length], 'scales'));
  const whole = builder.op('Resize', [gradient, '', factors], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
  return builder.pad(
    whole,
    dims.map(() => 0),
    dims.map((dim, i) => dim - builder.shape(whole)[i]!),
  );
}

const averagePool = unary((c) => {
  const { builder } = c;
  const dims = c.dims(0);
  const spatial = dims.slice(2);
  const window = windowOf(c.node, spatial, intsOf(c.node, 'kernel_shape')!);
  const isTiling = window.kernel.every(
    (size, i) =>
      size === window.strides[i] &&
      window.dilations[i] === 1 &&
      window.before[i] === 0 &&
      window.after[i] === 0 &&
      window.output[i]! * size <= spatial[i]!,
  );
  if (isTiling) {
    const part = 1 / count(window.kernel);
    const share =
      c.target === 'x64' && isBlocked(builder, c.gradient)
        ? copyInBlocks(builder, c.gradient, part)
        : c.op('Mul', [c.gradient, builder.scalar(part)]);
    return repeatBack(builder, share, dims, window);
  }
  const countsPads = intOf(c.node, 'count_include_pad', 0) === 1;
  const shares = spatial.reduce<number[]>(
    (table, size, axis) => {
      const along = divisors(window, axis, size, countsPads);
      return table.flatMap((value) => along.map((divisor) => value / divisor));
    },
    [1],
  );
  const share = builder.once(`shares ${window.output} ${shares}`, () =>
    builder.constant(shares, [1, 1, ...window.output]),
  );
  return sumBack(c, c.op('Mul', [c.gradient, share]), window);
});

const maxPool = unary((c) => (c.target === 'gpu' ? byOffsets(c) : byIndices(c)));

/** The node itself says where in the flattened input each maximum was (its second output). */
function byIndices(c: RuleContext): string {
  const { builder } = c;
  const dims = c.dims(0);
  const shape = builder.shape(c.output(0));
  const size = count(shape);
  const indices = builder.exposeOutput(c.node, 1, shape, 'int64');
  const flat = c.op(
    'ScatterElements',
    [builder.zeros([count(dims)]), builder.reshape(indices, [size]), builder.reshape(c.gradient, [size])],
    { axis: 0, reduction: 'add' },
  );
  return builder.reshape(flat, dims);
}

/**
 * For each place within the window, in reading order: where the input there is the maximum, that place takes what no
 * earlier place has taken, and it is spread back with the window's strides.
 */
function byOffsets(c: RuleContext): string {
  const { builder } = c;
  const dims = c.dims(0);
  const window = windowOf(c.node, dims.slice(2), intsOf(c.node, 'kernel_shape')!);
  const axes = window.kernel.map((_, i) => i + 2);
  // From the first window's begin to the last one's end.
  const spans = axes.map((_, i) => {
    const reach = (window.kernel[i]! - 1) * window.dilations[i]! + 1;
    return (window.output[i]! - 1) * window.strides[i]! + reach;
  });
  const extents = spans.map((span, i) => Math.max(span, dims[i + 2]! + window.before[i]!));
  const behind = extents.map((extent, i) => extent - dims[i + 2]! - window.before[i]!);
  const pads = builder.ints([0, 0, ...window.before, 0, 0, ...behind]);
  const padded = c.op('Pad', [c.input(0), pads, builder.scalar(LOWEST)]);
  let rest = c.gradient;
  const parts = offsets(window.kernel).map((offset) => {
    const starts = offset.map((place, i) => place * window.dilations[i]!);
    const ends = starts.map((start, i) => start + (window.output[i]! - 1) * window.strides[i]! + 1);
    const here = builder.slice(padded, starts, ends, axes, window.strides);
    const isMaximum = c.op('Cast', [c.op('Equal', [here, c.output(0)])], { to: 1 });
    const taken = c.op('Mul', [rest, isMaximum]);
    rest = c.op('Sub', [rest, taken]);
    return axes.reduce((part, axis, i) => {
      return spread(builder, part, axis, extents[i]!, starts[i]!, window.strides[i]!);
    }, taken);
  });
  const whole = parts.reduce((a, b) => c.op('Add', [a, b]));
  const ends = window.before.map((pad, i) => pad + dims[i + 2]!);
  return builder.slice(whole, window.before, ends, axes);
}

/** Below everything that an encoder computes, so that padding is never a maximum. */
const LOWEST = -3e38;

/** All places of a kernel in reading order. */
function offsets(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, k) => [...place, k])),
    [[]],
  );
}

/** y = (Σ|x|ᵖ)^(1/p): dx = sign x·|x|^(p−1)·Σ over windows of g·y^(1−p). */
const lpPool = unary((c) => {
  const { builder } = c;
  const p = intOf(c.node, 'p', 2);
  const window = windowOf(c.node, c.dims(0).slice(2), intsOf(c.node, 'kernel_shape')!);
  const [x, y] = [c.input(0), c.output(0)];
  const shared = p === 1 ? c.gradient : c.op('Mul', [c.gradient, c.op('Pow', [y, builder.scalar(1 - p)])]);
  const spread = sumBack(c, shared, window);
  if (p === 2) return c.op('Mul', [spread, x]);
  const steepness = p === 1 ? builder.scalar(1) : c.op('Pow', [c.op('Abs', [x]), builder.scalar(p - 1)]);
  return c.op('Mul', [spread, c.op('Mul', [steepness, c.op('Sign', [x])])]);
});

export const POOL: Record<string, Rule> = {
  AveragePool: averagePool,
  LpPool: lpPool,
  MaxPool: maxPool,
};
