/**
 * The two files that hold an icon in several sizes: Windows' ICO and macOS' ICNS.
 *
 * ICO: a directory of pictures; up to 128 px as device-independent bitmaps (40-byte header, rows from the bottom up,
 * BGRA, then a mask of one bit per pixel), which every reader of ICO knows, at 256 px as PNG. ICNS: a list of chunks, of
 * a four-letter type for each size and a PNG.
 */

/** A square picture: straight RGBA, rows from the top down. */
export interface Pixels {
  side: number;
  rgba: Uint8Array;
}

/** ICNS types of PNGs by side in pixels; some sides are both a size and half of a size for dense screens. */
const ICNS_TYPES: Record<number, string[]> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** Sides, in pixels, of the pictures in an ICNS. */
export const ICNS_SIDES = Object.keys(ICNS_TYPES).map(Number);

/** @param pngs a PNG for each of ICNS_SIDES */
export function writeIcns(pngs: ReadonlyMap<number, Uint8Array>): Buffer {
  const chunks = ICNS_SIDES.flatMap((side) => ICNS_TYPES[side]!.map((type) => chunk(type, pngs.get(side)!)));
  return chunk('icns', Buffer.concat(chunks));
}

/** @param bitmaps pictures under 256 px @param png the one of 256 px */
export function writeIco(bitmaps: readonly Pixels[], png: Uint8Array): Buffer {
  const pictures = [
    ...bitmaps.map((pixels) => ({ side: pixels.side, bytes: bitmap(pixels) })),
    { side: 256, bytes: Buffer.from(png) },
  ];
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [i, { side, bytes }] of pictures.entries()) {
    const at = 6 + 16 * i;
    // One byte each: 256 is written as 0.
    head.writeUInt8(side % 256, at);
    head.writeUInt8(side % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(bytes.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += bytes.length;
  }
  return Buffer.concat([head, ...pictures.map(({ bytes }) => bytes)]);
}

function chunk(type: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(8 + bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

function bitmap({ side, rgba }: Pixels): Buffer {
  const colours = Buffer.alloc(side * side * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const from = (y * side + x) * 4;
      const to = ((side - 1 - y) * side + x) * 4;
      colours[to] = rgba[from + 2]!;
      colours[to + 1] = rgba[from + 1]!;
      colours[to + 2] = rgba[from]!;
      colours[to + 3] = rgba[from + 3]!;
    }
  }
  // The mask is for readers without alpha, of which there are none any more; its rows are whole words.
  const mask = Buffer.alloc(Math.ceil(side / 32) * 4 * side);
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(side, 4);
  // Colours and mask count as one picture of twice the height.
  head.writeInt32LE(side * 2, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(32, 14);
  head.writeUInt32LE(colours.length + mask.length, 20);
  return Buffer.concat([head, colours, mask]);
}
