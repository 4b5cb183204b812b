/**
 * A photo made ready for pointing at: read, with the subject network's odds, and seen by a segmentation model where one
 * lies in the models folder. The last one is kept, since a person clicks on the same photo again and again.
 */

import { createHash } from 'node:crypto';
import { type CatalogueEntry, readCatalogue } from '../models/catalogue.ts';
import { withMaskNetwork } from '../models/mask-network.ts';
import { PointSegmenter, type SeenPhoto } from '../models/point-segmenter.ts';
import { findModel, modelsStamp } from '../models/store.ts';
import { learnedOdds } from '../vision/learned-mask.ts';
import { planesOf } from '../vision/network-picture.ts';
import { type PointingGround, preparePointing } from '../vision/pointed-mask.ts';
import { type Photo, readPhoto } from './photo.ts';

const BUILT_IN = 'Found by colours and edges. A segmentation model sees objects.';

export interface Pointed {
  photo: Photo;
  ground: PointingGround;
  model: { segmenter: PointSegmenter; seen: SeenPhoto; title: string } | null;
  /** What the person is told where no model answers. */
  note: string;
}

interface Kept {
  key: string;
  pointed: Promise<Pointed>;
  /** Who works on it now: its model is not let go under them. */
  users: number;
}

let last: Kept | null = null;

/** Works on a photo that is made ready for pointing, and stays so until there is another. */
export async function onPhoto<T>(bytes: Uint8Array, work: (pointed: Pointed) => Promise<T>): Promise<T> {
  const one = take(`${createHash('sha256').update(bytes).digest('hex')} ${await modelsStamp()}`, bytes);
  try {
    return await work(await one.pointed);
  } finally {
    one.users--;
    await letGo(one);
  }
}

/** @param key tells photos apart, and what was seen by other models */
function take(key: string, bytes: Uint8Array): Kept {
  if (last?.key === key) {
    last.users++;
    return last;
  }
  const before = last;
  const one: Kept = { key, pointed: prepare(bytes), users: 1 };
  last = one;
  one.pointed.catch(() => {
    if (last === one) last = null;
  });
  if (before) void letGo(before);
  return one;
}

/** Frees what nobody works on and will not be asked for again. */
async function letGo(one: Kept): Promise<void> {
  if (one === last || one.users > 0) return;
  await one.pointed.then(({ model }) => model?.segmenter.release()).catch(() => undefined);
}

async function prepare(bytes: Uint8Array): Promise<Pointed> {
  const photo = await readPhoto(bytes, { name: 'The photo' });
  const { rgb, workingWidth: width, workingHeight: height } = photo;
  const odds = await learnedOdds(rgb, width, height, withMaskNetwork).catch(() => null);
  const ground = preparePointing(rgb, width, height, odds);
  try {
    return { photo, ground, model: await seenByModel(rgb, width, height), note: BUILT_IN };
  } catch (error) {
    const why = (error as Error).message.split('\n')[0]!;
    return { photo, ground, model: null, note: `Found by colours and edges, as no segmentation model ran: ${why}` };
  }
}

/**
 * The first point-segmentation model of the catalogue whose files are here, having seen the photo; null: none is.
 * @throws what ONNX Runtime throws, or one sentence, where it does not run
 */
async function seenByModel(rgb: Uint8Array, width: number, height: number): Promise<Pointed['model']> {
  const opened = await openPointSegmenter(await readCatalogue());
  if (!opened) return null;
  const { segmenter, title } = opened;
  const [w, h] = segmenter.sizeOf(width, height);
  try {
    return { segmenter, title, seen: await segmenter.see(planesOf(rgb, width, height, w, h), w, h) };
  } catch (error) {
    await segmenter.release();
    throw error;
  }
}

/**
 * @param folder that models lie in; the usual one where left out
 * @returns null where no pair of files is there whole
 */
export async function openPointSegmenter(
  catalogue: readonly CatalogueEntry[],
  folder?: string,
): Promise<{ segmenter: PointSegmenter; title: string } | null> {
  for (const entry of catalogue.filter(({ purpose }) => purpose === 'point-segmentation')) {
    const half = catalogue.find(({ name, purpose }) => purpose === 'point-encoder' && entry.needs.includes(name));
    if (!half) continue;
    const files = await Promise.all([findModel(half, folder), findModel(entry, folder)]).catch(() => null);
    if (!files) continue;
    const [encoder, decoder] = files;
    return { segmenter: await PointSegmenter.open({ encoder, decoder }, entry), title: entry.title };
  }
  return null;
}
