/**
 * The photos that benchmarks draw, and the judge. They lie beside the repo, in ../shared, because most of them may be
 * tested with but not passed on; where that folder is not there, what needs it is skipped and says so.
 */

import fs from 'node:fs';
import path from 'node:path';
import { Skipped } from './table.ts';

const SHARED = path.resolve('../shared');
const PHOTOS = path.join(SHARED, 'photos');
export const PHOTO_FOLDER = PHOTOS;
/** The photos' subjects, by a learned network. */
export const MASK_FOLDER = path.join(PHOTOS, 'masks');
export const JUDGE = path.join(SHARED, 'judge', 'judge.mjs');

export interface SharedPhoto {
  /** Without folder and ending. */
  name: string;
  file: string;
}

/**
 * The photos by name.
 *
 * @param most only the first so many; null for all
 * @throws Skipped when the folder is not there
 */
export function sharedPhotos(most: number | null): SharedPhoto[] {
  need(PHOTOS);
  const names = fs
    .readdirSync(PHOTOS)
    .filter((name) => /\.(png|jpg)$/.test(name))
    .sort();
  return names.slice(0, most ?? names.length).map((name) => ({
    name: path.parse(name).name,
    file: path.join(PHOTOS, name),
  }));
}

/** @throws Skipped when a file or folder is not there */
export function need(...files: string[]): void {
  for (const file of files)
    if (!fs.existsSync(file)) throw new Skipped(`${path.relative('.', file)} is not there; it is no part of the repo.`);
}
