/**
 * Segmenting by clicks, without a network of its own: how well one, three and five clicks find each photo's subject, and
 * how long a click takes at a megapixel.
 *
 * Clicks are made as a person would: the first in the middle of the object, each next one in the middle of the largest
 * mistake (the usual protocol; Xu, Price, Cohen, Yang, Huang, Deep Interactive Object Selection, CVPR 2016). The object
 * is the mask that a learned network made of the photo.
 */

import path from 'node:path';
import sharp from 'sharp';
import { readPhoto } from '../main/jobs/photo.ts';
import { withMaskNetwork } from '../main/models/mask-network.ts';
import { connectedComponents } from '../main/vision/components.ts';
import { learnedOdds } from '../main/vision/learned-mask.ts';
import { type Hint, pointedMask, preparePointing } from '../main/vision/pointed-mask.ts';
import { MASK_FOLDER, need, sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow, mean, median } from './table.ts';

const CLICKS = [1, 3, 5];
const MEGAPIXEL = 1_000_000;
/** Half a click's width, share of the longer side. */
const RADIUS = 0.008;
/** A click that costs more overlap than this has done harm. */
const HARM = 0.1;

export async function benchPointing({ photos, say }: BenchContext): Promise<BenchRow[]> {
  need(MASK_FOLDER);
  const overlaps = { with: CLICKS.map((): number[] => []), without: CLICKS.map((): number[] => []) };
  const times: number[] = [];
  let harmful = 0;
  for (const { name, file } of sharedPhotos(photos)) {
    const { rgb, workingWidth: width, workingHeight: height } = await readPhoto(file);
    const truth = await maskOf(path.join(MASK_FOLDER, `${name}.png`), width, height);
    if (!truth) continue;
    const learned = await learnedOdds(rgb, width, height, withMaskNetwork);
    for (const kind of ['with', 'without'] as const) {
      const ground = preparePointing(rgb, width, height, kind === 'with' ? learned : null);
      const hints: Hint[] = [];
      let mask: Uint8Array = new Uint8Array(width * height);
      let before = 0;
      for (let click = 1; click <= CLICKS.at(-1)!; click++) {
        hints.push(nextClick(mask, truth, width, height));
        mask = pointedMask(ground, hints, null);
        const shared = overlap(mask, truth);
        if (kind === 'with' && shared < before - HARM) harmful++;
        before = shared;
        const at = CLICKS.indexOf(click);
        if (at >= 0) overlaps[kind][at]!.push(shared);
      }
    }
    say(`${name}: ${overlaps.with.map((values) => values.at(-1)!.toFixed(2)).join(' ')}`);
    times.push(await timeOfClick(file, learned));
  }
  const method = (word: string) => `mean overlap (IoU) with the learned mask, ${times.length} photos, ${word}`;
  return [
    ...CLICKS.flatMap((clicks, at) => [
      benchRow(`${clicks} clicks`, mean(overlaps.with[at]!), '', null, method('clicks and subject network')),
      benchRow(`${clicks} clicks, no network`, mean(overlaps.without[at]!), '', null, method('clicks alone')),
    ]),
    benchRow(
      'clicks that did harm',
      harmful,
      '',
      null,
      `of ${times.length * CLICKS.at(-1)!}, with the network: overlap fell by more than ${HARM}`,
    ),
    benchRow('a click at a megapixel', median(times), 'ms', { most: 150 }, 'median; the photo was made ready before'),
  ];
}

async function timeOfClick(file: string, learned: Parameters<typeof preparePointing>[3]): Promise<number> {
  const { width = 1, height = 1 } = await sharp(file).metadata();
  const scale = Math.sqrt(MEGAPIXEL / (width * height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale), fit: 'fill' as const };
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(size)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const ground = preparePointing(new Uint8Array(data), info.width, info.height, learned);
  const hints: Hint[] = [{ points: [0.5, 0.5], radius: RADIUS, kind: 'add' }];
  const began = performance.now();
  pointedMask(ground, hints, null);
  return performance.now() - began;
}

async function maskOf(file: string, width: number, height: number): Promise<Uint8Array | null> {
  const data = await sharp(file)
    .resize(width, height, { fit: 'fill' })
    .extractChannel(0)
    .raw()
    .toBuffer()
    .catch(() => null);
  return data && Uint8Array.from(data, (value) => (value >= 128 ? 1 : 0));
}

function overlap(mask: Uint8Array, truth: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < mask.length; i++) {
    const is = mask[i]! >= 128;
    if (is && truth[i]) both++;
    if (is || truth[i]) either++;
  }
  return both / Math.max(1, either);
}

/** In the middle of the largest mistake: where it is farthest from the mistake's edge, in steps along rows and columns. */
function nextClick(mask: Uint8Array, truth: Uint8Array, width: number, height: number): Hint {
  const wrong = truth.map((is, i) => (mask[i]! >= 128 === (is === 1) ? 0 : is ? 1 : 2));
  const parts = [1, 2].map((kind) =>
    connectedComponents(
      wrong.map((value) => Number(value === kind)),
      width,
      height,
    ),
  );
  const [missed, extra] = parts.map(({ size }) => Math.max(0, ...size.slice(1)));
  const kind = missed! >= extra! ? 0 : 1;
  const { label, size } = parts[kind]!;
  const largest = size.indexOf(Math.max(missed!, extra!), 1);
  const depth = Int32Array.from(label, (part) => (part === largest ? 1 << 20 : 0));
  const within = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : depth[y * width + x]!);
  for (const back of [false, true])
    for (let i = 0; i < depth.length; i++) {
      const at = back ? depth.length - 1 - i : i;
      const [x, y] = [at % width, Math.floor(at / width)];
      const step = back ? 1 : -1;
      depth[at] = Math.min(depth[at]!, 1 + Math.min(within(x + step, y), within(x, y + step)));
    }
  let deepest = 0;
  for (let i = 1; i < depth.length; i++) if (depth[i]! > depth[deepest]!) deepest = i;
  const points = [((deepest % width) + 0.5) / width, (Math.floor(deepest / width) + 0.5) / height];
  return { points, radius: RADIUS, kind: kind ? 'remove' : 'add' };
}
