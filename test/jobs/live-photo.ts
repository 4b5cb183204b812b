/** A photo that takes no disk and little time: a pear on a blue ground, as PNG bytes, and quick settings for it. */

import sharp from 'sharp';
import type { LiveSettings } from '../../main/jobs/live-sketch.ts';

export const PEAR = { width: 320, height: 400 };

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 200" width="320" height="400">
  <rect width="160" height="200" fill="#7896d2"/>
  <path d="M80 52 Q84 36 92 22" stroke="#5a3c1e" stroke-width="6" fill="none"/>
  <g fill="#b4b43c"><circle cx="80" cy="130" r="50"/><circle cx="80" cy="75" r="32"/></g>
</svg>`;

/** White where the pear is. */
const MASK = SVG.replace('#7896d2', '#000000').replace('#5a3c1e', '#ffffff').replace('#b4b43c', '#ffffff');

export const pearPhoto = async () => new Uint8Array(await sharp(Buffer.from(SVG)).png().toBuffer());
export const pearMask = async () => new Uint8Array(await sharp(Buffer.from(MASK)).greyscale().png().toBuffer());

export const QUICK: LiveSettings = {
  strokes: 5,
  seeds: 1,
  seed: 7,
  fidelity: 0.5,
  width: null,
  quality: 'draft',
  cutOut: true,
  encoder: 'built-in',
};
