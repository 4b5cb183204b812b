/** A mask model's inputs and outputs, made for tests, shaped like U²-Net: what is red is subject. */

import { createHash } from 'node:crypto';
import { writeModel } from '../../main/autodiff/onnx-write.ts';
import { floatTensor } from '../../main/autodiff/tensor.ts';
import type { CatalogueEntry } from '../../main/models/catalogue.ts';

const SIDE = 32;

const NORMALISATION = { mean: [0, 0.4, 0.3], std: [1, 0.25, 0.3] };

/**
 * `input` [1 · 3 · S · S] to `d0` [1 · 1 · S · S], how likely it is red and not green, and a side output that says
 * nothing.
 */
export const MASK_MODEL = writeModel({
  opset: 13,
  domains: {},
  // Red for, and green against; with the normalisation, (0.8, 0.13) is far above and (0.53, 0.53) far below.
  initializers: new Map([
    ['weight', floatTensor(Float32Array.of(10, -5, 0), [1, 3, 1, 1])],
    ['bias', floatTensor(Float32Array.of(-6), [1])],
  ]),
  inputs: [{ name: 'input', type: 'float32', dims: [1, 3, SIDE, SIDE] }],
  outputs: [
    { name: 'd0', type: 'float32', dims: [1, 1, SIDE, SIDE] },
    { name: 'd1', type: 'float32', dims: [1, 1, SIDE, SIDE] },
  ],
  nodes: [
    { op: 'Conv', domain: '', name: 'conv', inputs: ['input', 'weight', 'bias'], outputs: ['odds'], attributes: {} },
    { op: 'Sigmoid', domain: '', name: 'shares', inputs: ['odds'], outputs: ['d0'], attributes: {} },
    { op: 'Neg', domain: '', name: 'side', inputs: ['odds'], outputs: ['d1'], attributes: {} },
  ],
});

export const MASK_ENTRY: CatalogueEntry = {
  name: 'small-mask',
  purpose: 'mask',
  title: 'A small mask model',
  about: 'Made for tests.',
  file: 'small-mask.onnx',
  url: 'https://example.org/small/resolve/0123abc/model.onnx',
  bytes: MASK_MODEL.length,
  megabytes: 1,
  sha256: createHash('sha256').update(MASK_MODEL).digest('hex'),
  licence: { name: 'MIT', terms: 'Use it as you like.' },
  side: SIDE,
  normalisation: NORMALISATION,
  features: null,
  needs: [],
};
