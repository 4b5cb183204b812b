/** What guides a sketch, from a person's switches and masks: depth is measured, parts are read, both lie in the frame. */

import { emphasisInFrame } from '../sketch/emphasis.ts';
import { type Guide, nearnessWithin, type Part } from '../sketch/guide.ts';
import { type Outlook, TRACE_SIDE } from '../sketch/scene.ts';
import { depthOf } from './depth.ts';
import type { GuideWish } from './guide-wish.ts';
import { readMask } from './mask.ts';
import type { Photo } from './photo.ts';

/**
 * @param mask [workingHeight · workingWidth], 255 where the subject is; null: all of the photo is drawn
 * @returns null where nothing is wished for; notes are for the person
 * @throws one sentence: a part's mask cannot be read, or its shape is not the photo's
 */
export async function guideFor(
  { byDepth = [], regions = [] }: GuideWish,
  picture: Photo,
  mask: Uint8Array | null,
  { frame }: Outlook,
): Promise<{ guide: Guide | null; notes: string[] }> {
  if (!byDepth.length && !regions.length) return { guide: null, notes: [] };
  const { workingWidth: width, workingHeight: height } = picture;
  const inFrame = (map: Uint8Array) =>
    emphasisInFrame(map, width, height, frame, TRACE_SIDE) ?? new Float32Array(TRACE_SIDE * TRACE_SIDE);
  const parts: Part[] = [];
  for (const { mask: file, strokes } of regions)
    parts.push({ where: inFrame(await readMask(file, 'of a region', picture)), strokes });
  const by = {
    width: byDepth.includes('width'),
    order: byDepth.includes('order'),
    outline: byDepth.includes('outline'),
  };
  if (!byDepth.length) return { guide: { near: null, by, parts }, notes: [] };
  const depth = await depthOf(picture, mask);
  const nearness = inFrame(Uint8Array.from(depth.values, (value) => Math.round(255 * value)));
  const drawn = inFrame(mask ?? new Uint8Array(width * height).fill(255));
  return { guide: { near: nearnessWithin(nearness, drawn), by, parts }, notes: [`Depth: ${depth.note}`] };
}
