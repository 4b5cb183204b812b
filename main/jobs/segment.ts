/**
 * Objects of a photo, by pointing at them: clicks, scribbles and a box become a mask, "everything" becomes a list of
 * regions, and masks are changed as a whole.
 *
 * Where a model shaped like SAM lies in the models folder it is asked; else the colours, the edges and the subject network
 * decide (vision/pointed-mask.ts). What a photo needs once is kept (pointed-photo.ts), so that a click costs a click.
 */

import sharp from 'sharp';
import type { SegmentPoint } from '../models/point-segmenter.ts';
import { pause } from '../sketch/pause.ts';
import { editMask, type MaskEdit } from '../vision/mask-edits.ts';
import { type Box, drawToEdges, type Hint, type PointingGround, pointedMask } from '../vision/pointed-mask.ts';
import { refinedMask } from '../vision/refined-mask.ts';
import { findRegions, regionMask } from '../vision/regions.ts';
import { greyPng } from './grey-png.ts';
import { luminance, readOver, resolveMask } from './mask.ts';
import type { Photo } from './photo.ts';
import { onPhoto, type Pointed } from './pointed-photo.ts';

export interface SegmentRequest {
  photo: Uint8Array;
  hints: Hint[];
  box: Box | null;
  /** The mask that is changed by the hints, a grey PNG of the photo's shape; null: what is found is all there is. */
  base?: Uint8Array | null;
}

export interface Segmented {
  /** A grey PNG at the working copy's size, white where the object is. */
  mask: Uint8Array;
  /** Share of the picture that it covers, 0..1. */
  share: number;
  /** What found it, in a sentence for the person. */
  note: string;
}

export interface FoundRegion extends Pick<Segmented, 'mask' | 'share'> {
  /** What holds it, 0..1 of the picture's width and height. */
  box: Box;
}

/** Regions that are listed at most, and the least share of the picture that one covers. */
const MOST_REGIONS = 14;
const LEAST_SHARE = 0.006;
/** A mask is of the working copy's size, or of its photo's. */
const MOST_MASK_PIXELS = 2 ** 27;
/** Points that a scribble becomes at most, for a model that knows points alone. */
const SCRIBBLE_POINTS = 6;

/**
 * What was pointed at; with a base, that mask with it joined, and without what was pointed at to be removed.
 *
 * @throws one sentence: the photo or the base cannot be read, nothing was pointed at
 */
export async function segment({ photo: bytes, hints, box, base = null }: SegmentRequest): Promise<Segmented> {
  if (!box && !hints.some(({ kind }) => kind === 'add' || base))
    throw new Error('Nothing was pointed at: expected a click, a scribble or a box on the object.');
  return onPhoto(bytes, async ({ photo, ground, model, note }) => {
    const before = base && (await readBase(base, photo));
    if (model) return segmentByModel(ground, model, { hints, box }, before);
    if (before && !box) return result(refinedMask(ground, hints, before), ground, note);
    const found = pointedMask(ground, hints, box);
    const mask = before ? before.map((value, i) => Math.max(value, found[i]!)) : found;
    return result(mask, ground, note);
  });
}

/** The mask at the photo's working size, which it nearly always has already. */
async function readBase(png: Uint8Array, photo: Photo): Promise<Uint8Array> {
  const { values, width, height } = await readGreyMask(png);
  if (width === photo.workingWidth && height === photo.workingHeight) return values;
  return readOver(png, 'mask', photo, ({ rgb }) => luminance(rgb));
}

type Pointing = Pick<SegmentRequest, 'hints' | 'box'>;

/** Joins what the added points mean to the base, once what the removed ones mean is taken out of it. */
async function segmentByModel(
  ground: PointingGround,
  model: NonNullable<Pointed['model']>,
  { hints, box }: Pointing,
  before: Uint8Array | null,
): Promise<Segmented> {
  const note = `Found by ${model.title}.`;
  const has = (kind: Hint['kind']) => hints.some((hint) => hint.kind === kind);
  const joined = box || has('add') ? await maskByModel(ground, model, { hints, box }) : null;
  if (!before) return result(joined!, ground, note);
  const turned = hints.map((hint) => ({ ...hint, kind: hint.kind === 'add' ? ('remove' as const) : ('add' as const) }));
  const lost = has('remove') ? await maskByModel(ground, model, { hints: turned, box: null }) : null;
  const mask = before.map((value, i) => Math.max(joined?.[i] ?? 0, Math.min(value, 255 - (lost?.[i] ?? 0))));
  return result(mask, ground, note);
}

