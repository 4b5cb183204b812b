/**
 * A sketch's result as files: one row a format.
 *
 * SVG is the drawing itself with its settings; PNG is that SVG on white paper, rendered by sharp; JSON holds what the
 * run knows besides (levels, each stroke's worth). Times are left out of all of them: the same command gives the same
 * bytes. Files are written whole or not at all.
 */

import path from 'node:path';
import { version } from '../../package.json';
import { writeWhole } from '../files/whole-file.ts';
import type { Drawing } from '../strokes/stroke.ts';
import { writeSvg } from '../strokes/svg.ts';
import { writeAnimatedSvg } from '../strokes/svg-animated.ts';
import { renameFiles } from './named-files.ts';
import type { SketchResult } from './sketch.ts';

/** What a file needs to know: the result and what it was made of. */
export interface Sketched {
  result: SketchResult;
  /** The photo's name without its folder: a file may go to people who need not know our folders. */
  photo: string;
  /** Only the first so many strokes; null: all. */
  level?: number | null;
}

type Encode = (sketched: Sketched) => string | Promise<Uint8Array>;

/** The longer side of a PNG is brought up to this many px, and down to the second. */
const PNG_SIDES = { least: 1024, most: 4096 };
const PAPER = '#ffffff';
/** Seconds for which a stroke is drawn, and the least and most for the whole animation. */
const ANIMATION = { perStroke: 0.3, least: 2, most: 10 };

/** The formats, in the order in which a file's name is held against their endings. */
export const FORMATS = {
  animated: { ending: '.animated.svg', encode: encodeAnimated },
  svg: { ending: '.svg', encode: (sketched) => writeSvg(drawingAt(sketched), describe(sketched)) },
  png: { ending: '.png', encode: encodePng },
  json: { ending: '.json', encode: encodeJson },
} satisfies Record<string, { ending: string; encode: Encode }>;

export type Format = keyof typeof FORMATS;

/** The format that a file's ending asks for, or null. */
export function formatOf(file: string): Format | null {
  const name = path.basename(file).toLowerCase();
  const found = Object.entries(FORMATS).find(([, { ending }]) => name.endsWith(ending));
  return found ? (found[0] as Format) : null;
}

/**
 * `folder/name.svg` and level 4 → `folder/name-4.svg`: where a level's own file goes, beside the whole drawing's.
 * A double ending (`.animated.svg`) stays in one piece.
 */
export function levelPath(file: string, level: number): string {
  const format = formatOf(file);
  const ending = format ? file.slice(-FORMATS[format].ending.length) : path.extname(file);
  return `${file.slice(0, file.length - ending.length)}-${level}${ending}`;
}

/** The file's bytes. The same result gives the same ones. */
export async function encodeSketch(sketched: Sketched, format: Format): Promise<string | Uint8Array> {
  return FORMATS[format].encode(sketched);
}

/**
 * Writes the result to `file`, in the format of its ending unless `format` says another.
 * @throws Error with one sentence; the file is then as it was.
 */
export async function writeSketch(file: string, sketched: Sketched, format = formatOf(file)): Promise<void> {
  if (!format) throw new Error(`${file} was not written: its ending is none of ${endings()}.`);
  await writeWhole(file, await encodeSketch(sketched, format));
}

/** '.svg, .png, ...' for messages. */
export function endings(): string {
  return Object.values(FORMATS)
    .map(({ ending }) => ending)
    .join(', ');
}

function drawingAt({ result, level = null }: Sketched): Drawing {
  const { drawing } = result;
  return level === null ? drawing : { ...drawing, strokes: drawing.strokes.slice(0, level) };
}

/** Title and metadata of the SVGs. */
function describe(sketched: Sketched): { title: string; metadata: unknown } {
  const { seed, settings, levels, stopped } = sketched.result;
  const { strokes } = drawingAt(sketched);
  const objective = levels.find((level) => level.strokes === strokes.length)?.objective ?? null;
  const { photo } = sketched;
  return {
    title: `${path.parse(photo).name} in ${strokes.length} ${strokes.length === 1 ? 'stroke' : 'strokes'}`,
    metadata: { generator: `Lineament ${version}`, photo, seed, objective, stopped, settings: shareable(settings) },
  };
}

/** Settings without the person's folders: a file's name is enough to know which encoder, mask or map it was. */
function shareable(settings: SketchResult['settings']): SketchResult['settings'] {
  return renameFiles(settings, (name) => path.basename(name));
}

function encodeAnimated(sketched: Sketched): string {
  const drawing = drawingAt(sketched);
  const { perStroke, least, most } = ANIMATION;
  const seconds = Math.min(most, Math.max(least, perStroke * drawing.strokes.length));
  return writeAnimatedSvg(drawing, { ...describe(sketched), seconds });
}

async function encodePng(sketched: Sketched): Promise<Uint8Array> {
  const drawing = drawingAt(sketched);
  const side = Math.max(drawing.width, drawing.height);
  const scale = Math.min(Math.max(side, PNG_SIDES.least), PNG_SIDES.most) / side;
  const size = {
    width: Math.max(1, Math.round(drawing.width * scale)),
    height: Math.max(1, Math.round(drawing.height * scale)),
  };
  const svg = writeSvg(drawing, { background: PAPER, size });
  // sharp is a native addon: who writes no PNG does not wait for it.
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg)).flatten({ background: PAPER }).greyscale(isGrey(drawing)).png().toBuffer();
}

/** Whether a grey picture loses nothing, at a third of the size. */
function isGrey(drawing: Drawing): boolean {
  return drawing.strokes.every(({ color }) => /^#(..)\1\1$/i.test(color));
}

function encodeJson(sketched: Sketched): string {
  const { result, photo } = sketched;
  const { levels, worth, seed, objective, stopped, settings, notes } = result;
  const drawing = drawingAt(sketched);
  const file = {
    generator: `Lineament ${version}`,
    photo,
    width: drawing.width,
    height: drawing.height,
    seed,
    objective,
    stopped,
    settings: shareable(settings),
    levels: levels.filter(({ strokes }) => strokes <= drawing.strokes.length),
    strokes: drawing.strokes.map((stroke, index) => ({ ...stroke, worth: worth[index] ?? null })),
    notes,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
