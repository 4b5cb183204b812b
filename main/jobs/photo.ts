/**
 * Reading a photo: whatever a person hands over becomes 8-bit sRGB of a bounded size, upright, on white.
 *
 * sharp reads JPEG, PNG, WebP, AVIF, TIFF, GIF and SVG; HEIC from phones has a decoder of its own (heic.ts).
 * Files are told apart by their first bytes, never by their names. Only a working copy is ever held: JPEGs shrink while
 * they are decoded, other formats stream, so a 100-megapixel photo costs little more than a small one. A file may come from
 * anybody: what it claims is held against bounds before memory or time is spent on it.
 */

import { open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { decodeHeic, isHeic } from './heic.ts';

export interface Photo {
  /** Pixels of the photo as it is shown, after its EXIF orientation: what a drawing of it is measured in. */
  width: number;
  height: number;
  /** Pixels of the working copy; for an SVG they may be more than the photo's own. */
  workingWidth: number;
  workingHeight: number;
  /** The working copy, 8-bit sRGB on white [workingHeight · workingWidth · 3]. */
  rgb: Uint8Array;
  /** Its opacity, 0..255 [workingHeight · workingWidth]; null where the file has none or is opaque throughout. */
  alpha: Uint8Array | null;
}

export interface PhotoOptions {
  /** The working copy's longer side at most, in pixels; 1024. */
  maxSide?: number;
  /** What bytes without a file are called in messages; 'The picture'. */
  name?: string;
  /** Seconds that the drawing of an SVG may take; 60. */
  seconds?: number;
}

const DEFAULT_MAX_SIDE = 1024;
/** More pixels than any camera's; a small file that claims more is a trap or a map, not a photo. */
const MOST_PIXELS = 2 ** 29;
/** What is decoded whole, before it is made smaller, holds all its pixels in memory at once. */
const MOST_PIXELS_AT_ONCE = 2 ** 27;
const AT_ONCE = new Set(['gif', 'webp', 'heif', 'svg']);
/** Pixels of a row, which decoders take memory for many times over: a file of 70 bytes can claim rows of gigabytes. */
const LONGEST_SIDE = 2 ** 17;
/** An SVG is text: larger ones hold data, not drawings. */
const MOST_SVG_BYTES = 64 * 2 ** 20;
/** Seconds for an SVG: a few lines of filters upon filters can ask for hours. */
const MOST_SVG_SECONDS = 60;
/** Enough for a format's signature and a HEIF file's list of brands. */
const HEAD_BYTES = 512;
/** The density at which librsvg draws one CSS pixel as one pixel. */
const SVG_DENSITY = 72;

const READABLE = 'JPEG, PNG, WebP, AVIF, TIFF, GIF, SVG or HEIC';

/** What went wrong, by the words of libvips and its loaders, and the sentence that says so. First match counts. */
const FAILURES: [RegExp, (name: string) => string][] = [
  [/pixel limit|dimensions exceed|too large|huge/i, (name) => tooLarge(name, MOST_PIXELS)],
  [
    /unsupported image format|unknown format|not a known/i,
    (name) => `${name} is not a picture that can be read: it should be ${READABLE}.`,
  ],
  [
    /svg|xml|bad dimensions|no size/i,
    (name) =>
      `${name} is an SVG that cannot be drawn: it needs a size above zero (width and height, or a viewBox) and valid XML.`,
  ],
  [/./, (name) => `${name} is damaged or cut short: it cannot be read to its end; copy it again from where it came.`],
];

/**
 * Reads a photo from a file or from its bytes.
 *
 * @throws one sentence, where it is missing, a folder, empty, no picture, damaged, too large, or may not be read
 */
export async function readPhoto(file: string | Uint8Array, options: PhotoOptions = {}): Promise<Photo> {
  const maxSide = options.maxSide ?? DEFAULT_MAX_SIDE;
  const name = typeof file === 'string' ? basename(file) : (options.name ?? 'The picture');
  const head = typeof file === 'string' ? await readHead(file) : file.subarray(0, HEAD_BYTES);
  if (head.length === 0) throw new Error(`${name} is empty (0 bytes): expected ${READABLE}.`);
  if (isHeic(head)) return readHeic(await bytesOf(file), name, maxSide);
  try {
    // From bytes an SVG has no place that it could fetch other files from.
    const input = isMarkup(head) ? await unpackedMarkup(await bytesOf(file, MOST_SVG_BYTES)) : file;
    const metadata = await openPicture(input).metadata();
    const [width, height] = sizeAsShown(metadata);
    refuseTooLarge(metadata, name);
    if (metadata.format !== 'svg') return { width, height, ...(await workingCopy(openPicture(input), maxSide)) };
    const density = Math.min(100000, Math.max(1, (SVG_DENSITY * maxSide) / Math.max(width, height)));
    const drawn = workingCopy(openPicture(input, { density }), maxSide);
    return { width, height, ...(await inTime(drawn, options.seconds ?? MOST_SVG_SECONDS, name)) };
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    const { message } = error as Error;
    throw new Error(FAILURES.find(([words]) => words.test(message))?.[1](name) ?? message, { cause: error });
  }
}

class TooMuch extends Error {}

function tooLarge(name: string, most: number): string {
  return `${name} is too large: ${most / 2 ** 20} megapixels are the most; hand over a smaller copy.`;
}

/** Held against what the file claims, before anything is decoded. @throws TooMuch */
function refuseTooLarge({ format, isProgressive, width, height }: Metadata, name: string): void {
  if (Math.max(width, height) > LONGEST_SIDE)
    throw new TooMuch(
      `${name} is too large: ${Math.max(width, height)} pixels long, and ${LONGEST_SIDE} are the most; hand over a smaller copy.`,
    );
  if ((AT_ONCE.has(format) || isProgressive) && width * height > MOST_PIXELS_AT_ONCE)
    throw new TooMuch(tooLarge(name, MOST_PIXELS_AT_ONCE));
}

/** XML, unpacked where it is compressed: by us, as libvips would unpack without end. */
async function unpackedMarkup(bytes: Uint8Array): Promise<Uint8Array> {
  if (!isPacked(bytes)) return bytes;
  return promisify(gunzip)(bytes, { maxOutputLength: MOST_SVG_BYTES }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_BUFFER_TOO_LARGE') throw new Error('the picture is too large');
    throw new Error('the XML is not packed as it should be');
  });
}

