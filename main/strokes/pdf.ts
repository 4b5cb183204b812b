/**
 * A drawing as a PDF of one page, its strokes as vectors.
 *
 * A small writer of our own: six kinds of object and no compression, as a drawing is a few hundred bytes. The page is
 * as large as the drawing, or a sheet of paper with the drawing as large as its margins allow, turned as the drawing is.
 * The same drawing gives the same bytes: there is no date in it.
 * Source: ISO 32000-1, 7.5 (file structure), 8.3 (coordinates), 8.4 (line widths, caps, opacity), 8.5 (paths).
 */

import { plainNumber } from './plain-number.ts';
import type { Drawing, Stroke } from './stroke.ts';

export type PdfPage = 'tight' | 'a5' | 'a4' | 'a3' | 'letter';

export interface PdfOptions {
  /** 'tight', as large as the drawing, by default. */
  page?: PdfPage;
  /** Least distance of the drawing to the edges of a sheet, in mm; 15 by default, and none on a tight page. */
  margin?: number;
  /** '#rrggbb' of the paper, over the whole page; by default it is left as it is. */
  background?: string | null;
  /** Shown by viewers instead of the file's name. */
  title?: string;
}

/** Points of 1/72 inch. */
const PER_MM = 72 / 25.4;
/** A px of CSS is 1/96 inch. */
const PER_PX = 0.75;
/** Sheets in mm, upright. */
const SHEETS: Record<Exclude<PdfPage, 'tight'>, readonly [number, number]> = {
  a5: [148, 210],
  a4: [210, 297],
  a3: [297, 420],
  letter: [215.9, 279.4],
};
/** Decimals of a page's own points, and of numbers in the drawing's units. */
const DECIMALS = 3;

/**
 * The drawing as a PDF file's bytes.
 * @throws Error for numbers that are not finite, points that are no chain, or a margin that leaves no room
 */
export function writePdf(drawing: Drawing, options: PdfOptions = {}): Uint8Array<ArrayBuffer> {
  const { width, height, strokes } = drawing;
  if (!(width > 0 && height > 0))
    throw new Error(`A drawing needs a width and a height above zero, not ${width} × ${height}.`);
  const page = pageOf(drawing, options);
  const opacities = [...new Set(strokes.map((stroke) => number(stroke.opacity)))];
  const content = [
    ...(options.background
      ? [`${color(options.background)} rg 0 0 ${number(page.width)} ${number(page.height)} re f`]
      : []),
    // PDF counts upwards from the bottom.
    `${fine(page.scale)} 0 0 ${fine(-page.scale)} ${number(page.left)} ${number(page.height - page.top)} cm`,
    '1 J 1 j',
    ...strokes.map((stroke) => drawn(stroke, opacities)),
  ].join('\n');
  const states = opacities.map((opacity, i) => `/O${i} << /CA ${opacity} >>`).join(' ');
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${number(page.width)} ${number(page.height)}] ` +
      `/Resources << /ExtGState << ${states} >> >> /Contents 4 0 R >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Producer (Lineament)${options.title ? ` /Title <${utf16(options.title)}>` : ''} >>`,
  ]);
}

/** The page in points, and where on it the drawing goes: points per unit, and the distances of its upper left corner. */
function pageOf(
  { width, height }: Drawing,
  { page = 'tight', margin = 15 }: PdfOptions,
): { width: number; height: number; scale: number; left: number; top: number } {
  if (page === 'tight') return { width: width * PER_PX, height: height * PER_PX, scale: PER_PX, left: 0, top: 0 };
  const [short, long] = SHEETS[page].map((side) => side * PER_MM) as [number, number];
  const sheet = width > height ? { width: long, height: short } : { width: short, height: long };
  const [roomX, roomY] = [sheet.width - 2 * margin * PER_MM, sheet.height - 2 * margin * PER_MM];
  if (!(roomX > 0 && roomY > 0 && margin >= 0))
    throw new Error(`A margin of ${margin} mm leaves no room on the page; choose a smaller one.`);
  const scale = Math.min(roomX / width, roomY / height);
  return { ...sheet, scale, left: (sheet.width - scale * width) / 2, top: (sheet.height - scale * height) / 2 };
}

/** The operators that draw one stroke. */
function drawn({ points, width, color: ink, opacity }: Stroke, opacities: readonly string[]): string {
  if (points.length < 8 || points.length % 6 !== 2)
    throw new Error(`A stroke has 2 numbers and 6 for each of its curves, but one has ${points.length}.`);
  const [x0, y0, ...rest] = points.map(number);
  const curves: string[] = [];
  for (let i = 0; i < rest.length; i += 6) curves.push(`${rest.slice(i, i + 6).join(' ')} c`);
  const state = `/O${opacities.indexOf(number(opacity))} gs ${color(ink)} RG ${number(width)} w`;
  return `${state}\n${x0} ${y0} m ${curves.join(' ')} S`;
}

/** Objects 1, 2, … with the table that says at which byte each begins; the last one is about the document. */
function assemble(objects: readonly string[]): Uint8Array<ArrayBuffer> {
  let text = '%PDF-1.4\n';
  const places: number[] = [];
  objects.forEach((object, i) => {
    places.push(text.length);
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
  });
  const table = text.length;
  // Each row of the table is 20 bytes long, its line end among them.
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`);
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\n`;
  text += `startxref\n${table}\n%%EOF\n`;
  // All of it is ASCII, so a character is a byte.
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function number(value: number): string {
  return plainNumber(value, DECIMALS);
}

/** A scale, which may be small, and is multiplied by large numbers. */
function fine(value: number): string {
  return plainNumber(value, 9);
}

/** '#rrggbb' as three numbers 0..1. */
function color(hex: string): string {
  const channels = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!channels) throw new Error(`A colour is written #rrggbb, but one is ${hex}.`);
  return channels
    .slice(1)
    .map((channel) => plainNumber(Number.parseInt(channel, 16) / 255, 4))
    .join(' ');
}

/** Text as PDF has it beyond ASCII: UTF-16, the high byte first, after a mark, in hexadecimal. */
function utf16(text: string): string {
  let hex = 'FEFF';
  for (let i = 0; i < text.length; i++) hex += text.charCodeAt(i).toString(16).padStart(4, '0').toUpperCase();
  return hex;
}
