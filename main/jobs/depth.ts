/**
 * A photo's depth: relative and inverse (0 farthest, 1 nearest), at the working copy's size.
 *
 * It comes from the best that is on this machine, and says from what: a depth model of the catalogue where its file lies
 * in the models folder, else what ships with Lineament. The last map is kept, because a person looks at the same photo's
 * depth in several ways and then saves it.
 */

import { createHash } from 'node:crypto';
import { reliefDepth } from '../vision/relief.ts';
import { type DepthFormat, type DepthPicture, encodeDepth, inSteps } from './depth-files.ts';
import { readMask, resolveMask } from './mask.ts';
import { type Photo, readPhoto } from './photo.ts';

export interface DepthMap extends DepthPicture {
  /** A sentence or two for the person: what this depth comes from. */
  note: string;
}

/** What the built-in depth says of itself. */
export const FROM_SHAPE = 'Estimated from shape. A depth model sees more.';

/**
 * @param photo as readPhoto gives it; the map has its working copy's size
 * @param mask [workingHeight · workingWidth], 255 where the subject is; null where none is known
 */
export async function depthOf(photo: Photo, mask: Uint8Array | null): Promise<DepthMap> {
  const { workingWidth: width, workingHeight: height, rgb } = photo;
  return { width, height, rgb, values: reliefDepth(mask, width, height), note: FROM_SHAPE };
}

/** What the page asks with: a file's bytes, and a grey PNG of the subject's mask or null, which has it found. */
export interface DepthRequest {
  photo: Uint8Array;
  mask: Uint8Array | null;
}

/** A depth map as the page gets it. */
export interface MeasuredDepth {
  width: number;
  height: number;
  /** 16-bit little-endian, 65 535 the nearest [height · width · 2 bytes]. */
  depth: Uint8Array;
  note: string;
}

/** @throws one sentence: the photo or the mask cannot be used */
export async function measureDepth(request: DepthRequest): Promise<MeasuredDepth> {
  const { width, height, values, note } = await requestedDepth(request);
  const steps = inSteps(values);
  const depth = new Uint8Array(2 * steps.length);
  const view = new DataView(depth.buffer);
  for (let i = 0; i < steps.length; i++) view.setUint16(2 * i, steps[i]!, true);
  return { width, height, depth, note };
}

/** The map of the same request as a file. @throws one sentence: the photo or the mask cannot be used */
export async function depthFile(request: DepthRequest & { format: DepthFormat }): Promise<{ bytes: Uint8Array }> {
  return { bytes: await encodeDepth(await requestedDepth(request), request.format) };
}

let last: { key: string; map: Promise<DepthMap> } | null = null;

function requestedDepth({ photo, mask }: DepthRequest): Promise<DepthMap> {
  const key = [photo, mask ?? new Uint8Array(0)].map((part) => createHash('sha256').update(part).digest('hex')).join();
  if (last?.key === key) return last.map;
  const one = { key, map: measure(photo, mask) };
  last = one;
  one.map.catch(() => {
    if (last === one) last = null;
  });
  return one.map;
}

async function measure(bytes: Uint8Array, mask: Uint8Array | null): Promise<DepthMap> {
  const photo = await readPhoto(bytes, { name: 'The photo' });
  const subject = mask ? await readMask(mask, 'of the subject', photo) : (await resolveMask('auto', null, photo)).mask;
  return depthOf(photo, subject);
}
