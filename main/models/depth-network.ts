/**
 * Networks that say how near each place of a picture is: the one that ships with Lineament, and depth models of the
 * catalogue. Like the mask network they are opened for each photo and let go.
 */

import fs from 'node:fs/promises';
import path from 'node:path';
import { floatTensor } from '../autodiff/tensor.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { IN_PACKAGE, readPackageFile } from './package-file.ts';
import { createSession, runSession } from './session.ts';

/** Where the built-in network's file lies under the package's root. */
const FILE = path.join('models', 'depth.onnx');

/**
 * Runs the built-in network once. What it is, what taught it and where it is weak is told in models/README.md.
 *
 * @param pixels planes of red, green, blue, 0..1 [pictures · 3 · height · width]
 * @param width in pixels, a multiple of 16
 * @param height in pixels, a multiple of 16
 * @param from a file inside the package, to look upwards from
 * @returns inverse depth up to a scale and a shift, at half the size [pictures · height/2 · width/2]
 * @throws one sentence when the file is not there; what ONNX Runtime throws when it is damaged
 */
export async function nearness(
  pixels: Float32Array,
  width: number,
  height: number,
  from = IN_PACKAGE,
): Promise<Float32Array> {
  const session = await createSession(await readPackageFile(FILE, 'the depth network', from));
  try {
    const dims = [pixels.length / (3 * height * width), 3, height, width];
    const { depth } = await runSession(session, { pixels: floatTensor(pixels, dims) }, ['depth']);
    return depth!.data as Float32Array;
  } finally {
    await session.release();
  }
}

/**
 * Runs a depth model of the catalogue on one picture: one input of pixels, one output of as many numbers.
 *
 * @param file the model's file, found right by findModel
 * @param pixels planes in 0..1 [3 · height · width], which are normalised here as the entry says
 * @returns inverse depth up to a scale and a shift [height · width]
 * @throws one sentence where it answers with something else; what ONNX Runtime throws
 */
export async function modelNearness(
  entry: CatalogueEntry,
  file: string,
  pixels: Float32Array,
  width: number,
  height: number,
): Promise<Float32Array> {
  const { mean, std } = entry.normalisation;
  const normal = pixels.map((value, i) => {
    const channel = Math.floor(i / (width * height));
    return (value - mean[channel]!) / std[channel]!;
  });
  const session = await createSession(new Uint8Array(await fs.readFile(file)));
  try {
    const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
    const found = await runSession(session, { [input]: floatTensor(normal, [1, 3, height, width]) }, [output]);
    const { data, dims } = found[output]!;
    if (data.length !== width * height)
      throw new Error(
        `${entry.title} answered with ${dims.join(' × ')} numbers, not the picture's ${height} × ${width}.`,
      );
    return data as Float32Array;
  } finally {
    await session.release();
  }
}