async function maskByModel(
  ground: PointingGround,
  { segmenter, seen }: NonNullable<Pointed['model']>,
  { hints, box }: Pointing,
): Promise<Uint8Array> {
  const { odds, width, height } = await segmenter.segment(seen, pointsOf(hints, box));
  const coarse = odds.map((value, i) => {
    const [x, y] = [((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height];
    return box && !isWithin(box, x, y) ? 0 : 1 / (1 + Math.exp(-value));
  });
  return drawToEdges(ground, coarse, width, height);
}

/**
 * Regions that might each be sketched alone: the subject first where there is one, then by size.
 * @throws one sentence: the photo cannot be read
 */
export function listRegions({ photo }: { photo: Uint8Array }): Promise<{ regions: FoundRegion[] }> {
  return onPhoto(photo, regionsOf);
}

async function regionsOf({ photo, ground }: Pointed): Promise<{ regions: FoundRegion[] }> {
  const { cutWidth: width, cutHeight: height } = ground;
  const found = findRegions(ground.lab, width, height, MOST_REGIONS);
  const masks = found.size.flatMap((size, region) =>
    size < LEAST_SHARE * width * height ? [] : [regionMask(found, region, width, height)],
  );
  const subject = (await resolveMask('auto', null, photo)).mask;
  const drawn: Uint8Array[] = [];
  for (const mask of masks) {
    // One after the other, so that a stop of what else runs is heard in between.
    await pause();
    const region = drawToEdges(ground, mask, width, height);
    // One so thin that the edges leave nothing of it can be neither shown nor drawn.
    if (region.some((value) => value >= 128)) drawn.push(region);
  }
  const all = subject ? [subject, ...drawn] : drawn;
  const regions = all.map(async (mask) => ({ ...(await result(mask, ground, '')), box: boxOf(mask, ground.width) }));
  return { regions: (await Promise.all(regions)).map(({ note: _, ...region }) => region) };
}

/** @throws one sentence: the mask is no picture */
export async function changeMask({ mask, edit }: { mask: Uint8Array; edit: MaskEdit }): Promise<{ mask: Uint8Array }> {
  const { values, width, height } = await readGreyMask(mask);
  return { mask: await greyPng(editMask(values, width, height, edit), width, height) };
}

/** @throws one sentence: the mask is no picture */
export async function readGreyMask(png: Uint8Array): Promise<{ values: Uint8Array; width: number; height: number }> {
  try {
    const { data, info } = await sharp(png, { limitInputPixels: MOST_MASK_PIXELS })
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { values: new Uint8Array(data), width: info.width, height: info.height };
  } catch (cause) {
    throw new Error('The mask can’t be read: expected a grey PNG.', { cause });
  }
}

/** What was pointed at as single points; of a box, its middle. */
function pointsOf(hints: readonly Hint[], box: Box | null): SegmentPoint[] {
  const points = hints.flatMap(({ points, kind }) => {
    const count = points.length / 2;
    const taken = Math.min(SCRIBBLE_POINTS, count);
    return Array.from({ length: taken }, (_, k) => {
      const at = taken === 1 ? 0 : Math.round((k * (count - 1)) / (taken - 1));
      return { x: points[2 * at]!, y: points[2 * at + 1]!, on: kind === 'add' };
    });
  });
  if (box) points.push({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, on: true });
  return points;
}

const isWithin = ({ left, top, right, bottom }: Box, x: number, y: number) =>
  x >= left && x <= right && y >= top && y <= bottom;

async function result(mask: Uint8Array, { width, height }: PointingGround, note: string): Promise<Segmented> {
  let covered = 0;
  for (const value of mask) covered += value;
  return { mask: await greyPng(mask, width, height), share: covered / 255 / mask.length, note };
}

function boxOf(mask: Uint8Array, width: number): Box {
  const height = mask.length / width;
  const box = { left: width, top: height, right: 0, bottom: 0 };
  mask.forEach((value, i) => {
    if (value < 128) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + 1);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y + 1);
  });
  return { left: box.left / width, top: box.top / height, right: box.right / width, bottom: box.bottom / height };
}
