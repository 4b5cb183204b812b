/** The separate subjects of a mask for the page, each as a mask of its own that can be left out. */

import { subjectParts, withParts } from '../vision/subject-parts.ts';
import { greyPng } from './grey-png.ts';
import { readGreyMask } from './segment.ts';

export interface FoundPart {
  /** A grey PNG of the mask's size that holds this part alone, its soft edge with it. */
  mask: Uint8Array;
  /** Share of the picture that it covers, 0..1. */
  share: number;
  /** What holds it, 0..1 of the picture's width and height. */
  box: { left: number; top: number; right: number; bottom: number };
}

/** Parts that are told apart at most; smaller ones go with the last. */
const MOST = 24;

/**
 * The parts of a mask, the largest first; together they are the mask. None where it is nowhere more than half.
 * @throws one sentence: the mask is no picture
 */
export async function listParts({ mask }: { mask: Uint8Array }): Promise<{ parts: FoundPart[] }> {
  const { values, width, height } = await readGreyMask(mask);
  const found = subjectParts(values, width, height);
  const { parts } = found;
  const shown = parts.slice(0, MOST).map(async ({ area, box: { x, y, ...size } }, k): Promise<FoundPart> => {
    const rest = k === MOST - 1 ? parts.slice(MOST).map((_, i) => MOST + 1 + i) : [];
    const alone = withParts(values, found, [k + 1, ...rest]);
    return {
      mask: await greyPng(alone, width, height),
      share: area,
      box: { left: x / width, top: y / height, right: (x + size.width) / width, bottom: (y + size.height) / height },
    };
  });
  return { parts: await Promise.all(shown) };
}
