/**
 * The icons of the app and of its files, drawn from the mark: black ink on a sheet of paper.
 *
 * Each system has its own sheet: macOS a rounded tile with the margin of its grid (824 of 1024), Windows and Linux one
 * that fills the square, files an upright page with a turned corner. Small sizes have a bolder line, as the mark of 24 px
 * has, so that the curve does not turn grey.
 */

import fs from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { ICNS_SIDES, writeIcns, writeIco } from './icon-files.ts';

/** The mark as the page draws it, on a grid of 24. */
const MARK = 'M8 3.5C5.6 9.5 4 20.5 10.2 20.5c3.6 0 5.6-3.9 9.8-3.2';
/** The middle of the mark on its grid. */
const MIDDLE = { x: 12.7, y: 12 };

const INK = '#1b1a17';
const PAPER = '#fdfcf9';
const RIM = '#cfcac0';
const BLUE = '#0a6a99';

export type Sheet = 'tile' | 'mac' | 'document';

/** Sides, in pixels, of the PNGs that Linux desktops look for. */
const LINUX_SIDES = [16, 24, 32, 48, 64, 128, 256, 512];
const ICO_SIDES = [16, 24, 32, 48, 64, 128];

/** An icon as SVG on a grid of 1024. @param side pixels that it is drawn for */
export function iconSvg(sheet: Sheet, side: number): string {
  const small = side <= 48;
  const rim = `stroke="${RIM}" stroke-width="${small ? 1024 / side : 10}"`;
  const sheets: Record<Sheet, string> = {
    tile: `<rect x="40" y="40" width="944" height="944" rx="150" fill="${PAPER}" ${rim}/>`,
    mac: `<rect x="100" y="100" width="824" height="824" rx="186" fill="${PAPER}" ${rim}/>`,
    document: `<path d="M176 56h468l204 204v708H176z" fill="${PAPER}" ${rim}/><path d="M644 56v204h204z" fill="${RIM}"/>`,
  };
  const [size, y] = { tile: [34, 512], mac: [29, 512], document: [24, 590] }[sheet] as [number, number];
  const mark = `<g transform="translate(512 ${y}) scale(${size}) translate(${-MIDDLE.x} ${-MIDDLE.y})">
    <path d="${MARK}" fill="none" stroke="${INK}" stroke-width="${small ? 3 : 2}" stroke-linecap="round"/>
    ${small ? '' : `<circle cx="20" cy="17.3" r="1.9" fill="${PAPER}" stroke="${BLUE}" stroke-width="0.8"/>`}
  </g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024" width="${side}" height="${side}">
  ${sheets[sheet]}
  ${mark}
</svg>
`;
}

/** Writes icon.ico, icon.icns, document.ico, document.icns, document.png and linux/NxN.png. @param folder made anew */
export async function writeIcons(folder: string): Promise<void> {
  await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(path.join(folder, 'linux'), { recursive: true });
  const icns = async (sheet: Sheet) =>
    writeIcns(new Map(await Promise.all(ICNS_SIDES.map(async (side) => [side, await png(sheet, side)] as const))));
  const ico = async (sheet: Sheet) =>
    writeIco(await Promise.all(ICO_SIDES.map((side) => pixels(sheet, side))), await png(sheet, 256));
  await fs.writeFile(path.join(folder, 'icon.icns'), await icns('mac'));
  await fs.writeFile(path.join(folder, 'icon.ico'), await ico('tile'));
  await fs.writeFile(path.join(folder, 'document.icns'), await icns('document'));
  await fs.writeFile(path.join(folder, 'document.ico'), await ico('document'));
  await fs.writeFile(path.join(folder, 'document.png'), await png('document', 256));
  for (const side of LINUX_SIDES) {
    await fs.writeFile(path.join(folder, 'linux', `${side}x${side}.png`), await png('tile', side));
  }
}

async function png(sheet: Sheet, side: number): Promise<Uint8Array> {
  return sharp(Buffer.from(iconSvg(sheet, side)))
    .png({ compressionLevel: 9 })
    .toBuffer();
}

async function pixels(sheet: Sheet, side: number) {
  const rgba = await sharp(Buffer.from(iconSvg(sheet, side)))
    .ensureAlpha()
    .raw()
    .toBuffer();
  return { side, rgba };
}
