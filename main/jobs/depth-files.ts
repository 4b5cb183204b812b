/**
 * A depth map as files: one row a format. Depth is relative and inverse: 0 is farthest, 1 nearest, in all of them.
 *
 * grey and colour are for looking at; png16 has 65 535 steps; PFM (Debevec's portable float map) has the numbers
 * themselves; PLY has a coloured point for every pixel, where a pinhole camera would see it. The same map gives the same
 * bytes.
 */

import sharp from 'sharp';
import { turbo } from '../vision/turbo.ts';

export interface DepthPicture {
  width: number;
  height: number;
  /** Relative inverse depth, 0 far to 1 near [height · width]. */
  values: Float32Array;
  /** The photo's colours at the same size [height · width · 3]. */
  rgb: Uint8Array;
}

type Encode = (map: DepthPicture) => Promise<Uint8Array>;

/** The formats, in the order in which a file's name is held against their endings. */
export const DEPTH_FORMATS = {
  colour: { ending: '.colour.png', encode: encodeColour },
  grey: { ending: '.grey.png', encode: encodeGrey },
  png16: { ending: '.png', encode: encodePng16 },
  pfm: { ending: '.pfm', encode: async (map) => encodePfm(map) },
  ply: { ending: '.ply', encode: async (map) => encodePly(map) },
} satisfies Record<string, { ending: string; encode: Encode }>;

export type DepthFormat = keyof typeof DEPTH_FORMATS;

/** Points of a PLY are spread so that the farthest lies this many times as far away as the nearest. */
const PLY_RANGE = 4;
/** The focal length that points are spread with, as a share of the picture's longer side. */
const PLY_FOCAL = 1.1;

/** The file's bytes. The same map gives the same ones. */
export async function encodeDepth(map: DepthPicture, format: DepthFormat): Promise<Uint8Array> {
  return DEPTH_FORMATS[format].encode(map);
}

/** Values as whole numbers, 65 535 the nearest [values]. */
export function inSteps(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value) => Math.round(65535 * value));
}

async function encodePng16({ values, width, height }: DepthPicture): Promise<Uint8Array> {
  const raw = { width, height, channels: 1 as const };
  return sharp(inSteps(values), { raw }).toColourspace('grey16').png().toBuffer();
}

async function encodeGrey({ values, width, height }: DepthPicture): Promise<Uint8Array> {
  const grey = Uint8Array.from(values, (value) => Math.round(255 * value));
  return sharp(grey, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

async function encodeColour({ values, width, height }: DepthPicture): Promise<Uint8Array> {
  return sharp(turbo(values), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Rows from the bottom up; a scale below zero says that the floats are little-endian. */
function encodePfm({ values, width, height }: DepthPicture): Uint8Array {
  const head = Buffer.from(`Pf\n${width} ${height}\n-1.0\n`, 'latin1');
  const body = Buffer.alloc(4 * values.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) body.writeFloatLE(values[(height - 1 - y) * width + x]!, 4 * (y * width + x));
  return Buffer.concat([head, body]);
}

/** y up, the camera at the origin looking along −z; the nearest point at distance 1. Binary, little-endian. */
function encodePly({ values, rgb, width, height }: DepthPicture): Uint8Array {
  const head = Buffer.from(
    [
      'ply',
      'format binary_little_endian 1.0',
      'comment Relative depth by Lineament: order and proportions mean something, lengths do not',
      `element vertex ${values.length}`,
      ...['x', 'y', 'z'].map((axis) => `property float ${axis}`),
      ...['red', 'green', 'blue'].map((channel) => `property uchar ${channel}`),
      'end_header\n',
    ].join('\n'),
    'latin1',
  );
  const row = 15;
  const body = Buffer.alloc(row * values.length);
  const focal = PLY_FOCAL * Math.max(width, height);
  for (let i = 0; i < values.length; i++) {
    const distance = 1 / (1 / PLY_RANGE + (1 - 1 / PLY_RANGE) * values[i]!);
    const x = (i % width) + 0.5 - width / 2;
    const y = height / 2 - Math.floor(i / width) - 0.5;
    const at = row * i;
    body.writeFloatLE((distance * x) / focal, at);
    body.writeFloatLE((distance * y) / focal, at + 4);
    body.writeFloatLE(-distance, at + 8);
    for (let c = 0; c < 3; c++) body[at + 12 + c] = rgb[3 * i + c]!;
  }
  return Buffer.concat([head, body]);
}
