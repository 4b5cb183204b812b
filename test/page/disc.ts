/** A photo of a disc, and documents of it with nothing drawn and with a few straight strokes: known to the pixel. */

import sharp from 'sharp';
import type { DocumentStroke } from '../../main/contract.ts';
import { type LineamentDocument, newDocument } from '../../renderer/document/document.ts';

const SIDE = 300;
export const STROKES = 8;

/** The photo's file, and two documents of it. */
export async function discDocuments(): Promise<{ photo: Buffer; blank: LineamentDocument; drawn: LineamentDocument }> {
  const disc = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="100%" height="100%" fill="#e8e4dc"/><circle cx="150" cy="150" r="90" fill="#357"/></svg>`;
  const photo = await sharp(Buffer.from(disc)).png().toBuffer();
  const blank = newDocument({ asset: 'photo', name: 'disc.png', width: SIDE, height: SIDE });
  const levels = [4, 8].map((strokes) => ({ strokes, likeness: 40 + strokes }));
  const tries = [0, 1, 2].map((seed) => ({ seed, likeness: 48 - seed, strokes: rays() }));
  const drawn = { ...blank, strokes: rays(), shown: STROKES, levels, tries, kept: 0, likeness: 48 };
  return { photo, blank, drawn };
}

/** Straight strokes out of the middle; one of them locked and one hidden. */
function rays(): DocumentStroke[] {
  return Array.from({ length: STROKES }, (_, k) => {
    const turn = (2 * Math.PI * k) / STROKES;
    const points = [30, 60, 90, 120].flatMap((r) => [150 + r * Math.cos(turn), 150 + r * Math.sin(turn)]);
    const look = { width: 3, color: '#1b1a17', opacity: 1 };
    return { id: `ray${k}`, points, ...look, locked: k === 1, hidden: k === 2, worth: STROKES - k };
  });
}
