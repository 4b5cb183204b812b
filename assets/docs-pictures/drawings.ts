/** Pictures that the jobs make, without the page: drawings at several settings, cut-outs, depth. One row a picture. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { writeCutout } from '../../main/jobs/cutout.ts';
import { writeDepth } from '../../main/jobs/depth.ts';
import type { DepthUse } from '../../main/jobs/guide-wish.ts';
import { sketchPhoto } from '../../main/jobs/sketch.ts';
import { DEFAULT_SETTINGS, type SketchSettings } from '../../main/jobs/sketch-settings.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';
import { writeAnimatedSvg } from '../../main/strokes/svg-animated.ts';
import { inkBox, sheetOf, tileOf } from '../tiles.ts';

const SAMPLES = path.resolve('assets/samples');
export const sample = (name: string): string => path.join(SAMPLES, `${name}.jpg`);

const TILE = 220;
const GAP = 20;
/** Height of the line of words under a tile. */
const WORDS = 28;
/** Of a picture beside others. */
const PHOTO = { width: 420, height: 315 };
const QUALITY = 82;

/** Draws a sample, its own mask as the subject. */
async function draw(name: string, settings: Partial<SketchSettings>): Promise<Drawing> {
  const mask = path.join(SAMPLES, `${name}.mask.png`);
  const running = sketchPhoto(sample(name), { ...DEFAULT_SETTINGS, mask, ...settings }, new AbortController().signal);
  for (;;) {
    const next = await running.next();
    if (next.done) return next.value.drawing;
  }
}

/** Drawings side by side with words under them, all seen through the same window. */
function row(title: string, tiles: { drawing: Drawing; words: string }[]): string {
  const box = inkBox(...tiles.map(({ drawing }) => drawing));
  const height = Math.round((TILE * box.height) / box.width);
  const parts = tiles.map(({ drawing, words }, i) => {
    const x = GAP + i * (TILE + GAP);
    const text = `<text x="${x + TILE / 2}" y="${height + GAP + WORDS / 2}" text-anchor="middle" font-family="sans-serif" font-size="14" fill="#555">${words}</text>\n`;
    return tileOf(drawing, box, { x, y: GAP / 2, width: TILE, height }) + text;
  });
  return sheetOf(parts, GAP + tiles.length * (TILE + GAP), height + GAP + WORDS, title);
}

/** Pictures of one size side by side. */
async function beside(files: string[]): Promise<Uint8Array> {
  const { width, height } = PHOTO;
  const pictures = await Promise.all(
    files.map((file) =>
      sharp(file).flatten({ background: '#ffffff' }).resize(width, height).toColourspace('srgb').toBuffer(),
    ),
  );
  return sharp({
    create: { width: files.length * width + (files.length - 1) * GAP, height, channels: 3, background: '#ffffff' },
  })
    .composite(pictures.map((input, i) => ({ input, left: i * (width + GAP), top: 0 })))
    .webp({ quality: QUALITY })
    .toBuffer();
}

/** Has files written into a folder that is there for as long as that takes. */
async function inFolder<T>(work: (at: (name: string) => string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-docs-'));
  try {
    return await work((name) => path.join(folder, name));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

export const DRAWINGS: Record<string, () => Promise<string | Uint8Array>> = {
  'closeness.svg': async () => {
    const tiles: { drawing: Drawing; words: string }[] = [];
    for (const [fidelity, words] of [
      [0, 'loose, 0'],
      [0.5, 'between, 0.5'],
      [1, 'exact, 1'],
    ] as const)
      tiles.push({ drawing: await draw('elephant', { fidelity }), words });
    return row('The same elephant with 16 strokes: loose, between and exact', tiles);
  },
  'draws-itself.svg': async () =>
    writeAnimatedSvg(await draw('elephant', {}), { loop: true, seconds: 6, precision: 1 }),
  'by-depth.svg': async () => {
    const tiles: { drawing: Drawing; words: string }[] = [];
    for (const byDepth of [[], ['width'], ['width', 'order', 'outline']] as DepthUse[][])
      tiles.push({
        drawing: await draw('breakfast', { strokes: 24, byDepth }),
        words: byDepth.join(', ') || 'without depth',
      });
    return row(
      'A breakfast table with 24 strokes: without depth, with near lines bold, with near things first too',
      tiles,
    );
  },
  'cut-out.webp': () =>
    inFolder(async (at) => {
      const wish = { mask: 'auto', trim: false, parts: null, maxSide: 2 * PHOTO.width };
      const photo = sample('still-life');
      await writeCutout(photo, at('clear.png'), { ...wish, format: 'png', ground: 'clear' });
      await writeCutout(photo, at('mask.png'), { ...wish, format: 'mask', ground: 'clear' });
      return beside([photo, at('clear.png'), at('mask.png')]);
    }),
  'depth.webp': () =>
    inFolder(async (at) => {
      const photo = sample('still-life');
      const wish = { mask: 'auto', model: 'built-in', maxSide: 2 * PHOTO.width } as const;
      await writeDepth(photo, at('grey.png'), { ...wish, format: 'grey' });
      await writeDepth(photo, at('colour.png'), { ...wish, format: 'colour' });
      return beside([photo, at('grey.png'), at('colour.png')]);
    }),
};
