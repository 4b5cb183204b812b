/**
 * Pictures of people's own as grey ones: a mask from a file, the painted detail of a document. The browser decodes
 * them, so whatever it shows can be used, and nothing broken gets further than here.
 */

import type { GreyPicture } from '../document/grey-png.ts';

/** Of the picture that is covered, where transparency is a mask: less is a fault, more is no mask. As in the engine. */
const MEANINGFUL_SHARE = [0.005, 0.98] as const;

/**
 * The picture's brightness, 0 to 255, or how opaque it is where something was cut out of it.
 *
 * @param longest of the sides, pixels: a larger picture is made smaller
 * @throws Error without words of its own when the browser can't decode it
 */
export async function readGreyPicture(bytes: Uint8Array, longest: number): Promise<GreyPicture> {
  const picture = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const { data } = context.getImageData(0, 0, width, height);
  const alpha = alphaOf(data);
  if (isMeaningful(alpha)) return { width, height, grey: alpha };
  // Rec. 601, as the engine weighs a mask's colours; grey stays exactly what it was.
  const grey = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!),
  );
  return { width, height, grey };
}

function alphaOf(data: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3]!);
}

function isMeaningful(alpha: Uint8Array): boolean {
  const share = alpha.reduce((count, value) => count + (value >= 128 ? 1 : 0), 0) / alpha.length;
  return share >= MEANINGFUL_SHARE[0] && share <= MEANINGFUL_SHARE[1];
}
