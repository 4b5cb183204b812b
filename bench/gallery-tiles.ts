/**
 * The pictures of a photo's row in the gallery, all squares of one size: the photo, its subject, its contours with the
 * strokes that a sketch begins with, and the sketch itself.
 *
 * Photo and subject show the whole picture with the frame marked on it; contours and sketches show the frame.
 */

import sharp, { type Sharp } from 'sharp';
import type { Photo } from '../main/jobs/photo.ts';
import { type Frame, toFrame } from '../main/sketch/frame.ts';
import { type Outlook, TRACE_SIDE } from '../main/sketch/scene.ts';
import type { Drawing } from '../main/strokes/stroke.ts';
import { writeSvg } from '../main/strokes/svg.ts';

/** Pixels across a tile on the page, where a screen may show it at half of that. */
export const TILE = 512;

/** The look of Lineament: paper, ink, the blue pencil, and the greys of captions and lines. */
export const LOOK = { paper: '#ffffff', ink: '#1b1a17', mark: '#0a6a99', caption: '#68635a', line: '#dad6cc' };

/** How much of what is not subject is left to see, 0..1. */
const GROUND = 0.16;
/** The tint of places where the encoder looks most: a warm light, red, green, blue, 0..255. */
const LIGHT = [247, 214, 150] as const;
/** Decimals of a coordinate on a tile. */
const DECIMALS = 1;

const JPEG = { quality: 82, chromaSubsampling: '4:4:4' };

/** The photo, whole, on white. JPEG. */
export function photoTile({ rgb, workingWidth: width, workingHeight: height }: Photo): Promise<Buffer> {
  return onTile(rgb, width, height).jpeg(JPEG).toBuffer();
}

/** The photo with all but its subject washed out, and the frame. JPEG. */
export function subjectTile(photo: Photo, { subject, frame }: Outlook): Promise<Buffer> {
  const { rgb, workingWidth: width, workingHeight: height } = photo;
  const washed = Uint8Array.from(rgb);
  const { mask } = subject;
  for (let i = 0; mask && i < mask.length; i++) {
    const alpha = mask[i]! / 255;
    const grey = 0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!;
    const ground = 255 - GROUND * (255 - grey);
    for (let c = 0; c < 3; c++) washed[3 * i + c] = alpha * rgb[3 * i + c]! + (1 - alpha) * ground;
  }
  return onTile(washed, width, height)
    .composite([{ input: Buffer.from(frameMark(frame, width, height)) }])
    .jpeg(JPEG)
    .toBuffer();
}

function onTile(rgb: Uint8Array, width: number, height: number): Sharp {
  return sharp(rgb, { raw: { width, height, channels: 3 } }).resize(TILE, TILE, {
    fit: 'contain',
    background: LOOK.paper,
  });
}

/** The frame on a tile that shows a picture of width × height whole. */
function frameMark(frame: Frame, width: number, height: number): string {
  const scale = TILE / Math.max(width, height);
  const place = (at: number, size: number) => ((at - size / 2) * scale + TILE / 2).toFixed(DECIMALS);
  const side = (frame.side * scale).toFixed(DECIMALS);
  const box = `x="${place(frame.left, width)}" y="${place(frame.top, height)}" width="${side}" height="${side}"`;
  return `${svgTile()}<rect ${box} fill="none" stroke="${LOOK.mark}" stroke-width="2.5" stroke-dasharray="9 6"/></svg>`;
}

export function svgTile(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${TILE}" height="${TILE}" viewBox="0 0 ${TILE} ${TILE}">`;
}

/** Where an encoder looks in the frame: [rows·columns], any scale. */
export interface Looking {
  map: Float32Array;
  rows: number;
  columns: number;
}

/**
 * The contours in the frame, the light where the encoder looks, and the strokes that the sketch begins with: a dot where
 * each starts. JPEG.
 *
 * @param seeds the first drawing, on the photo's own sheet
 * @param looking null where the encoder does not say where it looks
 */
export async function contourTile(
  photo: Photo,
  { frame, edges }: Outlook,
  seeds: Drawing,
  looking: Looking | null,
): Promise<Buffer> {
  const size = TRACE_SIDE * TRACE_SIDE;
  const light = looking ? await lightOf(looking) : new Uint8Array(size);
  const rgb = new Uint8Array(3 * size);
  for (let i = 0; i < size; i++) {
    const ink = 1 - 0.72 * Math.min(1, Math.max(edges.ridges[i]!, 0.5 * edges.fineRidges[i]!));
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = ink * (255 + (light[i]! / 255) * (LIGHT[c]! - 255));
  }
  const lines = inFrame(photo, frame, seeds).strokes.map(({ points }) => {
    const [x, y, ...rest] = points.map((v) => v.toFixed(DECIMALS));
    return `<path d="M${x} ${y}C${rest.join(' ')}" fill="none"/><circle cx="${x}" cy="${y}" r="6" fill="${LOOK.mark}"/>`;
  });
  const overlay = `${svgTile()}<g stroke="${LOOK.mark}" stroke-width="3.5" stroke-linecap="round" stroke-opacity="0.85">${lines.join('')}</g></svg>`;
  const raw = { width: TRACE_SIDE, height: TRACE_SIDE, channels: 3 as const };
  const enlarged = await sharp(rgb, { raw }).resize(TILE, TILE).png().toBuffer();
  return sharp(enlarged)
    .composite([{ input: Buffer.from(overlay) }])
    .jpeg(JPEG)
    .toBuffer();
}

/** [TRACE_SIDE²] 0..255, brightest where the encoder looks most. */
async function lightOf({ map, rows, columns }: Looking): Promise<Uint8Array> {
  const least = map.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const range = map.reduce((a, b) => Math.max(a, b), least) - least || 1;
  const bytes = Uint8Array.from(map, (v) => Math.round((255 * (v - least)) / range));
  const large = sharp(bytes, { raw: { width: columns, height: rows, channels: 1 } })
    .resize(TRACE_SIDE, TRACE_SIDE, { fit: 'fill', kernel: 'cubic' })
    .extractChannel(0);
  return new Uint8Array(await large.raw().toBuffer());
}

/** The first `strokes` strokes of a drawing, as the frame shows them. SVG. */
export function sketchTile(photo: Photo, frame: Frame, drawing: Drawing, strokes: number): string {
  const placed = inFrame(photo, frame, drawing);
  return writeSvg({ ...placed, strokes: placed.strokes.slice(0, strokes) }, { precision: DECIMALS });
}

/** A drawing on the photo's sheet, moved to a sheet that is the frame, TILE pixels across. */
function inFrame(photo: Photo, frame: Frame, { strokes }: Drawing): Drawing {
  const scale = photo.width / photo.workingWidth;
  return {
    width: TILE,
    height: TILE,
    strokes: strokes.map((stroke) => ({
      ...stroke,
      points: toFrame(frame, stroke.points, scale).map((v) => v * TILE),
      width: (stroke.width / (scale * frame.side)) * TILE,
    })),
  };
}
