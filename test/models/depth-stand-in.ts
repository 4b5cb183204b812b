/** A depth model's inputs and outputs, made for tests: what is bright is near. */

import { createHash } from 'node:crypto';
import { writeModel } from '../../main/autodiff/onnx-write.ts';
import type { CatalogueEntry } from '../../main/models/catalogue.ts';

/** `pixel_values` [1 · 3 · H · W] to `predicted_depth` [1 · H · W], the mean of the channels. */
export const DEPTH_MODEL = writeModel({
  opset: 13,
  domains: {},
  initializers: new Map(),
  inputs: [{ name: 'pixel_values', type: 'float32', dims: [1, 3, 'height', 'width'] }],
  outputs: [{ name: 'predicted_depth', type: 'float32', dims: [1, 'height', 'width'] }],
  nodes: [
    {
      op: 'ReduceMean',
      domain: '',
      name: 'mean',
      inputs: ['pixel_values'],
      outputs: ['predicted_depth'],
      attributes: { axes: { kind: 'ints', value: [1] }, keepdims: { kind: 'int', value: 0 } },
    },
  ],
});

export const DEPTH_ENTRY: CatalogueEntry = {
  name: 'small-depth',
  purpose: 'depth',
  title: 'A small depth model',
  about: 'Made for tests.',
  file: 'small-depth.onnx',
  url: 'https://example.org/small/resolve/0123abc/model.onnx',
  bytes: DEPTH_MODEL.length,
  megabytes: 1,
  sha256: createHash('sha256').update(DEPTH_MODEL).digest('hex'),
  licence: { name: 'MIT', terms: 'Use it as you like.' },
  side: 56,
  normalisation: { mean: [0.5, 0.4, 0.3], std: [0.2, 0.25, 0.3] },
  features: null,
  needs: [],
};
