/**
 * Grey pictures as PNG files: what masks and the painted detail are kept and sent as.
 *
 * Written here and not by a canvas, because a canvas writes colour, each browser its own bytes, and a document's file
 * must have the same bytes wherever it was made. Source: PNG specification (W3C, second edition), sections 5 and 9.
 */

import { zlibSync } from 'fflate';
import { crc32 } from './zip-directory.ts';

export interface GreyPicture {
  width: number;
  height: number;
  /** [height · width], 0 black to 255 white. */
  grey: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Eight bits, one grey channel, no interlacing. */
const HEADER_END = [8, 0, 0, 0, 0];
/** Of a row: each byte less the one above it, which is near nothing in pictures of soft blots. */
const FILTER_UP = 2;

/**
 * The picture as the bytes of an 8-bit grey PNG.
 * @param level how hard it is packed: 9 for what is kept, 1 for what only crosses a process
 */
export function writeGreyPng({ width, height, grey }: GreyPicture, level: 1 | 9 = 9): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const numbers = new DataView(header.buffer);
  numbers.setUint32(0, width);
  numbers.setUint32(4, height);
  header.set(HEADER_END, 8);
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const start = y * (width + 1);
    rows[start] = FILTER_UP;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      rows[start + 1 + x] = grey[i]! - (y > 0 ? grey[i - width]! : 0);
    }
  }
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(rows, { level })),
    chunk('IEND', new Uint8Array(0)),
  ];
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Length, name, contents, and the checksum of the latter two. */
function chunk(name: string, contents: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + contents.length);
  const numbers = new DataView(bytes.buffer);
  numbers.setUint32(0, contents.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(contents, 8);
  numbers.setUint32(8 + contents.length, crc32(bytes.subarray(4, 8 + contents.length)));
  return bytes;
}
