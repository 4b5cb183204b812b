/**
 * Renders the sample pictures:  npm run samples [-- NAME...]
 *
 * Each is a photo (JPEG), its true mask (grey PNG, white where the subject is) and its true depth (16-bit PNG), beside an
 * index that says what they are; samples/README.md tells how to read them. The same program gives the same pictures.
 */

import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import sharp from 'sharp';
import { writeWhole } from '../main/files/whole-file.ts';
import { renderAll } from './scenes/crew.ts';
import type { Picture } from './scenes/render.ts';
import { SAMPLES } from './scenes/samples.ts';

const FOLDER = path.resolve('assets/samples');
const SIZE = { width: 960, height: 720 };
const SAMPLES_A_PIXEL = 9;
/** Rows of one order: small enough that all threads end at about the same time. */
const BAND = 24;
const JPEG_QUALITY = 90;

interface Entry {
  name: string;
  title: string;
  photo: string;
  mask: string;
  depth: string;
  width: number;
  height: number;
  /** Distances along the line of sight where the depth picture is 65535 and 0, in the scene's lengths. */
  near: number;
  far: number;
}

async function renderSample(name: string, title: string): Promise<Entry> {
  const { width, height } = SIZE;
  const orders = Array.from({ length: height / BAND }, (_, band) => ({
    scene: name,
    film: { ...SIZE, samples: SAMPLES_A_PIXEL, rows: [band * BAND, (band + 1) * BAND] as const },
  }));
  const bands: Picture[] = [];
  await renderAll(orders, (picture) => {
    bands.push(picture);
  });
  const raw = (channels: 1 | 3) => ({ raw: { width, height, channels } });
  const photo = await sharp(Buffer.concat(bands.map(({ rgb }) => rgb)), raw(3))
    .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toBuffer();
  const mask = await sharp(Buffer.concat(bands.map((band) => band.mask)), raw(1))
    .toColourspace('b-w')
    .png({ compressionLevel: 9 })
    .toBuffer();
  const depths = bands.flatMap(({ depth }) => [...depth]);
  const [near, far] = minmax(depths);
  const inverse = Uint16Array.from(depths, (d) => Math.round((65535 * (1 / d - 1 / far)) / (1 / near - 1 / far)));
  const depth = await sharp(inverse, raw(1))
    .toColourspace('grey16')
    .png({ compressionLevel: 9, adaptiveFiltering: true })
    .toBuffer();
  const files = { photo: `${name}.jpg`, mask: `${name}.mask.png`, depth: `${name}.depth.png` };
  await writeWhole(path.join(FOLDER, files.photo), photo);
  await writeWhole(path.join(FOLDER, files.mask), mask);
  await writeWhole(path.join(FOLDER, files.depth), depth);
  console.log(`${name}: ${[photo, mask, depth].map(({ length }) => `${Math.round(length / 1024)} kB`).join(', ')}`);
  return { name, title, ...files, ...SIZE, near: rounded(near), far: rounded(far) };
}

function minmax(values: readonly number[]): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

const rounded = (value: number) => Number(value.toFixed(4));

async function main(wanted: string[]): Promise<void> {
  const entries: Entry[] = [];
  for (const { name, title } of SAMPLES)
    if (!wanted.length || wanted.includes(name)) entries.push(await renderSample(name, title));
  // The index is written when all are new, so that it never tells of a mixture.
  if (entries.length === SAMPLES.length)
    await writeWhole(path.join(FOLDER, 'index.json'), `${JSON.stringify({ samples: entries }, null, 2)}\n`);
}

if (isMainThread)
  main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
