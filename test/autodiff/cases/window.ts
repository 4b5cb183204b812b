/** Poolings and resizes. */

import type { PlainAttribute } from '../../../main/autodiff/attributes.ts';
import { type Case, distinct, floats, ints, picture, positive } from './case.ts';

export const POOL: Case[] = [
  { op: 'AveragePool', inputs: [[2, 3, 4, 6]], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  {
    op: 'AveragePool',
    variant: 'uneven rest',
    inputs: [[1, 2, 5, 7]],
    attributes: { kernel_shape: [2, 3], strides: [2, 3] },
  },
  {
    op: 'AveragePool',
    variant: 'overlapping, pads counted',
    inputs: [picture],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1 },
  },
  {
    op: 'AveragePool',
    variant: 'overlapping, pads not counted, ceil',
    inputs: [picture],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 0, 0], ceil_mode: 1 },
  },
  { op: 'MaxPool', inputs: [[2, 3, 4, 6]], attributes: { kernel_shape: [2, 2], strides: [2, 2] }, sample: distinct },
  {
    op: 'MaxPool',
    variant: 'overlapping, ceil',
    inputs: [[1, 2, 6, 7]],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 },
    sample: distinct,
  },
  {
    op: 'MaxPool',
    variant: 'pads, dilated',
    inputs: [[1, 2, 7, 7]],
    attributes: { kernel_shape: [2, 3], dilations: [2, 2], pads: [1, 1, 1, 1] },
    sample: distinct,
  },
  { op: 'LpPool', inputs: [[1, 2, 4, 4]], attributes: { kernel_shape: [3, 3], p: 2 }, sample: positive },
  {
    op: 'LpPool',
    variant: 'p = 3',
    inputs: [[1, 2, 4, 4]],
    attributes: { kernel_shape: [2, 2], p: 3 },
    sample: positive,
  },
];

const resized = (
  variant: string,
  dims: number[],
  sizes: number[],
  attributes: Record<string, PlainAttribute>,
): Case => ({
  op: 'Resize',
  variant,
  inputs: [dims, '', '', ints(...sizes)],
  attributes,
});

export const RESIZE: Case[] = [
  {
    op: 'Resize',
    variant: 'nearest, doubled',
    inputs: [[1, 2, 3, 4], '', floats(1, 1, 2, 2)],
    attributes: { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  },
  ...['align_corners', 'half_pixel', 'pytorch_half_pixel', 'asymmetric', 'half_pixel_symmetric'].map((mode) =>
    resized(`linear, ${mode}`, [1, 2, 4, 5], [1, 2, 7, 3], { mode: 'linear', coordinate_transformation_mode: mode }),
  ),
  ...['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'].map((mode) =>
    resized(`nearest, ${mode}`, [1, 2, 4, 5], [1, 2, 7, 3], { nearest_mode: mode }),
  ),
  resized('cubic', [1, 2, 4, 5], [1, 2, 7, 3], { mode: 'cubic' }),
  resized('cubic, align corners', [1, 2, 5, 5], [1, 2, 8, 7], {
    mode: 'cubic',
    coordinate_transformation_mode: 'align_corners',
  }),
  resized('cubic, without the outside', [1, 2, 4, 5], [1, 2, 7, 3], { mode: 'cubic', exclude_outside: 1 }),
  resized('linear, antialiased', [1, 2, 8, 9], [1, 2, 3, 4], { mode: 'linear', antialias: 1 }),
  resized('cubic, antialiased', [1, 2, 8, 9], [1, 2, 3, 4], { mode: 'cubic', antialias: 1 }),
  resized('to one place', [1, 2, 4, 5], [1, 2, 1, 1], {
    mode: 'linear',
    coordinate_transformation_mode: 'pytorch_half_pixel',
  }),
];
