/**
 * Renders scenes by chance into one file that numpy reads:  npm run scenes -- OUT.npy FIRST COUNT [SIDE | WIDTHxHEIGHT]
 *
 * Bytes [COUNT, HEIGHT, WIDTH, 9]: red, green, blue; inverse depth as high and low byte, its largest in the scene 65535; what
 * lies there (0 sky, 1 a floor or wall, from 2 things); its light in sixty-fourths; a place of its surface as two
 * coordinates of a texture (render.ts). Seed FIRST + i gives scene i.
 */

import fs from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { renderAll } from './crew.ts';
import type { Picture } from './render.ts';

const SAMPLES_A_PIXEL = 2;
const LAYERS = 9;

/** A picture's layers, interleaved. */
function packed({ rgb, depth, what, lit, place }: Picture): Uint8Array {
  let nearest = Number.POSITIVE_INFINITY;
  for (const d of depth) nearest = Math.min(nearest, d);
  const bytes = new Uint8Array(LAYERS * depth.length);
  for (let i = 0; i < depth.length; i++) {
    const inverse = Math.round((65535 * nearest) / depth[i]!) || 0;
    const row = [rgb[3 * i]!, rgb[3 * i + 1]!, rgb[3 * i + 2]!, inverse >> 8, inverse & 255];
    bytes.set([...row, what[i]!, lit[i]!, place[2 * i]!, place[2 * i + 1]!], LAYERS * i);
  }
  return bytes;
}

/** The head of numpy's format, version 1: a magic, a length, a Python literal padded to 64 bytes. */
function headOf(shape: number[]): Buffer {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11, ' ');
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length + 1);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(`${padded}\n`)]);
}

async function main([out, first = '0', count = '0', size = '128']: string[]): Promise<void> {
  const [from, scenes] = [Number(first), Number(count)];
  const [width = 0, height = width] = size.split('x').map(Number);
  if (!out || !(scenes > 0 && width > 0 && height > 0))
    throw new Error('expected: npm run scenes -- OUT.npy FIRST COUNT [SIDE | WIDTHxHEIGHT]');
  const file = fs.openSync(out, 'w');
  fs.writeSync(file, headOf([scenes, height, width, LAYERS]));
  const film = { width, height, samples: SAMPLES_A_PIXEL };
  const orders = Array.from({ length: scenes }, (_, i) => ({ scene: from + i, film }));
  await renderAll(orders, (picture, i) => {
    fs.writeSync(file, packed(picture));
    if ((i + 1) % 100 === 0) console.log(`${i + 1} of ${scenes}`);
  });
  fs.closeSync(file);
}

if (isMainThread)
  main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
