/** Drawings beside each other in one SVG, each cut to its ink, as the README and the docs show them. */

import { pointAt } from '../main/strokes/bezier.ts';
import type { Drawing } from '../main/strokes/stroke.ts';
import { escapeText, writeSvg } from '../main/strokes/svg.ts';

/** Where a drawing's ink lies, in its own pixels. */
export interface InkBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Points along each curve at which its reach is measured. */
const SAMPLES = 24;
/** Air around the ink, share of the box's longer side. */
const AIR = 0.03;

/** The box about the ink of drawings on one sheet, with a little air around it. */
export function inkBox(...drawings: Drawing[]): InkBox {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const { points, width } of drawings.flatMap(({ strokes }) => strokes))
    for (let i = 0; i + 7 < points.length; i += 6)
      for (let k = 0; k <= SAMPLES; k++) {
        const [x, y] = pointAt(points, k / SAMPLES, i);
        xs.push(x - width / 2, x + width / 2);
        ys.push(y - width / 2, y + width / 2);
      }
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const air = AIR * Math.max(right - left, bottom - top);
  return { left: left - air, top: top - air, width: right - left + 2 * air, height: bottom - top + 2 * air };
}

/** A drawing as an <svg> within another: `box` of it fills as much of a place as its shape lets it. */
export function tileOf(
  drawing: Drawing,
  box: InkBox,
  place: { x: number; y: number; width: number; height: number },
): string {
  const viewBox = [box.left, box.top, box.width, box.height].map((v) => v.toFixed(1)).join(' ');
  const { x, y, width, height } = place;
  return writeSvg(drawing, { precision: 1 })
    .replace(/<desc>.*?<\/desc>\n?/, '')
    .replace(/<svg [^>]*>/, `<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${viewBox}">`);
}

/** An SVG of tiles on white, with a title for whoever hears it. */
export function sheetOf(tiles: string[], width: number, height: number, title: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">\n<title>${escapeText(title)}</title>\n<rect width="${width}" height="${height}" fill="#fff"/>\n${tiles.join('')}</svg>\n`;
}
