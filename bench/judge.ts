/**
 * Does a sketch find its own photo? The judge is a network that no sketch was made with: it looks for each drawing's
 * photo among 580, half of them of the same kinds of thing. Once with subjects cut out by a learned network (the masks
 * beside the photos), once with those that we cut out ourselves, and once with photos drawn whole.
 */

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeSketch } from '../main/jobs/output.ts';
import { type SketchResult, sketchPhoto } from '../main/jobs/sketch.ts';
import { DEFAULT_SETTINGS } from '../main/jobs/sketch-settings.ts';
import { LEVELS } from './scenes.ts';
import { JUDGE, MASK_FOLDER, need, PHOTO_FOLDER, sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow } from './table.ts';

/** How many of the 16 must be found first, at each of LEVELS. */
const LEAST = [15, 16, 16];

/** What the judge prints. */
interface Verdict {
  n: number;
  among: number;
  first: number;
  missed: string[];
}

async function judge(drawings: string): Promise<Verdict> {
  // The judge finds its packages from the folder that it is run in.
  const { stdout } = await promisify(execFile)(process.execPath, [JUDGE, PHOTO_FOLDER, drawings]);
  return JSON.parse(stdout);
}

async function finish(photo: string, mask: string, steps: number | null): Promise<SketchResult> {
  const settings = { ...DEFAULT_SETTINGS, strokes: LEVELS.at(-1)!, levels: LEVELS, mask, steps };
  const running = sketchPhoto(photo, settings, new AbortController().signal);
  for (;;) {
    const next = await running.next();
    if (next.done) return next.value;
  }
}

const MASKS = [
  { option: MASK_FOLDER, told: "the photos' own masks", asked: true },
  { option: 'none', told: '--mask none', asked: false },
  { option: 'auto', told: '--mask auto', asked: false },
];
/** Cutting out must not make sketches of so many strokes harder to find. */
const COMPARED = 16;

export async function benchJudge({ photos: most, steps, say }: BenchContext): Promise<BenchRow[]> {
  need(MASK_FOLDER, JUDGE);
  const photos = sharedPhotos(most);
  const isWhole = photos.length === sharedPhotos(null).length;
  const rows: BenchRow[] = [];
  const whole = new Map<number, number>();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-bench-'));
  try {
    for (const [m, { option, told, asked }] of MASKS.entries()) {
      const levelFolders = LEVELS.map((level) => path.join(folder, `${m}`, `${level}`));
      for (const { name, file } of photos) {
        const result = await finish(file, option, steps);
        for (const [l, level] of LEVELS.entries())
          await writeSketch(path.join(levelFolders[l]!, `${name}.svg`), { result, photo: path.basename(file), level });
        say(`${name}, ${told}: ${result.seconds.toFixed(1)} s`);
      }
      for (const [l, level] of LEVELS.entries()) {
        const { n, among, first, missed } = await judge(levelFolders[l]!);
        say(
          `${told}, ${level} strokes: ${first} of ${n} first${missed.length ? `; rank of the others: ${missed.join(', ')}` : ''}`,
        );
        if (option === 'none') whole.set(level, first);
        const asIs = option === 'auto' && level === COMPARED ? { least: whole.get(level)! } : null;
        rows.push(
          benchRow(
            `own photo found first from ${level} strokes, ${told}, of ${n}`,
            first,
            '',
            asked && isWhole ? { least: LEAST[l]! } : asIs,
            `../shared/judge among ${among}, ${DEFAULT_SETTINGS.seeds} seeds${missed.length ? `; ranks of the others: ${missed.join(', ')}` : ''}`,
          ),
        );
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}
