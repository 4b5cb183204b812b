/**
 * Arithmetic of masks: how much of the photo one keeps, and masks joined to each other or taken out of each other.
 *
 * Values are how much of a place is kept, so joining takes the greater and taking away leaves what the other does not
 * keep: soft edges stay soft.
 */

import type { GreyPicture } from './grey-png.ts';

/** The longer side of a mask that begins with nothing, pixels: the engine's working copy is no larger. */
const SIDE = 1024;
/** From here on a place counts as kept: as in the engine. */
const KEPT = 128;

/** A mask that keeps nothing of a photo of that size, photo px. */
export function emptyMask({ width, height }: { width: number; height: number }): GreyPicture {
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  return { ...size, grey: new Uint8Array(size.width * size.height) };
}

/** Whether anything is kept. */
export function keepsAnything({ grey }: GreyPicture): boolean {
  return grey.some((value) => value >= KEPT);
}

/** How much of the photo is kept, 0..1: what is kept half counts for half. */
export function keptShare({ grey }: GreyPicture): number {
  let sum = 0;
  // A plain loop, as this is done for every move of the brush.
  for (let i = 0; i < grey.length; i++) sum += grey[i]!;
  return sum / (255 * grey.length);
}

/** What either keeps, at the first one's size. */
export function joined(mask: GreyPicture, other: GreyPicture): GreyPicture {
  const { grey } = sized(other, mask);
  return { ...mask, grey: mask.grey.map((value, i) => Math.max(value, grey[i]!)) };
}

/** What the first keeps and the other does not. */
export function without(mask: GreyPicture, other: GreyPicture): GreyPicture {
  const { grey } = sized(other, mask);
  return { ...mask, grey: mask.grey.map((value, i) => Math.min(value, 255 - grey[i]!)) };
}

/** The picture at another size, bilinear; the very picture where it has that size. */
function sized(picture: GreyPicture, { width, height }: { width: number; height: number }): GreyPicture {
  if (picture.width === width && picture.height === height) return picture;
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const [top, bottom, down] = taps(y, height, picture.height);
    for (let x = 0; x < width; x++) {
      const [left, right, across] = taps(x, width, picture.width);
      const at = (row: number) => {
        const [a, b] = [picture.grey[row * picture.width + left]!, picture.grey[row * picture.width + right]!];
        return a + across * (b - a);
      };
      grey[y * width + x] = Math.round(at(top) + down * (at(bottom) - at(top)));
    }
  }
  return { width, height, grey };
}

/** The two pixels of `from` that lie about pixel `k` of `to`, and how much the second counts. */
function taps(k: number, to: number, from: number): [number, number, number] {
  const at = Math.min(from - 1, Math.max(0, ((k + 0.5) * from) / to - 0.5));
  const low = Math.floor(at);
  return [low, Math.min(from - 1, low + 1), at - low];
}
