/**
 * How well the subject is found by itself, and how soon.
 *
 * Against U2NetP's masks of the photos beside the repo (agreement with another network), and against true masks:
 * rendered scenes of seeds held back, the sample pictures, and composites held back (composites.ts). Everything goes the
 * whole way, from the photo's pixels to alpha at its size; beside it stands what the network says alone.
 */

import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { randomScene } from '../assets/scenes/random-scene.ts';
import { render } from '../assets/scenes/render.ts';
import { resolveMask } from '../main/jobs/mask.ts';
import { type Photo, readPhoto } from '../main/jobs/photo.ts';
import { withMaskNetwork } from '../main/models/mask-network.ts';
import { learnedMask, learnedOdds } from '../main/vision/learned-mask.ts';
import { photoAlpha } from '../main/vision/photo-alpha.ts';
import { enlarge } from '../main/vision/resample.ts';
import { composites } from './composites.ts';
import { MASK_FOLDER, need, sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow, mean, median, Skipped } from './table.ts';

/** Seeds from here on are held back from training (models/README.md). */
const HELD = 9_000_000;
const SCENES = 60;
const SCENE_SIZE = { width: 256, height: 192 };
const COMPOSITES = 100;
const MEGAPIXEL = 1_000_000;
const SAMPLES = path.resolve('assets/samples');
const AGREEMENT = { least: 0.9 };
const TRUTH = { least: 0.92 };

interface Truth {
  name: string;
  photo: Photo;
  /** 255 where the subject is, at the photo's working size. */
  mask: Uint8Array;
}

interface Overlaps {
  all: number[];
  network: number[];
}

export async function benchMask({ photos, say }: BenchContext): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const tell = (what: string, { all, network }: Overlaps, reach: typeof TRUTH, method: string) => {
    rows.push(benchRow(what, mean(all), '', photos ? null : reach, `${all.length} ${method}`));
    rows.push(benchRow(`${what}, network alone`, mean(network), '', null, `${all.length} ${method}`));
  };
  const known: Overlaps[] = [];
  const tellTrue = (what: string, found: Overlaps, method: string) => {
    known.push(found);
    tell(what, found, TRUTH, method);
  };
  const most = (count: number) => Math.min(photos ?? count, count);
  tellTrue('scenes', await overlaps(heldScenes(most(SCENES))), 'rendered scenes of seeds held back, true masks');
  tellTrue('samples', await overlaps(samples(), say), 'sample pictures, true masks');
  for (const [kind, what] of [
    ['photos', 'subjects of held-back photos on others'],
    ['emoji', 'held-back emoji on held-back photos, true outlines'],
  ] as const)
    try {
      const made = (await composites(kind, most(COMPOSITES))).map((one, i) => ({ name: `${kind} ${i}`, ...one }));
      tellTrue(`composites, ${kind}`, await overlaps(made), what);
    } catch (error) {
      if (!(error instanceof Skipped)) throw error;
      say(`composites are left out: ${error.message}`);
    }
  const together = { all: known.flatMap(({ all }) => all), network: known.flatMap(({ network }) => network) };
  tell('true masks together', together, TRUTH, 'pictures whose masks are known, of all kinds above');
  need(MASK_FOLDER);
  tell('photos', await overlaps(masked(photos), say), AGREEMENT, "photos, against U2NetP's masks");
  const times: Time[] = [];
  for (const { file } of sharedPhotos(photos)) times.push(await timeAtMegapixel(file));
  const method = `${times.length} photos scaled to 1 megapixel: network, cut, alpha; decoding not counted`;
  const seconds = times.map(({ passed }) => passed);
  const worked = times.map(({ processor }) => processor);
  rows.push(benchRow('photo to alpha at a megapixel, median', median(seconds), 's', { most: 0.5 }, method));
  rows.push(benchRow('photo to alpha at a megapixel, longest', Math.max(...seconds), 's', null, method));
  rows.push(benchRow('processor time of it, median', median(worked), 's', null, `${method}; all threads together`));
  return rows;
}

