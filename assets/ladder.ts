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
import { inkBox, sheetOf, tileOf } from './tiles.ts';

const LEVELS = stagesFor(32);
const TILE = 200;
const GAP = 16;

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
    tiles.push(tileOf(drawing, box, { x, y, width: TILE, height: TILE }));
  });
  console.log(name);
}
const width = perRow * LEVELS.length * (TILE + GAP) + 3 * GAP;
const height = Math.ceil(names.length / perRow) * (TILE + GAP);
const title = `${names.join(', ')} at ${LEVELS.join(', ')} strokes, drawn by Lineament`;
fs.writeFileSync(out, sheetOf(tiles, width, height, title));
