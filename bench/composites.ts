/**
 * Pictures with true masks that no network of ours learned from: subjects of photos and emoji, laid on other photos.
 *
 * The names in mask-held.json are those that training holds back (models/training/mask_data.py writes them). A ground is
 * a window of another photo beside that photo's own subject, so that there is one subject to find. An emoji brings its
 * true outline; a photo's subject that which U2NetP gave it, where it was sure.
 */

import fs from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Photo } from '../main/jobs/photo.ts';
import { Random } from '../main/sketch/random.ts';
import { need } from './shared.ts';
import { filesOfTar } from './tar.ts';

const DATA = path.resolve('../shared/data');
const [PHOTOS, MASKS, EMOJI] = ['caltech101-144px.tar', 'caltech101-masks.tar', 'emoji-144px.tar'].map((name) =>
  path.join(DATA, name),
) as [string, string, string];
const HELD = path.resolve('bench/mask-held.json');

/** A composite's size, and the shares of it that a subject's longer side covers. */
const SIZE = { width: 256, height: 192 };
const COVERS = [0.45, 0.95] as const;
/** A ground's window: shares of the photo's sides, and how much of it may be that photo's subject. */
const WINDOWS = [0.9, 0.75, 0.6, 0.5, 0.4];
const PLACES = 20;
const MOST_OF_OWN = 0.01;
/** A subject may touch the border of its photo by so much of the border's length, else it is cut off. */
const MOST_CUT = 0.03;
const LEAST_SHARE = 0.05;
/** A photo's subject is known if its mask is so little grey, as a share of the subject. */
const MOST_GREY = 0.2;

export interface Composite {
  photo: Photo;
  /** 255 where the subject is [height · width]. */
  mask: Uint8Array;
}

interface Picture {
  /** Red, green, blue, opacity [height · width · 4]. */
  rgba: Uint8Array;
  width: number;
  height: number;
}

/**
 * So many composites, always the same.
 *
 * @throws Skipped when the pictures are not there
 */
export async function composites(kind: 'photos' | 'emoji', count: number): Promise<Composite[]> {
  need(PHOTOS, MASKS, EMOJI);
  const held = JSON.parse(fs.readFileSync(HELD, 'utf8')) as { photos: string[]; emoji: string[] };
  const [photos, masks] = [filesOfTar(PHOTOS), filesOfTar(MASKS)];
  const emoji = kind === 'emoji' ? filesOfTar(EMOJI) : null;
  const cut = (name: string) => withMask(photos.get(name)!, masks.get(name.replace(/jpg$/, 'png'))!);
  const random = new Random(kind === 'emoji' ? 1 : 0, 21);
  const made: Composite[] = [];
  while (made.length < count) {
    const names = emoji ? held.emoji : held.photos;
    const name = names[random.below(names.length)]!;
    const front = emoji ? await decoded(sharp(emoji.get(name)!)) : await cut(name);
    const other = await cut(held.photos[random.below(held.photos.length)]!);
    // A photo in which no subject was found may be full of it.
    const ground = isKnown(other) ? emptyWindow(other, random) : null;
    if (ground && (emoji || (isKnown(front) && isWhole(front)))) made.push(await laid(front, ground, random));
  }
  return made;
}

async function decoded(picture: Sharp): Promise<Picture> {
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { rgba: new Uint8Array(data), width: info.width, height: info.height };
}

async function withMask(photo: Uint8Array, mask: Uint8Array): Promise<Picture> {
  const picture = await decoded(sharp(photo).toColourspace('srgb'));
  const { width, height, rgba } = picture;
  const grey = await sharp(mask).resize(width, height, { fit: 'fill' }).extractChannel(0).raw().toBuffer();
  for (let i = 0; i < grey.length; i++) rgba[4 * i + 3] = grey[i]!;
  return picture;
}

/** Whether there is enough of a subject, and it is told from its ground for sure. */
function isKnown({ rgba, width, height }: Picture): boolean {
  let all = 0;
  let grey = 0;
  for (let i = 3; i < rgba.length; i += 4) {
    all += rgba[i]! / 255;
    grey += Math.min(rgba[i]!, 255 - rgba[i]!) / 255;
  }
  return all > LEAST_SHARE * width * height && grey < MOST_GREY * all;
}

/** Whether the subject is not cut off by its photo's border. */
function isWhole({ rgba, width, height }: Picture): boolean {
  let cut = 0;
  for (let i = 0; i < width * height; i++) {
    if (rgba[4 * i + 3]! < 128) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) cut++;
  }
  return cut < MOST_CUT * 2 * (width + height);
}

/** A window, as large as can be of a few, with next to nothing of the photo's own subject; null where there is none. */
function emptyWindow(photo: Picture, random: Random): Picture | null {
  for (const share of WINDOWS) {
    const [width, height] = [Math.floor(share * photo.width), Math.floor(share * photo.height)];
    for (let place = 0; place < PLACES; place++) {
      const left = random.below(photo.width - width + 1);
      const top = random.below(photo.height - height + 1);
      const rgba = new Uint8Array(4 * width * height);
      for (let y = 0; y < height; y++) {
        const from = 4 * ((top + y) * photo.width + left);
        rgba.set(photo.rgba.subarray(from, from + 4 * width), 4 * y * width);
      }
      let own = 0;
      for (let i = 3; i < rgba.length; i += 4) own += rgba[i]! / 255;
      if (own < MOST_OF_OWN * width * height) return { rgba, width, height };
    }
  }
  return null;
}

const sharpOf = ({ rgba, width, height }: Picture) => sharp(rgba, { raw: { width, height, channels: 4 } });

function opaque({ rgba, width, height }: Picture): Picture {
  return { rgba: rgba.map((value, i) => (i % 4 === 3 ? 255 : value)), width, height };
}

/** A subject on a ground, at a place and size by chance, wholly inside. */
async function laid(front: Picture, ground: Picture, random: Random): Promise<Composite> {
  const { width, height } = SIZE;
  const trimmed = boxOf(front);
  const longest = height * (COVERS[0] + (COVERS[1] - COVERS[0]) * random.uniform());
  const scale = longest / Math.max(trimmed.width, trimmed.height);
  const [w, h] = [Math.ceil(scale * trimmed.width), Math.ceil(scale * trimmed.height)];
  const subject = await decoded(sharpOf(front).extract(trimmed).resize(w, h, { fit: 'fill' }));
  // The ground's opacity is its own subject's mask; a picture that is scaled with it is black where it is clear.
  const back = await decoded(sharpOf(opaque(ground)).resize(width, height, { fit: 'fill' }));
  const [left, top] = [random.below(width - w + 1), random.below(height - h + 1)];
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, k) => back.rgba[4 * Math.floor(k / 3) + (k % 3)]!);
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const from = 4 * (y * w + x);
      const to = (top + y) * width + left + x;
      const alpha = subject.rgba[from + 3]! / 255;
      mask[to] = 255 * alpha;
      for (let c = 0; c < 3; c++) rgb[3 * to + c]! += alpha * (subject.rgba[from + c]! - rgb[3 * to + c]!);
    }
  return { photo: { width, height, workingWidth: width, workingHeight: height, rgb, alpha: null }, mask };
}

/** What holds all of the subject. */
function boxOf({ rgba, width, height }: Picture): { left: number; top: number; width: number; height: number } {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let i = 0; i < width * height; i++) {
    if (rgba[4 * i + 3]! < 128) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
