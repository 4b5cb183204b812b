/**
 * A drawing out of a file, to be gone on from: of an SVG its lines, of a document what it shows, with its photo, its
 * cut-out and its painted detail.
 */

import path from 'node:path';
import { readPlainFile } from '../files/plain-file.ts';
import { causeOf } from '../files/whole-file.ts';
import type { Drawing } from '../strokes/stroke.ts';
import { readSvg } from '../strokes/svg-read.ts';
import { cubicsOf } from './underlay.ts';

export interface DrawingFile {
  /** Lines of several curves are a stroke for each. */
  drawing: Drawing;
  /** Of the photo that it was drawn from; null where it is not told. */
  photoName: string | null;
  /** The photo itself, its mask and its painted detail, where the file has them. */
  photo: Uint8Array | null;
  mask: Uint8Array | null;
  detail: Uint8Array | null;
  /** Whether the subject was cut out; null where it is not told. */
  cutOut: boolean | null;
}

/** @throws one sentence: it can't be read, or is neither an SVG nor a document */
export async function readDrawingFile(file: string): Promise<DrawingFile> {
  let bytes: Uint8Array;
  try {
    bytes = readPlainFile(file);
  } catch (error) {
    throw new Error(`The drawing ${file} can't be read: ${causeOf(error)}.`);
  }
  if (/\.lineament$/i.test(file)) return readDocument(bytes, file);
  if (!/\.svg$/i.test(file))
    throw new Error(`--continue takes a drawing that ends in .svg or .lineament, not ${file}.`);
  const { drawing, metadata } = readSvg(new TextDecoder().decode(bytes));
  const { photo: named } = Object(metadata) as { photo?: unknown };
  const photoName = typeof named === 'string' ? nameIn(named) : null;
  return { drawing: apart(drawing), photoName, photo: null, mask: null, detail: null, cutOut: null };
}

async function readDocument(bytes: Uint8Array, file: string): Promise<DrawingFile> {
  const { readProject } = await import('../../renderer/document/project-file.ts');
  const { visibleStrokes } = await import('../../renderer/document/document.ts');
  const { document, photo, mask, emphasis } = readProject(bytes, path.basename(file));
  const { name, width, height } = document.photo;
  const drawing = apart({ width, height, strokes: visibleStrokes(document) });
  return { drawing, photoName: nameIn(name), photo, mask, detail: emphasis, cutOut: document.settings.cutOut };
}

/** A file's own name, whatever the drawing says; null where what it says can be none. */
function nameIn(said: string): string | null {
  const name = path.basename(said);
  return /^\.{0,2}$|\0/.test(name) || Buffer.byteLength(name) > 255 ? null : name;
}

/** Every curve a stroke of its own. */
function apart({ width, height, strokes }: Drawing): Drawing {
  const cubics = strokes.flatMap(({ points, width: line, color, opacity }) =>
    cubicsOf(points).map((cubic) => ({ points: cubic, width: line, color, opacity })),
  );
  return { width, height, strokes: cubics };
}
