/**
 * Mask models of the catalogue, shaped like U²-Net (Qin et al., U²-Net: Going Deeper with Nested U-Structure, Pattern
 * Recognition 2020): a square picture in, the subject's share of each of its places out. Like the built-in network they
 * are opened for each photo and let go.
 */

import fs from 'node:fs/promises';
import { floatTensor } from '../autodiff/tensor.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { createSession, runSession } from './session.ts';

/**
 * Runs a mask model on one picture: one input of pixels; of its outputs the first counts, the others are what it thought
 * on the way.
 *
 * @param file the model's file, found right by findModel
 * @param pixels planes in 0..1 of the picture stretched to the entry's square [3 · side · side]; they are normalised here
 * @returns the subject's share of each place, 0..1 [side · side]
 * @throws one sentence where it answers with something else; what ONNX Runtime throws
 */
export async function modelSubject(entry: CatalogueEntry, file: string, pixels: Float32Array): Promise<Float32Array> {
  const { side, title } = entry;
  const { mean, std } = entry.normalisation;
  const plane = side * side;
  const normal = pixels.map((value, i) => {
    const channel = Math.floor(i / plane);
    return (value - mean[channel]!) / std[channel]!;
  });
  const session = await createSession(new Uint8Array(await fs.readFile(file)));
  try {
    const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
    const found = await runSession(session, { [input]: floatTensor(normal, [1, 3, side, side]) }, [output]);
    const { data, dims } = found[output]!;
    if (data.length !== plane)
      throw new Error(`${title} answered with ${dims.join(' × ')} numbers, not a mask of ${side} × ${side}.`);
    return Float32Array.from(data as Float32Array, (value) => Math.min(1, Math.max(0, value)));
  } finally {
    await session.release();
  }
}
