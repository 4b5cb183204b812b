/**
 * What `lineament sketch --continue DRAWING` goes on from: a drawing out of an SVG, or a document with its photo, its
 * cut-out and its painted detail.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { quoted, UsageError } from './command-line.ts';
import type { DrawingFile } from './jobs/drawing-file.ts';
import type { SketchValues } from './sketch-options.ts';

export interface Beginning {
  /** The photo's path. */
  photo: string;
  /** Single cubics. */
  drawing: DrawingFile['drawing'];
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
  const { readDrawingFile } = await import('./jobs/drawing-file.ts');
  const opened = await readDrawingFile(file);
  const { drawing, cutOut } = opened;
  if (values.strokes !== undefined && values.strokes < drawing.strokes.length)
    throw new UsageError(
      `--strokes ${values.strokes} is fewer than the ${drawing.strokes.length} that ${file} has; they all stay.`,
    );
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-'));
  // Each in a folder of its own: the photo may be called what the others are.
  const unpack = (bytes: Uint8Array, name: string) => {
    const at = path.join(fs.mkdtempSync(path.join(folder, 'one-')), name);
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
  { photo, photoName }: DrawingFile,
  file: string,
  unpack: (bytes: Uint8Array, name: string) => string,
): string {
  if (photo) return unpack(photo, photoName ?? 'photo');
  const beside = photoName && path.join(path.dirname(file), photoName);
  if (beside && fs.statSync(beside, { throwIfNoEntry: false })?.isFile()) return beside;
  const told = photoName ? `, which was ${quoted(photoName)}` : '';
  throw new UsageError(`Say which photo ${file} was drawn from${told}: lineament sketch PHOTO --continue ${file}.`);
}
