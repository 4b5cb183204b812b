/**
 * A photo's subject cut out of it: found or given, drawn to the photo's edges at its full size, on nothing, on a colour,
 * or before the faded photo, as a file.
 *
 * The photo is read twice: a working copy, on which the subject is found, and the whole, of which only the pixels, the
 * alpha and the picture to be written are held. The same photo and wish give the same bytes.
 */

import sharp from 'sharp';
import { writeWhole } from '../files/whole-file.ts';
import { cleanEdges } from '../vision/foreground.ts';
import { photoAlpha } from '../vision/photo-alpha.ts';
import { subjectParts, withParts } from '../vision/subject-parts.ts';
import { readMask, resolveMask } from './mask.ts';
import { type Photo, readPhoto } from './photo.ts';

/** With transparency, or the mask alone. */
export type CutoutFormat = 'png' | 'webp' | 'mask';

export interface CutoutWish {
  format: CutoutFormat;
  /** 'auto', 'none', a picture's file or a folder, as `sketch` takes them. */
  mask: string;
  /** What lies behind the subject: nothing, the photo faded to near white, or '#rrggbb'. */
  ground: string;
  /** Whether the picture ends where the subject does. */
  trim: boolean;
  /** Numbers of the subjects that are kept, the largest is 1; null: all. */
  parts: number[] | null;
  /** The longer side at most, in pixels. */
  maxSide: number;
}

/** How much of the photo is left where it is faded. */
const FADED = 0.2;
/** sharp's default of 80 shows blocks at soft edges. */
const WEBP_QUALITY = 90;
/** Alpha below this is dust, not subject: it does not hold the picture open when it is trimmed. */
const SEEN = 8;

interface Cutout {
  width: number;
  height: number;
  /** The photo's colours, at soft edges the subject's own [height · width · 3]. */
  rgb: Uint8Array;
  /** [height · width] */
  alpha: Uint8Array;
}

interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Cuts a photo's subject out and writes it to `file`.
 *
 * @returns what the person should know
 * @throws one sentence: the photo or mask cannot be used, no subject was found, there is no such part, the file cannot
 *   be written
 */
export async function writeCutout(photo: string, file: string, wish: CutoutWish): Promise<string[]> {
  const small = await readPhoto(photo);
  const { mask, source, note } = await resolveMask(wish.mask, photo, small);
  if (!mask)
    throw new Error('No subject stands out from its ground, so nothing was cut out; --mask takes a picture of it.');
  const found = subjectParts(mask, small.workingWidth, small.workingHeight);
  const chosen = wish.parts ?? found.parts.map((_, k) => k + 1);
  const missing = chosen.find((part) => part > found.parts.length);
  if (missing !== undefined) {
    const count = found.parts.length === 1 ? 'one subject was' : `${found.parts.length} subjects were`;
    throw new Error(`There is no part ${missing}: ${count} found; --parts takes the numbers from 1, the largest.`);
  }
  const kept = wish.parts ? withParts(mask, found, chosen) : mask;
  const whole = await readPhoto(photo, { maxSide: wish.maxSide });
  const cutout = cutAt(whole, small, kept, source === 'transparency');
  await writeWhole(file, await encode(cutout, wish));
  return [...(note ? [note] : []), ...partNotes(found.parts, chosen), ...sizeNotes(whole)];
}

export interface PageCutout {
  bytes: Uint8Array;
  /** Of the file's picture, pixels. */
  width: number;
  height: number;
}

/** The longer side of a cut-out for the page at most, pixels: at so many, half a gigabyte is held. */
const PAGE_MOST_SIDE = 8192;

/**
 * The subject cut out of the photo at its full size, or its mask alone, as a PNG's bytes.
 *
 * @param mask a grey picture of the photo's shape; null: found by itself
 * @throws one sentence: the photo or mask cannot be used, no subject was found
 */
