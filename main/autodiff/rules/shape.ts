/**
 * Rules of the operators that move elements about. Their gradients move them back: what was cut out is padded with
 * zeros, what was repeated is summed, what was gathered is scattered.
 */

import { intOf, intsOf, textOf } from '../attributes.ts';
import type { GraphBuilder } from '../builder.ts';
import { ModelError } from '../graph.ts';
import { positiveAxes, sliceRange } from '../shapes.ts';
import { intTensor } from '../tensor.ts';
import { type AxisMap, applyAlong, transposed } from './axis-map.ts';
import { noGradient, type Rule, type RuleContext, unary } from './rule.ts';

/** For operators that keep all elements in their order. */
const reshapeBack = unary((c) => c.builder.reshape(c.gradient, c.dims(0)));

const transposeBack = unary((c) => {
  const rank = c.dims(0).length;
  const order = intsOf(c.node, 'perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return c.builder.transpose(c.gradient, inverse);
});

/** The node's axis, counted from the front. */
const axisOf = (c: RuleContext, otherwise: number, rank: number): number =>
  positiveAxes([intOf(c.node, 'axis', otherwise)], rank)[0]!;

const concat: Rule = (c) => {
  const axis = axisOf(c, 0, c.builder.shape(c.output(0)).length);
  let at = 0;
  return c.node.inputs.map((_, i) => {
    const from = at;
    at += c.dims(i)[axis]!;
    return c.wants(i) ? c.builder.slice(c.gradient, [from], [at], [axis]) : null;
  });
};

/** Parts that nothing depends on are zeros. */
const split = unary((c) => {
  const axis = axisOf(c, 0, c.dims(0).length);
  const parts = c.node.outputs.map((name, i) => c.maybeGradient(i) ?? c.builder.zeros(c.builder.shape(name)));
  return parts.length === 1 ? parts[0]! : c.op('Concat', parts, { axis });
});

/** Puts `tensor` into zeros along an axis: element j goes to start + j·step. */
export function spread(
  builder: GraphBuilder,
  tensor: string,
  axis: number,
  size: number,
  start: number,
  step: number,
): string {
  const dims = builder.shape(tensor);
  const length = dims[axis]!;
  if (length === 0) return builder.zeros(dims.map((dim, i) => (i === axis ? size : dim)));
  if (step < 0) {
    // The same elements in rising order.
    const risen = builder.slice(tensor, [-1], [-(2 ** 31)], [axis], [-1]);
    return spread(builder, risen, axis, size, start + (length - 1) * step, -step);
  }
  let dense = tensor;
  if (step > 1) {
    const cells = builder.reshape(tensor, [...dims.slice(0, axis + 1), 1, ...dims.slice(axis + 1)]);
    const after = new Array<number>(dims.length + 1).fill(0);
    after[axis + 1] = step - 1;
    const wide = builder.pad(cells, new Array<number>(dims.length + 1).fill(0), after);
    const flat = builder.reshape(
      wide,
      dims.map((dim, i) => (i === axis ? dim * step : dim)),
    );
    dense = builder.slice(flat, [0], [(length - 1) * step + 1], [axis]);
  }
  const covered = (length - 1) * step + 1;
  const side = (pad: number) => dims.map((_, i) => (i === axis ? pad : 0));
  return builder.pad(dense, side(start), side(size - start - covered));
}

const slice = unary((c) => {
  const dims = c.dims(0);
  const [starts, ends] = [c.values(1)!, c.values(2)!];
  const axes = positiveAxes(c.values(3) ?? starts.map((_, i) => i), dims.length);
  const steps = c.values(4) ?? starts.map(() => 1);
  return axes.reduce((gradient, axis, i) => {
    const { start, step } = sliceRange(dims[axis]!, starts[i]!, ends[i]!, steps[i]!);
    return spread(c.builder, gradient, axis, dims[axis]!, start, step);
  }, c.gradient);
});

/**
 * Picks along an axis by constant indices: a run of neighbours is padded back, distinct indices are gathered back
 * through their inverse, and where one element was picked twice the picking is a product with a 0/1 matrix.
 */
const gather = unary((c) => {
  const { builder } = c;
  const dims = c.dims(0);
  const axis = axisOf(c, 0, dims.length);
  const size = dims[axis]!;
  const indices = c.values(1)!.map((index) => (index < 0 ? index + size : index));
  const flat = builder.reshape(c.gradient, [...dims.slice(0, axis), indices.length, ...dims.slice(axis + 1)]);
  const step = indices.length > 1 ? indices[1]! - indices[0]! : 1;
  if (step !== 0 && indices.every((index, i) => index === indices[0]! + i * step)) {
    return spread(builder, flat, axis, size, indices[0]!, step);
  }
  if (new Set(indices).size === indices.length) {
    // One slot of zeros behind the gradient serves all that was not picked.
    const padded = builder.pad(
      flat,
      dims.map(() => 0),
      dims.map((_, i) => (i === axis ? 1 : 0)),
    );
    const inverse = new Array<number>(size).fill(indices.length);
    indices.forEach((index, i) => {
      inverse[index] = i;
    });
    return c.op('Gather', [padded, builder.ints(inverse)], { axis });
  }
  const picking: AxisMap = Array.from({ length: size }, () => new Float32Array(indices.length));
  indices.forEach((index, i) => {
    picking[index]![i] = 1;
  });
  return applyAlong(builder, flat, axis, picking);
});

const gatherElements = unary((c) =>
  c.op('ScatterElements', [c.builder.zeros(c.dims(0)), c.input(1), c.gradient], {
    axis: axisOf(c, 0, c.dims(0).length),
    reduction: 'add',
  }),
);

const gatherND = unary((c) => {
  if (intOf(c.node, 'batch_dims', 0) !== 0)
    throw new ModelError(`${c.describe()} has batch_dims, which its rule does not cover`);
  return c.op('ScatterND', [c.builder.zeros(c.dims(0)), c.input(1), c.gradient], { reduction: 'add' });
});

/** What was overwritten has no gradient; what was added to has. */
const scatter =
  (isElements: boolean): Rule =>
  (c) => {
    const reduction = textOf(c.node, 'reduction', 'none');
    if (reduction !== 'none' && reduction !== 'add') {
      throw new ModelError(
        `${c.describe()} scatters by "${reduction}", which its rule does not cover; "none" and "add" are`,
      );
    }
    const op = isElements ? 'ScatterElements' : 'ScatterND';
    const attributes = isElements ? { axis: axisOf(c, 0, c.dims(0).length) } : {};
    const kept = () => c.op(op, [c.gradient, c.input(1), c.builder.zeros(c.dims(2))], attributes);
    return [
      c.wants(0) ? (reduction === 'add' ? c.gradient : kept()) : null,
      null,
      c.wants(2) ? c.op(isElements ? 'GatherElements' : 'GatherND', [c.gradient, c.input(1)], attributes) : null,
    ];
  };

const tile = unary((c) => {
  const dims = c.dims(0);
  const repeats = c.values(1)!;
  const pairs = c.builder.reshape(
    c.gradient,
    dims.flatMap((dim, i) => [repeats[i]!, dim]),
  );
  const axes = dims.flatMap((_, i) => (repeats[i]! > 1 ? [2 * i] : []));
  return c.builder.reshape(axes.length > 0 ? c.builder.sum(pairs, axes) : pairs, dims);
});

/** Where an element of a padded axis comes from: −1 for a constant. */
const PAD_SOURCES: Record<string, (place: number, size: number) => number> = {
  constant: (place, size) => (place >= 0 && place < size ? place : -1),
  edge: (place, size) => Math.min(Math.max(place, 0), size - 1),
  reflect: (place, size) => {
    if (size === 1) return 0;
    const period = 2 * (size - 1);
    const wrapped = ((place % period) + period) % period;
    return wrapped < size ? wrapped : period - wrapped;
  },
  wrap: (place, size) => ((place % size) + size) % size,
};

const pad = unary((c) => {
  const dims = c.dims(0);
  const pads = c.values(1)!;
  const axes = positiveAxes(c.values(3) ?? dims.map((_, i) => i), dims.length);
  const mode = textOf(c.node, 'mode', 'constant');
  if (mode === 'constant') {
    return axes.reduce((gradient, axis, i) => {
      const [before, after] = [pads[i]!, pads[axes.length + i]!];
      if (before === 0 && after === 0) return gradient;
      const size = dims[axis]!;
      const cut = c.builder.slice(gradient, [Math.max(0, before)], [before + size + Math.min(0, after)], [axis]);
      const side = (length: number) => dims.map((_, k) => (k === axis ? length : 0));
      return c.builder.pad(cut, side(Math.max(0, -before)), side(Math.max(0, -after)));
    }, c.gradient);
  }
  const source = PAD_SOURCES[mode];
  if (!source) throw new ModelError(`${c.describe()} pads by "${mode}", which is not known`);
  return axes.reduce((gradient, axis, i) => {
    const size = dims[axis]!;
    const [before, after] = [pads[i]!, pads[axes.length + i]!];
    const map: AxisMap = Array.from({ length: before + size + after }, (_, place) => {
      const row = new Float32Array(size);
      row[source(place - before, size)] = 1;
      return row;
    });
    return applyAlong(c.builder, gradient, axis, transposed(map, size));
  }, c.gradient);
});

/** Depth to space and back; in mode CRD (PyTorch's pixel shuffle) by a transposition. */
const depthToSpace = unary((c) => {
  const block = intOf(c.node, 'blocksize', 1);
  if (textOf(c.node, 'mode', 'DCR') === 'DCR') return c.op('SpaceToDepth', [c.gradient], { blocksize: block });
  const [batch, channels, height, width] = c.dims(0) as [number, number, number, number];
  const cells = c.builder.reshape(c.gradient, [batch, channels / block ** 2, height, block, width, block]);
  return c.builder.reshape(c.builder.transpose(cells, [0, 1, 3, 5, 2, 4]), c.dims(0));
});

/** Casts between floats are gone (all is float32); a cast to integers has no gradient and is never asked. */
const cast = unary((c) => c.gradient);

/** The largest values along an axis: the gradient goes where they were. */
const topK = unary((c) => {
  const indices = c.builder.exposeOutput(c.node, 1, c.builder.shape(c.output(0)), 'int64');
  return c.op('ScatterElements', [c.builder.zeros(c.dims(0)), indices, c.gradient], {
    axis: axisOf(c, -1, c.dims(0).length),
  });
});

const trilu = unary((c) => {
  const k = c.has(1) ? c.values(1)![0]! : 0;
  const diagonal = c.builder.once(`diagonal ${k}`, () => c.builder.tensor(intTensor([k], []), 'diagonal'));
  return c.op('Trilu', [c.gradient, diagonal], { upper: intOf(c.node, 'upper', 1) });
});

export const SHAPE: Record<string, Rule> = {
  Cast: cast,
  CastLike: cast,
  Concat: concat,
  DepthToSpace: depthToSpace,
  Dropout: unary((c) => c.gradient),
  Expand: unary((c) => c.gradient),
  Flatten: reshapeBack,
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  Identity: unary((c) => c.gradient),
  NonZero: noGradient,
  OneHot: noGradient,
  Pad: pad,
  Reshape: reshapeBack,
  ScatterElements: scatter(true),
  ScatterND: scatter(false),
  Shape: noGradient,
  Size: noGradient,
  Slice: slice,
  SpaceToDepth: unary((c) =>
    c.op('DepthToSpace', [c.gradient], { blocksize: intOf(c.node, 'blocksize', 1), mode: 'DCR' }),
  ),
  Split: split,
  Squeeze: reshapeBack,
  Tile: tile,
  TopK: topK,
  Transpose: transposeBack,
  Trilu: trilu,
  Unsqueeze: reshapeBack,
};
