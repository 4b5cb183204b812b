/**
 * "More detail here" as a picture: how much each place counts, painted with a round brush.
 *
 * The map lies over the whole photo and is small, since what counts more is an area and not an edge. Dabs of one stroke
 * of the brush do not add up where they overlap, so a hand that rests on a place paints no more than one that passes.
 */

import { chainPoint, curveCount } from '../geometry/chain.ts';
import type { GreyPicture } from './grey-png.ts';

/** The longer side of a map, pixels. */
export const MAP_SIDE = 512;

export interface Brush {
  /** Diameter in percent of the photo's longer side. */
  size: number;
  /** 0 a hard edge, 1 one that fades from the middle on. */
  soft: number;
  /** 0..1, how much more a painted place counts. */
  strength: number;
  /** Takes away what was painted. */
  erasing: boolean;
}

/** A map of nothing for a photo of that size, photo px; a larger photo has a smaller map. */
export function emptyMap(photo: { width: number; height: number }): GreyPicture {
  const scale = Math.min(1, MAP_SIDE / Math.max(photo.width, photo.height));
  const width = Math.max(1, Math.round(photo.width * scale));
  const height = Math.max(1, Math.round(photo.height * scale));
  return { width, height, grey: new Uint8Array(width * height) };
}

/** Whether anything is painted. */
export function isPainted({ grey }: GreyPicture): boolean {
  return grey.some((value) => value > 0);
}

/** How large a part of the photo is painted, 0..1: what counts half counts for half. */
export function paintedShare({ grey }: GreyPicture): number {
  return grey.reduce((sum, value) => sum + value, 0) / (255 * grey.length);
}

/** Radius of a brush, photo px. */
export function brushRadius({ size }: Pick<Brush, 'size'>, photo: { width: number; height: number }): number {
  return (size / 200) * Math.max(photo.width, photo.height);
}

/**
 * The map with the brush drawn along a line.
 *
 * @param line x0 y0 x1 y1 …, photo px; a single point is one dab
 */
export function paintLine(
  map: GreyPicture,
  photo: { width: number; height: number },
  line: readonly number[],
  brush: Brush,
): GreyPicture {
  const scale = map.width / photo.width;
  const radius = Math.max(0.5, brushRadius(brush, photo) * scale);
  const painted = { ...map, grey: map.grey.slice() };
  const ends = line.length > 2 ? line : [...line, ...line];
  for (let i = 0; i + 3 < ends.length; i += 2) {
    const [x0, y0, x1, y1] = ends.slice(i, i + 4).map((value) => value * scale);
    paintSegment(painted, x0!, y0!, x1!, y1!, radius, brush);
  }
  return painted;
}

/** Paints into the map itself. Plain numbers and squared distances, as this is done for every move of the hand. */
function paintSegment(
  { grey, width, height }: GreyPicture,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radius: number,
  { soft, strength, erasing }: Brush,
): void {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const perLength = dx === 0 && dy === 0 ? 0 : 1 / (dx * dx + dy * dy);
  /** Of the radius squared, within which the brush covers whole. */
  const inner = (1 - soft) * (1 - soft);
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - radius));
  const right = Math.min(width, Math.max(x0, x1) + radius);
  const bottom = Math.min(height, Math.max(y0, y1) + radius);
  for (let y = Math.max(0, Math.floor(Math.min(y0, y1) - radius)); y < bottom; y++)
    for (let x = left; x < right; x++) {
      const px = x + 0.5 - x0;
      const py = y + 0.5 - y0;
      const t = Math.min(1, Math.max(0, (px * dx + py * dy) * perLength));
      const ex = px - t * dx;
      const ey = py - t * dy;
      const away = (ex * ex + ey * ey) / (radius * radius);
      if (away >= 1) continue;
      const amount = 255 * strength * (away <= inner ? 1 : edge((1 - Math.sqrt(away)) / soft));
      const at = y * width + x;
      grey[at] = erasing ? Math.min(grey[at]!, 255 - amount) : Math.max(grey[at]!, amount);
    }
}

/** A chain of cubics as the points of a line, for the brush to follow. */
export function lineAlong(points: readonly number[], perCurve = 12): number[] {
  const line = points.slice(0, 2);
  for (let curve = 0; curve < curveCount(points); curve++)
    for (let k = 1; k <= perCurve; k++) line.push(...chainPoint(points, curve, k / perCurve));
  return line;
}

/** How much the brush covers in its soft edge, from 0 outside to 1 inside: a smooth step. */
function edge(t: number): number {
  return t * t * (3 - 2 * t);
}
