/**
 * The gallery as one picture, a contact sheet: a row a photo, captions under the tiles, to be looked at in one glance
 * and laid beside an older one.
 */

import sharp, { type OverlayOptions } from 'sharp';
import { escapeText } from '../main/strokes/svg.ts';
import type { Plate, Tile } from './gallery-plate.ts';
import { LOOK } from './gallery-tiles.ts';

/** Pixels: a tile's side, what is free between tiles and around the sheet, the height of a caption. */
const SIDE = 256;
const GAP = 16;
const CAPTION = 26;
const ROW = SIDE + CAPTION + GAP;

/** The sheet's size for so many rows, the longest of them with so many tiles. */
export function sheetSize(rows: number, columns: number): { width: number; height: number } {
  return { width: GAP + columns * (SIDE + GAP), height: GAP + rows * ROW };
}

/** The sheet as PNG. A photo that failed has its sentence where its sketch would be. */
export async function contactSheet(plates: Plate[]): Promise<Buffer> {
  const columns = Math.max(1, ...plates.map(({ tiles, error }) => tiles.length + (error === null ? 0 : 2)));
  const size = sheetSize(plates.length, columns);
  const placed: OverlayOptions[] = [];
  for (const [row, { name, tiles, error }] of plates.entries()) {
    const top = GAP + row * ROW;
    const all = tiles.length ? tiles : [{ caption: name, picture: blank() }];
    for (const [column, tile] of all.entries()) {
      const left = GAP + column * (SIDE + GAP);
      placed.push({ input: await shrunk(tile), left, top });
    }
    const words = all.map(({ caption }, column) => captionAt(caption, column));
    if (error !== null) words.push(sentenceAt(error, all.length));
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${ROW}" font-family="system-ui, sans-serif" font-size="12">${words.join('')}</svg>`;
    placed.push({ input: Buffer.from(svg), left: 0, top });
  }
  return sharp({ create: { ...size, channels: 3, background: LOOK.paper } })
    .composite(placed)
    .png()
    .toBuffer();
}

function shrunk({ picture }: Tile): Promise<Buffer> {
  return sharp(typeof picture === 'string' ? Buffer.from(picture) : picture)
    .flatten({ background: LOOK.paper })
    .resize(SIDE, SIDE)
    .png()
    .toBuffer();
}

function blank(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"/>`;
}

/** Characters that fit under a tile. */
const ROOM = 40;

/** A tile's hairline and caption, on the row's overlay. */
function captionAt(caption: string, column: number): string {
  const left = GAP + column * (SIDE + GAP);
  const short = caption.length > ROOM ? `${caption.slice(0, ROOM - 1)}…` : caption;
  return `<rect x="${left - 0.5}" y="0.5" width="${SIDE}" height="${SIDE - 1}" fill="none" stroke="${LOOK.line}"/><text x="${left}" y="${SIDE + 17}" fill="${LOOK.caption}">${escapeText(short)}</text>`;
}

/** A sentence broken into lines two tiles wide. */
function sentenceAt(sentence: string, column: number): string {
  const left = GAP + column * (SIDE + GAP);
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 2 * ROOM) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const spans = lines.map((text, i) => `<tspan x="${left}" y="${20 + 18 * i}">${escapeText(text)}</tspan>`);
  return `<text fill="#a3301f">${spans.join('')}</text>`;
}
