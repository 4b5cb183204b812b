/**
 * A drawing as an SVG file.
 *
 * The file is made to be opened elsewhere and to be read again: one <path> a stroke in drawing order, what the strokes
 * share said once on their group, numbers rounded to what the sheet's size can show, and the seed and settings as JSON
 * in <metadata> under a namespace of our own. The same drawing gives the same bytes. Read back by svg-read.ts.
 * Source: SVG 2 (W3C), chapters 8 (viewBox), 9 (paths), 13 (strokes) and 5.10 (metadata).
 */

import { tightPathData } from './path-write.ts';
import { plainNumber } from './plain-number.ts';
import type { Drawing, Stroke } from './stroke.ts';

export { plainNumber };

/** The namespace of our metadata element. */
export const NAMESPACE = 'urn:lineament:drawing:1';

export interface SvgOptions {
  /** A name for the drawing, shown by browsers. */
  title?: string;
  /** Anything that JSON can hold: seed, settings, objective. */
  metadata?: unknown;
  /** Decimals of a coordinate; by default enough for a fifty-thousandth of the longer side. */
  precision?: number;
  /** '#rrggbb' of a sheet of paper behind the strokes; by default there is none. */
  background?: string | null;
  /** Size at which the picture is shown, in px or `unit`; by default the drawing's own, in px. */
  size?: { width: number; height: number; unit?: 'px' | 'mm' };
  /** As few bytes as can be: no line breaks, no description, the shortest way to write each curve. */
  minified?: boolean;
}

/**
 * The drawing as SVG text.
 * @throws Error when a coordinate, width or size is no finite number: such a file would be drawn by nobody.
 */
export function writeSvg(drawing: Drawing, options: SvgOptions = {}): string {
  return svgDocument(drawing, options, '', () => '');
}

/** The whole document; `style` goes before the strokes and `extra(k)` into stroke k's tag (animation needs both). */
export function svgDocument(
  drawing: Drawing,
  options: SvgOptions,
  style: string,
  extra: (index: number) => string,
): string {
  const { width, height, strokes } = drawing;
  if (!(width > 0 && height > 0))
    throw new Error(`A drawing needs a width and a height above zero, not ${width} × ${height}.`);
  const { minified = false, precision: decimals = precisionFor(Math.max(width, height)) } = options;
  const size = options.size ?? { width, height };
  const unit = size.unit === 'mm' ? 'mm' : '';
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${plainNumber(size.width, 4)}${unit}" height="${plainNumber(size.height, 4)}${unit}" viewBox="0 0 ${plainNumber(width, 4)} ${plainNumber(height, 4)}">`,
  ];
  if (options.title) lines.push(`<title>${escapeText(options.title)}</title>`);
  if (!minified)
    lines.push(`<desc>${strokes.length} ${strokes.length === 1 ? 'stroke' : 'strokes'}, drawn by Lineament</desc>`);
  if (options.metadata !== undefined) {
    const json = escapeText(JSON.stringify(options.metadata));
    lines.push(`<metadata><lineament:drawing xmlns:lineament="${NAMESPACE}">${json}</lineament:drawing></metadata>`);
  }
  if (style) lines.push(style);
  if (options.background)
    lines.push(
      `<rect width="${plainNumber(width, 4)}" height="${plainNumber(height, 4)}" fill="${escapeText(options.background)}"/>`,
    );
  const shared = sharedLook(strokes, decimals);
  // What SVG itself takes for granted need not be said once more.
  const said = minified ? shared.filter(([name, value]) => name === 'stroke' || value !== '1') : shared;
  lines.push(`<g fill="none"${said.map(attribute).join('')} stroke-linecap="round" stroke-linejoin="round">`);
  strokes.forEach((stroke, index) => {
    const own = lookOf(stroke, decimals).filter(([, value], row) => value !== shared[row]![1]);
    checkChain(stroke.points);
    const data = minified ? tightPathData(stroke.points, decimals) : pathData(stroke.points, decimals);
    lines.push(`<path d="${data}"${own.map(attribute).join('')}${extra(index)}/>`);
  });
  lines.push('</g>', '</svg>', '');
  return minified ? lines.join('') : lines.join('\n');
}

/** Decimals that show a fifty-thousandth of the longer side: 3 at 224 px, 2 at 1000, 1 at 6000. */
export function precisionFor(side: number): number {
  return Math.max(0, Math.min(6, Math.ceil(Math.log10(50_000 / side))));
}

/** Text made safe for XML; what XML 1.0 cannot hold at all (most controls, half surrogate pairs) becomes U+FFFD. */
export function escapeText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"\r]/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are just what XML forbids.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

type Look = [name: string, value: string][];

/** A stroke's look as attributes. */
function lookOf(stroke: Stroke, decimals: number): Look {
  return [
    ['stroke', escapeText(stroke.color)],
    ['stroke-width', plainNumber(stroke.width, decimals + 1)],
    ['stroke-opacity', plainNumber(stroke.opacity, 4)],
  ];
}

/** What most strokes have in common, attribute by attribute; the first met wins a tie. */
function sharedLook(strokes: Stroke[], decimals: number): Look {
  const looks = strokes.map((stroke) => lookOf(stroke, decimals));
  const first: Look = looks[0] ?? [
    ['stroke', '#000000'],
    ['stroke-width', '1'],
    ['stroke-opacity', '1'],
  ];
  return first.map(([name, value], row) => {
    const counts = new Map<string, number>();
    for (const look of looks) counts.set(look[row]![1], (counts.get(look[row]![1]) ?? 0) + 1);
    let most = value;
    for (const [candidate, count] of counts) if (count > counts.get(most)!) most = candidate;
    return [name, most];
  });
}

function attribute([name, value]: Look[number]): string {
  return ` ${name}="${value}"`;
}

/** @throws Error when these are no whole curves, one at least */
function checkChain(points: number[]): void {
  if (points.length < 8 || points.length % 6 !== 2)
    throw new Error(
      `A stroke has 8 numbers (four control points), and 6 for each further curve, but one has ${points.length}.`,
    );
}

function pathData(points: number[], decimals: number): string {
  const [x0, y0, ...rest] = points.map((value) => plainNumber(value, decimals));
  return `M ${x0} ${y0} C ${rest.join(' ')}`;
}
