/**
 * Makes the README's picture: some photos, each at 4, 8, 16 and 32 strokes, every drawing the program's own.
 *
 *   npm run ladder -- PHOTOS MASKS assets/ladder.svg NAME...
 *
 * Each row is one run: its levels are prefixes of one drawing. Photos themselves are not shown.
 */

import fs from 'node:fs';
import path from 'node:path';
import { sketchPhoto, stagesFor } from '../main/jobs/sketch.ts';
import { DEFAULT_SETTINGS } from '../main/jobs/sketch-settings.ts';
import type { Drawing } from '../main/strokes/stroke.ts';
import { writeSvg } from '../main/strokes/svg.ts';

const LEVELS = stagesFor(32);
const TILE = 200;
const GAP = 16;

/** The square about a drawing's ink, a little air around it. */
function inkBox({ strokes }: Drawing): string {
  const xs = strokes.flatMap(({ points }) => points.filter((_, i) => i % 2 === 0));
  const ys = strokes.flatMap(({ points }) => points.filter((_, i) => i % 2 === 1));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const side = 1.06 * Math.max(right - left, bottom - top);
  const numbers = [(left + right - side) / 2, (top + bottom - side) / 2, side, side];
  return numbers.map((v) => v.toFixed(1)).join(' ');
}

async function draw(photo: string, masks: string): Promise<Drawing> {
  const running = sketchPhoto(
    photo,
    { ...DEFAULT_SETTINGS, strokes: LEVELS.at(-1)!, mask: masks, quality: 'normal' },
    new AbortController().signal,
  );
  for (;;) {
    const next = await running.next();
    if (next.done) return next.value.drawing;
  }
}

const [photos, masks, out, ...names] = process.argv.slice(2);
if (!photos || !masks || !out || !names.length) {
  console.error('usage: npm run ladder -- PHOTOS MASKS OUT.svg NAME...');
  process.exit(2);
}
const perRow = 2;
const tiles: string[] = [];
for (const [row, name] of names.entries()) {
  const file = fs.readdirSync(photos).find((entry) => path.parse(entry).name === name);
  if (!file) throw new Error(`There is no photo ${name} in ${photos}.`);
  const whole = await draw(path.join(photos, file), masks);
  const box = inkBox(whole);
  LEVELS.forEach((level, column) => {
    const drawing = { ...whole, strokes: whole.strokes.slice(0, level) };
    const x = ((row % perRow) * LEVELS.length + column) * (TILE + GAP) + (row % perRow) * 3 * GAP;
    const y = Math.floor(row / perRow) * (TILE + GAP);
    const body = writeSvg(drawing, { precision: 1 })
      .replace(/<desc>.*?<\/desc>\n?/, '')
      .replace(/<svg [^>]*>/, `<svg x="${x}" y="${y}" width="${TILE}" height="${TILE}" viewBox="${box}">`);
    tiles.push(body);
  });
  console.log(name);
}
const width = perRow * LEVELS.length * (TILE + GAP) + 3 * GAP;
const height = Math.ceil(names.length / perRow) * (TILE + GAP);
fs.writeFileSync(
  out,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">\n<title>${names.join(', ')} at ${LEVELS.join(', ')} strokes, drawn by Lineament</title>\n<rect width="${width}" height="${height}" fill="#fff"/>\n${tiles.join('')}</svg>\n`,
);