/** How much alpha, and the network's own word, overlap the truth. */
async function overlaps(
  truths: Iterable<Truth> | AsyncIterable<Truth>,
  say?: (line: string) => void,
): Promise<Overlaps> {
  const found: Overlaps = { all: [], network: [] };
  for await (const { name, photo, mask } of truths) {
    const { rgb, workingWidth: width, workingHeight: height } = photo;
    const { mask: said } = await resolveMask('built-in', null, photo);
    const alpha = said && photoAlpha(rgb, width, height, { values: said, width, height });
    const odds = await learnedOdds(rgb, width, height, withMaskNetwork);
    const large = enlarge(odds.values, odds.width, odds.height, width, height);
    found.all.push(overlap((i) => !alpha || alpha[i]! >= 128, mask));
    found.network.push(overlap((i) => large[i]! > 0, mask));
    say?.(`${name}: ${found.all.at(-1)!.toFixed(3)}, network alone ${found.network.at(-1)!.toFixed(3)}`);
  }
  return found;
}

/**
 * Intersection over union.
 *
 * @param isSubject what is said of a pixel
 * @param truth the subject's from 128 on
 * @returns 0..1; 1 where neither has a subject
 */
export function overlap(isSubject: (pixel: number) => boolean, truth: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < truth.length; i++) {
    const [is, should] = [isSubject(i), truth[i]! >= 128];
    if (is && should) both++;
    if (is || should) either++;
  }
  return either ? both / either : 1;
}

function* heldScenes(count: number): Iterable<Truth> {
  const { width, height } = SCENE_SIZE;
  for (let seed = HELD, given = 0; given < count; seed++) {
    const { rgb, mask } = render(randomScene(seed), { width, height, samples: 2 });
    // Some have nothing in sight, and then there is nothing to overlap.
    if (!mask.some((value) => value >= 128)) continue;
    given++;
    const photo: Photo = { width, height, workingWidth: width, workingHeight: height, rgb, alpha: null };
    yield { name: `scene ${seed}`, photo, mask };
  }
}

async function* samples(): AsyncIterable<Truth> {
  const { samples: all } = JSON.parse(fs.readFileSync(path.join(SAMPLES, 'index.json'), 'utf8')) as {
    samples: { name: string; photo: string; mask: string }[];
  };
  for (const { name, photo, mask } of all) yield truthOf(name, path.join(SAMPLES, photo), path.join(SAMPLES, mask));
}

async function* masked(most: number | null): AsyncIterable<Truth> {
  for (const { name, file } of sharedPhotos(most)) yield truthOf(name, file, path.join(MASK_FOLDER, `${name}.png`));
}

async function truthOf(name: string, file: string, mask: string): Promise<Truth> {
  const photo = await readPhoto(file);
  const { workingWidth: width, workingHeight: height } = photo;
  const grey = await sharp(mask).resize(width, height, { fit: 'fill' }).extractChannel(0).raw().toBuffer();
  return { name, photo, mask: new Uint8Array(grey) };
}

/** In seconds: by the clock, and by what processors did, which a busy machine does not lengthen. */
interface Time {
  passed: number;
  processor: number;
}

/** From a megapixel's pixels to its alpha, the network's opening among them. */
async function timeAtMegapixel(file: string): Promise<Time> {
  const { width = 1, height = 1 } = await sharp(file).metadata();
  const scale = Math.sqrt(MEGAPIXEL / (width * height));
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(Math.round(width * scale), Math.round(height * scale), { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const before = process.cpuUsage();
  const began = performance.now();
  const { mask } = await learnedMask(data, info.width, info.height, withMaskNetwork);
  photoAlpha(data, info.width, info.height, { values: mask, width: info.width, height: info.height });
  const { user, system } = process.cpuUsage(before);
  return { passed: (performance.now() - began) / 1000, processor: (user + system) / 1e6 };
}
