/**
 * The encoder that ships with Lineament, so that the first sketch needs no download. What it is, and what it is not,
 * is told in models/README.md.
 */

import path from 'node:path';
import { readModel } from '../autodiff/onnx.ts';
import type { EncoderParts } from './onnx-encoder.ts';
import { IN_PACKAGE, readPackageFile } from './package-file.ts';

/** Where the file lies under the package's root. */
const FILE = path.join('models', 'encoder.onnx');

/**
 * The built-in encoder: pixels in 0..1, any side that is a multiple of 16, to `detail` (64 channels, an eighth of the
 * side), `layout` (96, a sixteenth), the embedding (128) and saliency (a sixteenth, summing to 1).
 *
 * @param from a file inside the package, to look upwards from
 * @throws Error with one sentence when the file is not there; ModelError when it is damaged
 */
export async function readBuiltInEncoder(from = IN_PACKAGE): Promise<EncoderParts> {
  return {
    name: 'built-in',
    graph: readModel(await readPackageFile(FILE, 'the built-in encoder', from)),
    hash: null,
    input: 'pixels',
    inputLayout: 'channels-first',
    batch: null,
    // The graph itself subtracts the mean and divides by the deviation.
    normalise: null,
    maps: [
      { tensor: 'detail', arrangement: 'channels-first' },
      { tensor: 'layout', arrangement: 'channels-first' },
    ],
    embedding: 'embedding',
    saliency: [{ tensor: 'saliency', kind: 'map' }],
    grid: null,
  };
}
