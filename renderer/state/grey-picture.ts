/**
 * Pictures of people's own as grey ones: a mask from a file, the painted detail of a document. The browser decodes
 * them, so whatever it shows can be used, and nothing broken gets further than here.
 */

import type { GreyPicture } from '../document/grey-png.ts';

/**
 * The picture's brightness, 0 to 255; what is transparent counts as black.
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
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const { data } = context.getImageData(0, 0, width, height);
  // Rec. 709, as sharp weighs colours too; grey stays exactly what it was.
  const grey = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(0.2126 * data[4 * i]! + 0.7152 * data[4 * i + 1]! + 0.0722 * data[4 * i + 2]!),
  );
  return { width, height, grey };
}