export async function cutoutFile({
  photo,
  mask,
  ...wish
}: { photo: Uint8Array; mask: Uint8Array | null } & Pick<CutoutWish, 'format' | 'trim'>): Promise<PageCutout> {
  const small = await readPhoto(photo, { name: 'The photo' });
  const found = mask
    ? { mask: await readMask(mask, 'of the cut-out', small), source: 'page' }
    : await resolveMask('auto', null, small);
  if (!found.mask)
    throw new Error('No subject stands out from its ground, so there is nothing to cut out. Point at one.');
  const whole = await readPhoto(photo, { maxSide: PAGE_MOST_SIDE, name: 'The photo' });
  const cutout = cutAt(whole, small, found.mask, found.source === 'transparency');
  const bytes = await encode(cutout, { ...wish, ground: 'clear' });
  const { width, height } = wish.trim ? subjectArea(cutout) : cutout;
  return { bytes, width, height };
}

/** The photo's pixels with their alpha at the whole photo's size. */
function cutAt(whole: Photo, small: Photo, mask: Uint8Array, transparent: boolean): Cutout {
  const { workingWidth: width, workingHeight: height, rgb } = whole;
  const sized = { values: mask, width: small.workingWidth, height: small.workingHeight };
  const alpha = photoAlpha(rgb, width, height, sized);
  // What the photo leaves clear stays so, exactly: a drawn edge can be no better.
  if (whole.alpha)
    for (let i = 0; i < alpha.length; i++)
      alpha[i] = transparent && alpha[i]! > 0 ? whole.alpha[i]! : Math.round((alpha[i]! * whole.alpha[i]!) / 255);
  cleanEdges(rgb, alpha, width, height);
  return { width, height, rgb, alpha };
}

async function encode(
  cutout: Cutout,
  { format, ground, trim }: Pick<CutoutWish, 'format' | 'ground' | 'trim'>,
): Promise<Uint8Array> {
  const { width, height, alpha } = cutout;
  const grey = format === 'mask';
  const raw = { width, height, channels: grey ? 1 : ground === 'clear' ? 4 : 3 } as const;
  let picture = sharp(grey ? alpha : pixelsOn(cutout, ground), { raw });
  if (grey) picture = picture.toColourspace('b-w');
  if (trim) picture = picture.extract(subjectArea(cutout));
  return picture
    .toFormat(format === 'webp' ? 'webp' : 'png', format === 'webp' ? { quality: WEBP_QUALITY } : {})
    .toBuffer();
}

/** RGBA where the ground is clear, else RGB on it. */
function pixelsOn({ rgb, alpha }: Cutout, ground: string): Uint8Array {
  if (ground === 'clear') {
    const rgba = new Uint8Array(4 * alpha.length);
    for (let i = 0; i < alpha.length; i++) {
      const opacity = alpha[i]!;
      // Clear pixels are black, so that the old ground is not in the file.
      for (let c = 0; opacity > 0 && c < 3; c++) rgba[4 * i + c] = rgb[3 * i + c]!;
      rgba[4 * i + 3] = opacity;
    }
    return rgba;
  }
  const colour = ground === 'faded' ? null : [1, 3, 5].map((at) => Number.parseInt(ground.slice(at, at + 2), 16));
  return rgb.map((value, k) => {
    const opacity = alpha[Math.floor(k / 3)]! / 255;
    const behind = colour ? colour[k % 3]! : 255 + FADED * (value - 255);
    return Math.round(opacity * value + (1 - opacity) * behind);
  });
}

/** The pixels that hold the subject; all of them where it is nowhere to be seen. */
function subjectArea({ alpha, width, height }: Cutout): Area {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i]! < SEEN) continue;
    const x = i % width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, Math.floor(i / width));
    bottom = Math.floor(i / width);
  }
  if (right < 0) return { left: 0, top: 0, width, height };
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function partNotes(parts: { area: number }[], chosen: number[]): string[] {
  if (parts.length < 2) return [];
  const shares = parts.map(({ area }, k) => `${k + 1}${chosen.includes(k + 1) ? '' : ' (left out)'}: ${percent(area)}`);
  return [`${parts.length} separate subjects, by --parts: ${shares.join(', ')} of the picture.`];
}

function percent(share: number): string {
  return share < 0.01 ? 'under 1 %' : `${Math.round(100 * share)} %`;
}

function sizeNotes({ width, height, workingWidth, workingHeight }: Photo): string[] {
  if (workingWidth >= width && workingHeight >= height) return [];
  return [
    `The photo is ${width} × ${height}; what was cut out is ${workingWidth} × ${workingHeight} (--size takes more).`,
  ];
}
