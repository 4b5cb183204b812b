/**
 * A gallery of a folder: every photo sketched, one page and one contact sheet written when all are done, or when the
 * person has seen enough. A photo that fails shows why and stops nothing.
 */

import path from 'node:path';
import { writeWhole } from '../main/files/whole-file.ts';
import { listPhotos } from '../main/jobs/photo-list.ts';
import type { sketchPhoto } from '../main/jobs/sketch.ts';
import type { SketchSettings } from '../main/jobs/sketch-settings.ts';
import type { Encoder } from '../main/models/encoder.ts';
import { galleryPage } from './gallery-page.ts';
import { makePlate, type Plate } from './gallery-plate.ts';
import { contactSheet } from './gallery-sheet.ts';

export interface GalleryHost {
  job: typeof sketchPhoto;
  /** Says where it looks; null: nothing is said of that. */
  encoder: Encoder | null;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** What was written, and how many photos failed. */
export interface Written {
  page: string;
  sheet: string;
  photos: number;
  failed: number;
}

/**
 * @param folder a folder, a photo or a pattern
 * @param out the folder for index.html and sheet.png
 * @throws one sentence when a file cannot be written
 */
export async function makeGallery(
  folder: string,
  out: string,
  settings: SketchSettings,
  { job, encoder, signal, say }: GalleryHost,
): Promise<Written> {
  const { listed } = await listPhotos([folder]);
  const plates: Plate[] = [];
  for (const [i, { photo, error }] of listed.entries()) {
    if (signal.aborted) break;
    const name = path.basename(photo);
    const plate = error
      ? { name, tiles: [], facts: [], notes: [], error }
      : await makePlate(photo, settings, encoder, job, signal);
    plates.push(plate);
    say(`[${i + 1}/${listed.length}] ${name}: ${plate.error ?? plate.facts.join(', ')}`);
  }
  const page = path.join(out, 'index.html');
  const sheet = path.join(out, 'sheet.png');
  await writeWhole(page, galleryPage(path.basename(path.resolve(folder)), aboutOf(settings, plates.length), plates));
  await writeWhole(sheet, await contactSheet(plates));
  return { page, sheet, photos: plates.length, failed: plates.filter(({ error }) => error !== null).length };
}

/** How the photos were sketched, in a sentence. */
function aboutOf(settings: SketchSettings, photos: number): string {
  const { strokes, seeds, seed, mask, encoder, quality, protocol, steps, fidelity } = settings;
  const facts = [
    `${photos} ${photos === 1 ? 'photo' : 'photos'} in ${strokes} ${strokes === 1 ? 'stroke' : 'strokes'}`,
    `${protocol} protocol`,
    seeds === 1 ? `seed ${seed}` : `${seeds} seeds from ${seed}`,
    steps === null ? `${quality} quality` : `${steps} steps`,
    `fidelity ${fidelity}`,
    `encoder ${path.basename(encoder)}`,
    `mask ${path.basename(mask)}`,
  ];
  return `${facts.join(', ')}.`;
}
