/**
 * The rule of GridSample with respect to the picture, for a grid that is constant (a fixed warp): every sample's
 * gradient is scattered to the places that it was mixed from, with the same weights.
 *
 * Coordinates: onnx/docs/Operators.md, GridSample; Jaderberg et al. 2015, section 3.3.
 */

import { intOf, textOf } from '../attributes.ts';
import { ModelError } from '../graph.ts';
import { type Rule, unary } from './rule.ts';

/** A sample's place mixed from up to four pixels: flat indices and weights. */
type Mixture = [index: number, weight: number][];

function mixture(x: number, y: number, width: number, height: number, isNearest: boolean, clamps: boolean): Mixture {
  const place = (value: number, size: number) => (clamps ? Math.min(Math.max(value, 0), size - 1) : value);
  const [px, py] = [place(x, width), place(y, height)];
  const corners: [number, number, number][] = [];
  if (isNearest) corners.push([roundEven(px), roundEven(py), 1]);
  else {
    const [left, top] = [Math.floor(px), Math.floor(py)];
    const [fx, fy] = [px - left, py - top];
    corners.push([left, top, (1 - fx) * (1 - fy)], [left + 1, top, fx * (1 - fy)]);
    corners.push([left, top + 1, (1 - fx) * fy], [left + 1, top + 1, fx * fy]);
  }
  return corners.map(([cx, cy, weight]) =>
    cx < 0 || cy < 0 || cx >= width || cy >= height ? [0, 0] : [cy * width + cx, weight],
  );
}

/** Halves go to the even neighbour, as C's nearbyint does. */
function roundEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const gridSample: Rule = unary((c) => {
  const { builder } = c;
  const [batch, channels, height, width] = c.dims(0) as [number, number, number, number];
  const grid = c.constant(1)!;
  const [, rows, columns] = grid.dims as [number, number, number];
  const mode = textOf(c.node, 'mode', 'linear');
  const padding = textOf(c.node, 'padding_mode', 'zeros');
  const isNearest = mode === 'nearest';
  if (!['linear', 'bilinear', 'nearest'].includes(mode) || !['zeros', 'border'].includes(padding)) {
    throw new ModelError(
      `${c.describe()} samples by "${mode}" with padding "${padding}", which its rule does not cover`,
    );
  }
  const isAligned = intOf(c.node, 'align_corners', 0) === 1;
  const pixel = (value: number, size: number) =>
    isAligned ? ((value + 1) / 2) * (size - 1) : ((value + 1) * size - 1) / 2;
  const samples = rows * columns;
  const values = grid.data as Float32Array;
  const corners = isNearest ? 1 : 4;
  const indices = new BigInt64Array(batch * channels * corners * samples);
  const weights = new Float32Array(batch * corners * samples);
  for (let n = 0; n < batch; n++) {
    for (let s = 0; s < samples; s++) {
      const at = (n * samples + s) * 2;
      const mixed = mixture(
        pixel(values[at]!, width),
        pixel(values[at + 1]!, height),
        width,
        height,
        isNearest,
        padding === 'border',
      );
      mixed.forEach(([index, weight], corner) => {
        weights[(n * corners + corner) * samples + s] = weight;
        for (let channel = 0; channel < channels; channel++) {
          indices[((n * channels + channel) * corners + corner) * samples + s] = BigInt(index);
        }
      });
    }
  }
  const shares = c.op('Mul', [
    builder.reshape(c.gradient, [batch, channels, 1, samples]),
    builder.constant(weights, [batch, 1, corners, samples], 'weights'),
  ]);
  const flat = [batch, channels, corners * samples];
  const places = builder.tensor({ type: 'int64', dims: flat, data: indices }, 'places');
  const scattered = c.op(
    'ScatterElements',
    [builder.zeros([batch, channels, height * width]), places, builder.reshape(shares, flat)],
    { axis: 2, reduction: 'add' },
  );
  return builder.reshape(scattered, c.dims(0));
});

export const SAMPLE: Record<string, Rule> = { GridSample: gridSample };
