/**
 * The network that tells a subject from its ground, as it ships with Lineament. What it is, what taught it and where
 * it is weak is told in models/README.md.
 *
 * One photo needs it once, and a session of it opens in some tens of milliseconds, so it is opened for each photo and
 * let go: a folder of photos holds no memory for it while it draws.
 */

import path from 'node:path';
import { floatTensor } from '../autodiff/tensor.ts';
import { IN_PACKAGE, readPackageFile } from './package-file.ts';
import { createSession, runSession } from './session.ts';

/** Where the file lies under the package's root. */
const FILE = path.join('models', 'mask.onnx');

/**
 * Runs the mask network once, on one picture or on several of one size.
 *
 * @param pixels planes of red, green, blue, 0..1 [pictures · 3 · height · width]
 * @param width in pixels, a multiple of 16
 * @param height in pixels, a multiple of 16
 * @param from a file inside the package, to look upwards from
 * @returns the odds (logits) that a pixel is the subject's, at half the size [pictures · height/2 · width/2]
 * @throws one sentence when the file is not there; what ONNX Runtime throws when it is damaged
 */
export async function subjectOdds(
  pixels: Float32Array,
  width: number,
  height: number,
  from = IN_PACKAGE,
): Promise<Float32Array> {
  const session = await createSession(await readPackageFile(FILE, 'the mask network', from));
  try {
    const dims = [pixels.length / (3 * height * width), 3, height, width];
    const { subject } = await runSession(session, { pixels: floatTensor(pixels, dims) }, ['subject']);
    return subject!.data as Float32Array;
  } finally {
    await session.release();
  }
}
