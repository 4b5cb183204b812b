/**
 * The rule of Resize. A resize is a linear map along each axis (nearest, linear and cubic alike, with or
 * without antialiasing), so the gradient is the transposed map along each axis.
 *
 * Coordinates and kernels: onnx/docs/Operators.md, Resize; the cubic is Keys' (1981) with a = −0.75 unless said; the
 * antialiased kernels are stretched by the scale, as Pillow does it.
 */

import { floatOf, intOf, textOf } from '../attributes.ts';
import { ModelError } from '../graph.ts';
import { count } from '../tensor.ts';
import { type AxisMap, applyAlong, isIdentity, transposed } from './axis-map.ts';
import { type Rule, unary } from './rule.ts';

/** Where place `x` of the result lies in the input. `scale` is output over input. */
const COORDINATES: Record<string, (x: number, scale: number, input: number, output: number) => number> = {
  align_corners: (x, _, input, output) => (output === 1 ? 0 : (x * (input - 1)) / (output - 1)),
  asymmetric: (x, scale) => x / scale,
  half_pixel: (x, scale) => (x + 0.5) / scale - 0.5,
  half_pixel_symmetric: (x, scale, input, output) => {
    const offset = (input / 2) * (1 - output / (scale * input));
    return offset + (x + 0.5) / scale - 0.5;
  },
  pytorch_half_pixel: (x, scale, _, output) => (output > 1 ? (x + 0.5) / scale - 0.5 : 0),
  tf_half_pixel_for_nn: (x, scale) => (x + 0.5) / scale,
};

const NEAREST: Record<string, (x: number) => number> = {
  ceil: Math.ceil,
  floor: Math.floor,
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
};

const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x));

const cubic =
  (a: number) =>
  (distance: number): number => {
    const x = Math.abs(distance);
    if (x <= 1) return (a + 2) * x ** 3 - (a + 3) * x ** 2 + 1;
    if (x < 2) return a * x ** 3 - 5 * a * x ** 2 + 8 * a * x - 4 * a;
    return 0;
  };

interface ResizeSettings {
  mode: string;
  coordinates: string;
  nearest: string;
  cubicA: number;
  excludeOutside: boolean;
  antialias: boolean;
}

/** The matrix of a resize along one axis. */
function resizeMap(input: number, output: number, scale: number, settings: ResizeSettings): AxisMap {
  const locate = COORDINATES[settings.coordinates];
  if (!locate) throw new ModelError(`Resize by coordinates "${settings.coordinates}" has no rule`);
  const isLinear = settings.mode === 'linear';
  const stretch = settings.antialias && scale < 1 ? 1 / scale : 1;
  const support = (isLinear ? 1 : 2) * stretch;
  const kernel = isLinear ? triangle : cubic(settings.cubicA);
  return Array.from({ length: output }, (_, place) => {
    const row = new Float32Array(input);
    // Equal sizes are the same picture, whatever the coordinates say.
    const at = scale === 1 ? place : locate(place, scale, input, output);
    if (settings.mode === 'nearest') {
      row[clamp(NEAREST[settings.nearest]!(at), input)] = 1;
      return row;
    }
    const centre = isLinear && !settings.antialias ? Math.min(Math.max(at, 0), input - 1) : at;
    const first = Math.floor(centre - support) + 1;
    const taps: [number, number][] = [];
    for (let tap = first; tap < centre + support; tap++) {
      const isOutside = tap < 0 || tap >= input;
      if (!isOutside || !settings.excludeOutside) taps.push([clamp(tap, input), kernel((tap - centre) / stretch)]);
    }
    const total = taps.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [tap, weight] of taps) row[tap]! += weight / total;
    return row;
  });
}

function clamp(index: number, size: number): number {
  return Math.min(Math.max(index, 0), size - 1);
}

/** Whether a map repeats each element `factor` times. */
function isRepeat(map: AxisMap, factor: number): boolean {
  if (!Number.isInteger(factor)) return false;
  return map.every((row, r) => row.every((value, c) => value === (Math.floor(r / factor) === c ? 1 : 0)));
}

/** Inputs are the picture, roi, scales and sizes, the last two alternatives. */
const resize = unary((c) => {
  const { builder, node } = c;
  const dims = c.dims(0);
  const output = builder.shape(c.output(0));
  const mode = textOf(node, 'mode', 'nearest');
  const settings: ResizeSettings = {
    mode: mode === 'bilinear' ? 'linear' : mode,
    coordinates: textOf(node, 'coordinate_transformation_mode', 'half_pixel'),
    nearest: textOf(node, 'nearest_mode', 'round_prefer_floor'),
    cubicA: floatOf(node, 'cubic_coeff_a', -0.75),
    excludeOutside: intOf(node, 'exclude_outside', 0) === 1,
    antialias: intOf(node, 'antialias', 0) === 1,
  };
  const given = c.values(2);
  const axes = node.attributes['axes']?.kind === 'ints' ? node.attributes['axes'].value : null;
  const maps = dims.map((size, axis) => {
    const position = axes ? axes.map((a) => (a < 0 ? a + dims.length : a)).indexOf(axis) : axis;
    const scale = position < 0 ? 1 : given?.length ? given[position]! : output[axis]! / size;
    return resizeMap(size, output[axis]!, scale, settings);
  });
  const factors = dims.map((size, axis) => output[axis]! / size);
  const isBlocks =
    dims.length === 4 &&
    maps.every((map, axis) => isRepeat(map, factors[axis]!)) &&
    factors[0] === 1 &&
    factors[1] === 1;
  if (isBlocks && !maps.every(isIdentity)) {
    const kernel = factors.slice(2);
    const mean = c.op('AveragePool', [c.gradient], { kernel_shape: kernel, strides: kernel });
    return c.op('Mul', [mean, builder.scalar(count(kernel))]);
  }
  return maps.reduce(
    (gradient, map, axis) => applyAlong(builder, gradient, axis, transposed(map, dims[axis]!)),
    c.gradient,
  );
});

export const RESIZE: Record<string, Rule> = {
  Resize: resize,
};
