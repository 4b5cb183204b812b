/**
 * What `lineament sketch --continue DRAWING` goes on from: a drawing out of an SVG, or a document with its photo, its
 * cut-out and its painted detail.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { quoted, UsageError } from './command-line.ts';
import { cubicsOf } from './jobs/underlay.ts';
import { causeOf } from './jobs/whole-file.ts';
import type { SketchValues } from './sketch-options.ts';
import type { Drawing } from './strokes/stroke.ts';

/** What is in a file. */
interface Opened {
  /** Lines of several curves are a stroke for each. */
  drawing: Drawing;
  /** Of the photo that it was drawn from, without its folder; null where it is not told. */
  photoName: string | null;
  /** The photo itself, its mask and its painted detail, where the file has them. */
  photo: Uint8Array | null;
  mask: Uint8Array | null;
  detail: Uint8Array | null;
  /** Whether the subject was cut out; null where it is not told. */
  cutOut: boolean | null;
}

export interface Beginning {
  /** The photo's path. */
  photo: string;
  /** Single cubics. */
  drawing: Drawing;
  /** What was said, and what the file says where that leaves it open. */
  values: SketchValues;
  /** Takes away what was unpacked. */
  close(): void;
}

/**
 * Reads the drawing and finds its photo.
 *
 * @param words the photo, or nothing: then it is the one in the document, or the one of that name beside the SVG
 * @throws UsageError where the words or options make no sense with it; Error of one sentence where the file can't be read
 */
export async function openBeginning(file: string, words: readonly string[], values: SketchValues): Promise<Beginning> {
  for (const option of ['levels', 'regions', 'by-depth'] as const)
    if (values[option] !== undefined)
      throw new UsageError(`--${option} is for strokes that begin, not for --continue.`);
  if (values.protocol === 'reference')
    throw new UsageError('--continue needs --protocol lineament: the reference method begins anew.');
  if (words.length > 1)
    throw new UsageError(`--continue goes on from one photo's drawing, but got ${words.length} photos.`);
  const opened = await openDrawing(file);
  const { drawing, cutOut } = opened;
  if (values.strokes !== undefined && values.strokes < drawing.strokes.length)
    throw new UsageError(
      `--strokes ${values.strokes} is fewer than the ${drawing.strokes.length} that ${file} has; they all stay.`,
    );
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-'));
  const unpack = (bytes: Uint8Array, name: string) => {
    const at = path.join(folder, name);
    fs.writeFileSync(at, bytes);
    return at;
  };
  const close = () => fs.rmSync(folder, { recursive: true, force: true });
  try {
    const photo = words[0] ?? photoOf(opened, file, unpack);
    const { seeds = 1, strokes = Math.min(64, Math.max(1, drawing.strokes.length)) } = values;
    const said: SketchValues = { ...values, seeds, strokes };
    if (!said.mask && opened.mask) said.mask = unpack(opened.mask, 'cut-out.png');
    else if (!said.mask && cutOut === false) said.mask = 'none';
    if (!said.detail && opened.detail) said.detail = unpack(opened.detail, 'detail.png');
    return { photo, drawing, values: said, close };
  } catch (error) {
    close();
    throw error;
  }
}

function photoOf(
  { photo, photoName }: Opened,
  file: string,
  unpack: (bytes: Uint8Array, name: string) => string,
): string {
  if (photo) return unpack(photo, path.basename(photoName ?? 'photo'));
  const beside = photoName && path.join(path.dirname(file), path.basename(photoName));
  if (beside && fs.existsSync(beside)) return beside;
  const told = photoName ? `, which was ${quoted(photoName)}` : '';
  throw new UsageError(`Say which photo ${file} was drawn from${told}: lineament sketch PHOTO --continue ${file}.`);
}

async function openDrawing(file: string): Promise<Opened> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(fs.readFileSync(file));
  } catch (error) {
    throw new UsageError(`--continue takes a drawing, but ${quoted(file)} can't be read: ${causeOf(error)}.`);
  }
  if (/\.lineament$/i.test(file)) return openDocument(bytes, file);
  if (!/\.svg$/i.test(file))
    throw new UsageError(`--continue takes a drawing that ends in .svg or .lineament, not ${quoted(file)}.`);
  const { readSvg } = await import('./strokes/svg-read.ts');
  const { drawing, metadata } = readSvg(new TextDecoder().decode(bytes));
  const named = (Object(metadata) as { photo?: unknown }).photo;
  const photoName = typeof named === 'string' ? named : null;
  return { drawing: apart(drawing), photoName, photo: null, mask: null, detail: null, cutOut: null };
}

async function openDocument(bytes: Uint8Array, file: string): Promise<Opened> {
  const { readProject } = await import('../renderer/document/project-file.ts');
  const { visibleStrokes } = await import('../renderer/document/document.ts');
  const { document, photo, mask, emphasis } = readProject(bytes, path.basename(file));
  const { name, width, height } = document.photo;
  const drawing = apart({ width, height, strokes: visibleStrokes(document) });
  return { drawing, photoName: name, photo, mask, detail: emphasis, cutOut: document.settings.cutOut };
}

/** Every curve a stroke of its own. */
function apart({ width, height, strokes }: Drawing): Drawing {
  const cubics = strokes.flatMap(({ points, width: line, color, opacity }) =>
    cubicsOf(points).map((cubic) => ({ points: cubic, width: line, color, opacity })),
  );
  return { width, height, strokes: cubics };
}
