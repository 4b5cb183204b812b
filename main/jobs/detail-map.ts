/**
 * The picture with which a person asks for more detail: grey, laid over the whole photo, the brighter the more. What is
 * transparent in it asks for nothing, so that a painting on no ground will do.
 */

import { type Emphasis, emphasisInFrame } from '../sketch/emphasis.ts';
import type { Frame } from '../sketch/frame.ts';
import { TRACE_SIDE } from '../sketch/scene.ts';
import { luminance, readOver } from './mask.ts';
import type { Photo } from './photo.ts';

/**
 * @param file its path, or its bytes
 * @param name what messages call it, where it has a name
 * @param frame of the photo's working copy
 * @returns [TRACE_SIDE²] of the frame, 0..1; null where it is dark all over the frame
 * @throws one sentence: its shape is not the photo's, or it cannot be read
 */
export async function readDetail(
  file: string | Uint8Array,
  photo: Photo,
  frame: Frame,
  name: string | null = null,
): Promise<Emphasis> {
  const map = await readOver(file, name === null ? 'detail map' : `detail map ${name}`, photo, brightness);
  return emphasisInFrame(map, photo.workingWidth, photo.workingHeight, frame, TRACE_SIDE);
}

/** How bright it is on black: photos are read on white. */
function brightness({ rgb, alpha }: Photo): Uint8Array {
  const onWhite = luminance(rgb);
  return alpha ? onWhite.map((value, i) => Math.max(0, value - (255 - alpha[i]!))) : onWhite;
}