function isPacked(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** What is late is left to itself: libvips listens to nobody while librsvg draws. @throws TooMuch */
async function inTime<T>(work: Promise<T>, seconds: number, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const sentence = `${name} takes too long to draw, as its filters ask for too much: hand over a PNG of it.`;
    timer = setTimeout(() => reject(new TooMuch(sentence)), 1000 * seconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

/** Plain or compressed XML. */
function isMarkup(head: Uint8Array): boolean {
  if (isPacked(head)) return true;
  return /^(?:\xef\xbb\xbf)?\s*</.test(String.fromCharCode(...head.subarray(0, 64)));
}

function openPicture(input: string | Uint8Array, options: SharpOptions = {}): Sharp {
  return sharp(input, { limitInputPixels: MOST_PIXELS, sequentialRead: true, failOn: 'error', ...options });
}

/** The EXIF orientations from 5 on lie on their side (CIPA DC-008, Orientation). */
function sizeAsShown({ width, height, orientation = 1 }: Metadata): [number, number] {
  return orientation >= 5 && orientation <= 8 ? [height, width] : [width, height];
}

type WorkingCopy = Pick<Photo, 'workingWidth' | 'workingHeight' | 'rgb' | 'alpha'>;

async function workingCopy(picture: Sharp, maxSide: number): Promise<WorkingCopy> {
  const { data, info } = await picture
    .autoOrient()
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { workingWidth: info.width, workingHeight: info.height, ...onWhite(data, info.channels) };
}

/** Grey, grey with alpha, RGB or RGBA as RGB on white paper, and the alpha where it says something. */
function onWhite(data: Uint8Array, channels: number): Pick<Photo, 'rgb' | 'alpha'> {
  const pixels = data.length / channels;
  const hasAlpha = channels === 2 || channels === 4;
  const colours = channels < 3 ? 0 : 1;
  const rgb = new Uint8Array(3 * pixels);
  const alpha = new Uint8Array(hasAlpha ? pixels : 0);
  let opaque = true;
  for (let i = 0; i < pixels; i++) {
    const opacity = hasAlpha ? data[i * channels + channels - 1]! : 255;
    if (hasAlpha) alpha[i] = opacity;
    if (opacity < 255) opaque = false;
    for (let c = 0; c < 3; c++) {
      const value = data[i * channels + c * colours]!;
      rgb[3 * i + c] = Math.round((value * opacity + 255 * (255 - opacity)) / 255);
    }
  }
  return { rgb, alpha: opaque ? null : alpha };
}

async function readHeic(bytes: Uint8Array, name: string, maxSide: number): Promise<Photo> {
  const { width, height, rgba } = await decodeHeic(bytes, name);
  const picture = sharp(rgba, { raw: { width, height, channels: 4 }, limitInputPixels: MOST_PIXELS });
  return { width, height, ...(await workingCopy(picture, maxSide)) };
}

async function bytesOf(file: string | Uint8Array, most = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const bytes = typeof file === 'string' ? await readFile(file) : file;
  if (bytes.length > most) throw new Error('the picture is too large');
  return bytes;
}

/** A file's first bytes; the sentence for each way in which it may be no readable file. */
async function readHead(file: string): Promise<Uint8Array> {
  try {
    const entry = await stat(file);
    if (entry.isDirectory()) throw new Error(`${file} is a folder: expected a picture, ${READABLE}.`);
    if (!entry.isFile()) throw new Error(`${file} is not a regular file: expected a picture, ${READABLE}.`);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Error(`There is no file ${file}: check the name and the folder.`, { cause: error });
    if (code === 'EACCES' || code === 'EPERM')
      throw new Error(`${file} may not be read: give yourself permission to read it.`, { cause: error });
    throw error;
  }
}
