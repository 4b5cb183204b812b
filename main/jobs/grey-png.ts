/** Masks and maps as the grey pictures in which they cross a process. */

import sharp from 'sharp';

/** A grey PNG of one channel. @param values 0..255 [height · width] */
export async function greyPng(values: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const raw = { width, height, channels: 1 as const };
  return new Uint8Array(await sharp(values, { raw }).toColourspace('b-w').png().toBuffer());
}
