/**
 * The network that tells a subject from its ground, as it ships with Lineament. What it is, what taught it and where
 * it is weak is told in models/README.md.
 *
 * It is opened for each photo, in some tens of milliseconds, and let go: a folder of photos holds no memory for it while
 * it draws.
 */

import path from 'node:path';
import { floatTensor } from '../autodiff/tensor.ts';
import { IN_PACKAGE, readPackageFile } from './package-file.ts';
import { createSession, runSession } from './session.ts';

/** Where the file lies under the package's root. */
const FILE = path.join('models', 'mask.onnx');

/**
 * Opens the mask network, lets `use` ask it, on one picture at a time or on several of one size, and lets it go.
 *
 * What `use` is given takes planes of red, green, blue, 0..1 [pictures · 3 · height · width], and the width and height in
 * pixels, multiples of 16; it answers with the odds (logits) that a pixel is the subject's, at half the size
 * [pictures · height/2 · width/2].
 *
 * @param from a file inside the package, to look upwards from
 * @throws one sentence when the file is not there; what ONNX Runtime throws when it is damaged; what `use` throws
 */
export async function withMaskNetwork<T>(
  use: (odds: (pixels: Float32Array, width: number, height: number) => Promise<Float32Array>) => Promise<T>,
  from = IN_PACKAGE,
): Promise<T> {
  const session = await createSession(await readPackageFile(FILE, 'the mask network', from));
  try {
    return await use(async (pixels, width, height) => {
      const dims = [pixels.length / (3 * height * width), 3, height, width];
      const { subject } = await runSession(session, { pixels: floatTensor(pixels, dims) }, ['subject']);
      return subject!.data as Float32Array;
    });
  } finally {
    await session.release();
  }
}
