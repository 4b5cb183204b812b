/**
 * How rightly depth is told: for pairs of places of rendered scenes, which of both is nearer.
 *
 * The scenes are made by chance from seeds that the network never learned from, and the sample pictures, which are of
 * another kind. A pair counts when its true inverse depths differ by more than a twentieth: what is as good as equally
 * near has no order. Guessing gives one half. Beside the shipped depth stand what a plane alone gives, the floor, and what
 * outlines inflated over it give, with the mask that Lineament finds and with the true one.
 */

import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { randomScene } from '../assets/scenes/random-scene.ts';
import { render } from '../assets/scenes/render.ts';
import { type DepthModel, depthOf } from '../main/jobs/depth.ts';
import { resolveMask } from '../main/jobs/mask.ts';
import { type Photo, readPhoto } from '../main/jobs/photo.ts';
import { Random } from '../main/sketch/random.ts';
import { floorDepth } from '../main/vision/relief.ts';
import { type BenchContext, type BenchRow, benchRow, mean } from './table.ts';

/** Seeds from here on are held back from training (models/README.md). */
const HELD = 9_000_000;
const SCENES = 60;
const SIZE = { width: 192, height: 144 };
const PAIRS = 4000;
const EQUAL = 0.05;
const REACH = 0.85;
const SAMPLES = path.resolve('assets/samples');

interface Truth {
  photo: Photo;
  /** 255 where the subject is. */
  mask: Uint8Array;
  /** True inverse depth; any scale. */
  inverse: ArrayLike<number>;
}

/** The ways that are compared, and what each says of a picture. */
const WAYS: Record<string, (truth: Truth) => Promise<Float32Array>> = {
  plane: async ({ photo }) => floorDepth(photo.workingWidth, photo.workingHeight),
  inflation: async ({ photo }) => told(photo, await found(photo), 'shape'),
  'inflation, true mask': ({ photo, mask }) => told(photo, mask, 'shape'),
  'built-in': async ({ photo }) => told(photo, await found(photo), 'built-in'),
};

async function told(photo: Photo, mask: Uint8Array | null, model: DepthModel): Promise<Float32Array> {
  const { values, note } = await depthOf(photo, mask, model);
  if (model === 'built-in' && note.includes('did not run')) throw new Error(note);
  return values;
}

const found = async (photo: Photo) => (await resolveMask('built-in', null, photo)).mask;

/** The share of pairs, drawn by a seed, whose order is told rightly; what is said to be equal is half right. */
export function orderTold(said: ArrayLike<number>, inverse: ArrayLike<number>, random: Random): number {
  let right = 0;
  let pairs = 0;
  for (let p = 0; p < PAIRS; p++) {
    const [i, j] = [random.below(inverse.length), random.below(inverse.length)];
    const [a, b] = [inverse[i]!, inverse[j]!];
    if (Math.abs(a - b) <= EQUAL * Math.max(a, b)) continue;
    pairs++;
    const order = Math.sign(said[i]! - said[j]!);
    right += order === 0 ? 0.5 : order === Math.sign(a - b) ? 1 : 0;
  }
  return pairs ? right / pairs : Number.NaN;
}

function heldBack(seed: number): Truth {
  const { width, height } = SIZE;
  const { rgb, mask, depth } = render(randomScene(seed), { ...SIZE, samples: 2 });
  const photo: Photo = { width, height, workingWidth: width, workingHeight: height, rgb, alpha: null };
  return { photo, mask, inverse: depth.map((d) => 1 / d) };
}

async function sample(name: string): Promise<Truth> {
  const { near, far } = JSON.parse(fs.readFileSync(path.join(SAMPLES, 'index.json'), 'utf8')).samples.find(
    (entry: { name: string }) => entry.name === name,
  );
  const photo = await readPhoto(path.join(SAMPLES, `${name}.jpg`));
  const mask = await sharp(path.join(SAMPLES, `${name}.mask.png`))
    .extractChannel(0)
    .raw()
    .toBuffer();
  const { data } = await sharp(path.join(SAMPLES, `${name}.depth.png`))
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const steps = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  return { photo, mask, inverse: Float64Array.from(steps, (p) => 1 / far + (p / 65535) * (1 / near - 1 / far)) };
}

export async function benchDepth({ photos, say }: BenchContext): Promise<BenchRow[]> {
  const scenes = Math.min(photos ?? SCENES, SCENES);
  const scores = Object.fromEntries(Object.keys(WAYS).map((name) => [name, [] as number[]]));
  for (let k = 0; k < scenes; k++) {
    const truth = heldBack(HELD + k);
    for (const [name, way] of Object.entries(WAYS)) {
      const score = orderTold(await way(truth), truth.inverse, new Random(k));
      if (!Number.isNaN(score)) scores[name]!.push(score);
    }
    if ((k + 1) % 20 === 0) say(`${k + 1} of ${scenes} scenes`);
  }
  const names: string[] = JSON.parse(fs.readFileSync(path.join(SAMPLES, 'index.json'), 'utf8')).samples.map(
    ({ name }: { name: string }) => name,
  );
  const method = `${scenes} scenes by chance, seeds held back; pairs whose inverse depths differ by more than 5 %`;
  const rows = Object.entries(scores).map(([name, all]) =>
    benchRow(
      `order of pairs, ${name}`,
      mean(all),
      '',
      name === 'built-in' && !photos ? { least: REACH } : null,
      method,
    ),
  );
  for (const [name, way] of Object.entries(WAYS)) {
    const all: number[] = [];
    for (const [k, one] of names.entries()) {
      const truth = await sample(one);
      all.push(orderTold(await way(truth), truth.inverse, new Random(k)));
    }
    rows.push(benchRow(`order of pairs, samples, ${name}`, mean(all), '', null, 'the three sample pictures'));
  }
  return rows;
}
