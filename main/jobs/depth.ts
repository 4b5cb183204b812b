/**
 * A photo's depth: relative and inverse (0 farthest, 1 nearest), at the working copy's size.
 *
 * It comes from the best that is on this machine, and says from what: a depth model of the catalogue where its file lies
 * in the models folder, else what ships with Lineament. The last map is kept, because a person looks at the same photo's
 * depth in several ways and then saves it.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../files/whole-file.ts';
import { type CatalogueEntry, readCatalogue } from '../models/catalogue.ts';
import { modelNearness, nearness } from '../models/depth-network.ts';
import { findModel, modelsFolder, modelsStamp } from '../models/store.ts';
import { askNearness, depthAlongEdges, type Nearness } from '../vision/learned-depth.ts';
import { planesOf, wholeCells } from '../vision/network-picture.ts';
import { reliefDepth } from '../vision/relief.ts';
import { type DepthFormat, type DepthPicture, encodeDepth, inSteps } from './depth-files.ts';
import { readMask, resolveMask } from './mask.ts';
import { type Photo, readPhoto } from './photo.ts';

export interface DepthMap extends DepthPicture {
  /** A sentence or two for the person: what this depth comes from. */
  note: string;
  /** Whether that is a model of the catalogue, and not what ships. */
  fromModel: boolean;
}

/** Which depth is wanted: the best there is, what ships with Lineament, or outlines and a floor alone. */
export type DepthModel = 'auto' | 'built-in' | 'shape';

/** What the built-in depth says of itself. */
export const FROM_SHAPE = 'Estimated from shape. A depth model sees more.';
/**
 * The share that outlines on a floor have in the built-in depth. On rendered scenes the network alone is a hundredth
 * better; on photos, which it never saw, it now and then takes a bright wall or sky for near, and a floor does not.
 */
const SHAPE_SHARE = 0.25;
/** Longer side of what the page looks at, px. */
const SHEET_SIDE = 1024;
/** Depth Anything's sides are multiples of its patches. */
const PATCH = 14;

/** What the networks come from; what ships where it is left out. */
export interface DepthSources {
  network?: Nearness;
  catalogue?: CatalogueEntry[];
  folder?: string;
}

/**
 * @param photo as readPhoto gives it; the map has its working copy's size
 * @param mask [workingHeight · workingWidth], 255 where the subject is; null where none is known
 * @throws what ONNX Runtime throws where a model of the catalogue does not run
 */
export async function depthOf(
  photo: Photo,
  mask: Uint8Array | null,
  model: DepthModel = 'auto',
  { network = nearness, catalogue, folder = modelsFolder() }: DepthSources = {},
): Promise<DepthMap> {
  const { workingWidth: width, workingHeight: height, rgb } = photo;
  const map = (values: Float32Array, note: string, fromModel = false): DepthMap => ({
    width,
    height,
    rgb,
    values,
    note,
    fromModel,
  });
  const byShape = (why = '') => map(reliefDepth(mask, width, height), `${FROM_SHAPE}${why}`);
  if (model === 'shape') return byShape();
  let trouble = '';
  if (model === 'auto')
    for (const entry of (catalogue ?? (await readCatalogue())).filter(({ purpose }) => purpose === 'depth')) {
      if (!fs.existsSync(path.join(folder, entry.file))) continue;
      try {
        return map(await byModel(entry, await findModel(entry, folder), photo), `Measured by ${entry.title}.`, true);
      } catch (error) {
        trouble = ` ${(error as Error).message}`;
      }
    }
  try {
    const answer = await askNearness(rgb, width, height, network);
    const learned = depthAlongEdges(answer, rgb, mask, width, height);
    const shape = reliefDepth(mask, width, height);
    const both = learned.map((value, i) => value + SHAPE_SHARE * (shape[i]! - value));
    return map(both, `${FROM_SHAPE}${trouble}`);
  } catch (error) {
    return byShape(` The depth network did not run: ${(error as Error).message}`);
  }
}

