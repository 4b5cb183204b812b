/** Products and convolutions. */

import { type Case, picture } from './case.ts';

export const LINEAR: Case[] = [
  {
    op: 'MatMul',
    inputs: [
      [3, 4],
      [4, 2],
    ],
    wrt: [0, 1],
  },
  {
    op: 'MatMul',
    variant: 'batches',
    inputs: [
      [2, 2, 3, 4],
      [2, 1, 4, 2],
    ],
    wrt: [0, 1],
  },
  {
    op: 'MatMul',
    variant: 'batch times matrix',
    inputs: [
      [2, 3, 4],
      [4, 2],
    ],
    wrt: [0, 1],
  },
  {
    op: 'MatMul',
    variant: 'matrix times batch',
    inputs: [
      [3, 4],
      [2, 4, 2],
    ],
    wrt: [0, 1],
  },
  { op: 'MatMul', variant: 'vector on the left', inputs: [[4], [2, 4, 3]], wrt: [0, 1] },
  { op: 'MatMul', variant: 'vector on the right', inputs: [[2, 3, 4], [4]], wrt: [0, 1] },
  { op: 'MatMul', variant: 'vectors', inputs: [[4], [4]], wrt: [0, 1] },
  { op: 'Gemm', inputs: [[3, 4], [4, 2], [2]], wrt: [0, 1, 2], attributes: { alpha: 0.5, beta: 2 } },
  {
    op: 'Gemm',
    variant: 'A transposed',
    inputs: [
      [4, 3],
      [4, 2],
    ],
    wrt: [0, 1],
    attributes: { transA: 1 },
  },
  {
    op: 'Gemm',
    variant: 'B transposed',
    inputs: [
      [3, 4],
      [2, 4],
    ],
    wrt: [0, 1],
    attributes: { transB: 1 },
  },
  {
    op: 'Gemm',
    variant: 'both',
    inputs: [
      [4, 3],
      [2, 4],
    ],
    wrt: [0, 1],
    attributes: { transA: 1, transB: 1 },
  },
  {
    op: 'Einsum',
    inputs: [
      [2, 3, 4],
      [2, 5, 4],
    ],
    wrt: [0, 1],
    attributes: { equation: 'bik,bjk->bij' },
  },
  {
    op: 'Einsum',
    variant: 'summed letter',
    inputs: [
      [2, 3],
      [4, 3],
    ],
    wrt: [0],
    attributes: { equation: 'ai,bi->b' },
  },
  {
    op: 'FusedMatMul',
    domain: 'com.microsoft',
    inputs: [
      [2, 4, 3],
      [2, 5, 4],
    ],
    wrt: [0, 1],
    attributes: { alpha: 0.5, transA: 1, transB: 1 },
  },
  { op: 'Conv', inputs: [picture, [3, 4, 3, 3], [3]], attributes: { pads: [1, 1, 1, 1] } },
  { op: 'Conv', variant: 'no pads, dilated', inputs: [picture, [3, 4, 2, 2]], attributes: { dilations: [2, 3] } },
  {
    op: 'Conv',
    variant: 'pads beyond the kernel',
    inputs: [
      [1, 2, 4, 4],
      [3, 2, 1, 1],
    ],
    attributes: { pads: [1, 1, 1, 1] },
  },
  { op: 'Conv', variant: 'grouped', inputs: [picture, [6, 2, 3, 3]], attributes: { group: 2, pads: [1, 1, 1, 1] } },
  { op: 'Conv', variant: 'depthwise', inputs: [picture, [4, 1, 3, 3]], attributes: { group: 4, pads: [1, 1, 1, 1] } },
  {
    op: 'Conv',
    variant: 'stride 2',
    inputs: [picture, [3, 4, 3, 3]],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    op: 'Conv',
    variant: 'stride 2, uneven',
    inputs: [
      [2, 2, 7, 8],
      [3, 2, 3, 3],
    ],
    attributes: { strides: [2, 2] },
  },
  {
    op: 'Conv',
    variant: 'stride 3 of kernel 7',
    inputs: [
      [1, 2, 11, 10],
      [3, 2, 7, 7],
    ],
    attributes: { strides: [3, 3], pads: [3, 3, 3, 3] },
  },
  {
    op: 'Conv',
    variant: 'stride 2, depthwise',
    inputs: [picture, [4, 1, 5, 5]],
    attributes: { group: 4, strides: [2, 2], pads: [2, 2, 2, 2] },
  },
  {
    op: 'Conv',
    variant: 'patches',
    inputs: [
      [2, 3, 8, 8],
      [5, 3, 4, 4],
    ],
    attributes: { strides: [4, 4] },
  },
  { op: 'Conv', variant: '1×1 at stride 2', inputs: [picture, [3, 4, 1, 1]], attributes: { strides: [2, 2] } },
  { op: 'Conv', variant: 'strides that differ', inputs: [picture, [3, 4, 3, 3]], attributes: { strides: [1, 2] } },
  {
    op: 'Conv',
    variant: 'same, upper',
    inputs: [picture, [3, 4, 3, 3]],
    attributes: { strides: [2, 2], auto_pad: 'SAME_UPPER' },
  },
  {
    op: 'Conv',
    variant: 'one axis',
    inputs: [
      [2, 3, 9],
      [4, 3, 3],
    ],
    attributes: { strides: [2], pads: [1, 1] },
  },
  {
    op: 'Conv',
    variant: 'three axes',
    inputs: [
      [1, 2, 3, 4, 3],
      [2, 2, 2, 2, 2],
    ],
    attributes: {},
  },
  {
    op: 'ConvTranspose',
    inputs: [[2, 4, 3, 3], [4, 2, 3, 3], [4]],
    attributes: { group: 2, strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] },
  },
  {
    op: 'ConvTranspose',
    variant: 'plain',
    inputs: [
      [1, 2, 3, 4],
      [2, 3, 2, 2],
    ],
    attributes: { strides: [2, 2] },
  },
];
