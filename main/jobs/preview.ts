/**
 * What the page needs of a photo before anything is drawn: its size as it is shown, a copy that any browser shows
 * (whatever the file's format, HEIC and TIFF included), and where its subject is.
 */

import sharp from 'sharp';
import { greyPng } from './grey-png.ts';
import { preparePhoto } from './outlook.ts';
import { readPhoto } from './photo.ts';

export interface Preview {
  /** Photo pixels. */
  width: number;
  height: number;
  /** A copy that any browser shows, its longer side 2048 px at most. */
  preview: Uint8Array;
  previewType: 'image/jpeg' | 'image/png';
}

const PREVIEW_SIDE = 2048;
/** Nobody sees a difference on a screen, at half the bytes of 95. */
const JPEG_QUALITY = 88;

/**
 * @param photo a file's bytes
 * @param name of the file, for messages
 * @throws one sentence where it cannot be read
 */
export async function openPreview(photo: Uint8Array, name: string): Promise<Preview> {
  const picture = await readPhoto(photo, { maxSide: PREVIEW_SIDE, name });
  const { width, height, rgb, alpha } = picture;
  const size = { width: picture.workingWidth, height: picture.workingHeight };
  const preview = alpha
    ? await sharp(offWhite(rgb, alpha), { raw: { ...size, channels: 4 } })
        .png({ compressionLevel: 6 })
        .toBuffer()
    : await sharp(rgb, { raw: { ...size, channels: 3 } })
        .jpeg({ quality: JPEG_QUALITY })
        .toBuffer();
  return { width, height, preview: new Uint8Array(preview), previewType: alpha ? 'image/png' : 'image/jpeg' };
}

/**
 * The subject's mask as a grey PNG at the working copy's size; null with a note where no subject stands out.
 *
 * @throws one sentence where the photo cannot be read
 */
export async function previewSubject(photo: Uint8Array): Promise<{ mask: Uint8Array | null; note: string | null }> {
  const { picture, mask, notes } = await preparePhoto({ photo, mask: null, cutOut: true });
  const note = notes[0] ?? null;
  if (!mask) return { mask: null, note };
  return { mask: await greyPng(mask, picture.workingWidth, picture.workingHeight), note };
}

/** RGBA of what readPhoto has put on white. */
function offWhite(rgb: Uint8Array, alpha: Uint8Array): Uint8Array {
  const rgba = new Uint8Array(4 * alpha.length);
  for (let i = 0; i < alpha.length; i++) {
    const opacity = alpha[i]!;
    rgba[4 * i + 3] = opacity;
    if (opacity === 0) continue;
    for (let c = 0; c < 3; c++) {
      const colour = 255 - ((255 - rgb[3 * i + c]!) * 255) / opacity;
      rgba[4 * i + c] = Math.min(255, Math.max(0, Math.round(colour)));
    }
  }
  return rgba;
}