async function byModel(entry: CatalogueEntry, file: string, photo: Photo): Promise<Float32Array> {
  const { workingWidth: width, workingHeight: height, rgb } = photo;
  const [w, h] = wholeCells(width, height, entry.side, PATCH);
  const values = await modelNearness(entry, file, planesOf(rgb, width, height, w, h), w, h);
  return depthAlongEdges({ values, width: w, height: h }, rgb, null, width, height);
}

/** What the page asks with: a file's bytes, and a grey PNG of the subject's mask or null, which has it found. */
export interface DepthRequest {
  photo: Uint8Array;
  mask: Uint8Array | null;
}

/** A depth map as the page gets it. */
export interface MeasuredDepth {
  width: number;
  height: number;
  /** 16-bit little-endian, 65 535 the nearest [height · width · 2 bytes]. */
  depth: Uint8Array;
  note: string;
  /** Whether a model of the catalogue measured it, and not what ships. */
  fromModel: boolean;
}

/** @throws one sentence: the photo or the mask cannot be used */
export async function measureDepth(request: DepthRequest): Promise<MeasuredDepth> {
  const { width, height, values, note, fromModel } = await requestedDepth(request);
  const steps = inSteps(values);
  const depth = new Uint8Array(2 * steps.length);
  const view = new DataView(depth.buffer);
  for (let i = 0; i < steps.length; i++) view.setUint16(2 * i, steps[i]!, true);
  return { width, height, depth, note, fromModel };
}

/** A depth map as a file, with its size in pixels and what it comes from. */
export interface DepthFile {
  bytes: Uint8Array;
  width: number;
  height: number;
  note: string;
}

/**
 * The map of a request as a file.
 *
 * @param maxSide the map's longer side at most, px
 * @throws one sentence: the photo or the mask cannot be used
 */
export async function depthFile({
  format,
  maxSide,
  ...request
}: DepthRequest & { format: DepthFormat; maxSide: number }): Promise<DepthFile> {
  const map = await requestedDepth(request, maxSide);
  const { width, height, note } = map;
  return { bytes: await encodeDepth(map, format), width, height, note };
}

/** How `lineament depth` measures one photo. */
export interface DepthWish {
  format: DepthFormat;
  /** As `--mask` says (mask.ts). */
  mask: string;
  model: DepthModel;
  /** The map's longer side at most, pixels. */
  maxSide: number;
}

/**
 * Measures a photo and writes the map, whole or not at all.
 *
 * @returns what the person should be told
 * @throws one sentence: the photo, the mask or the model cannot be used, the file cannot be written
 */
export async function writeDepth(file: string, out: string, wish: DepthWish): Promise<string[]> {
  const photo = await readPhoto(file, { maxSide: wish.maxSide });
  const { mask, note } = await resolveMask(wish.mask, file, photo);
  const map = await depthOf(photo, mask, wish.model);
  await writeWhole(out, await encodeDepth(map, wish.format));
  return [...(note && mask ? [note] : []), map.note];
}

let last: { key: string; map: Promise<DepthMap> } | null = null;

async function requestedDepth({ photo, mask }: DepthRequest, maxSide = SHEET_SIDE): Promise<DepthMap> {
  const hashes = [photo, mask ?? new Uint8Array(0)].map((part) => createHash('sha256').update(part).digest('hex'));
  // A model that was got or removed since, for depth or for the mask, makes it another map.
  const key = [...hashes, maxSide, await modelsStamp()].join();
  if (last?.key === key) return last.map;
  const one = { key, map: measure(photo, mask, maxSide) };
  last = one;
  one.map.catch(() => {
    if (last === one) last = null;
  });
  return one.map;
}

async function measure(bytes: Uint8Array, mask: Uint8Array | null, maxSide: number): Promise<DepthMap> {
  const photo = await readPhoto(bytes, { name: 'The photo', maxSide });
  const subject = mask ? await readMask(mask, 'of the subject', photo) : (await resolveMask('auto', null, photo)).mask;
  return depthOf(photo, subject);
}
