/**
 * The host's part in a batch: it keeps it, knows the photos of a folder, and writes drawings into a folder that a person
 * picked, never over a file that is there.
 */

import fs from 'node:fs/promises';
import path from 'node:path';
import type { BatchStore } from './batch-store.ts';
import type { HostFile } from './contract.ts';
import { type HostHandlers, nothing } from './host-calls.ts';
import type { HostFiles } from './host-files.ts';
import { listPhotos } from './jobs/photo-list.ts';

type Kept = 'batch' | 'keepBatch' | 'keepBatchPhoto' | 'batchPhoto' | 'keepBatchDrawing' | 'batchDrawing' | 'saveInto';

/** Handlers for what every host answers of a batch. */
export function batchCalls(files: HostFiles, batch: BatchStore): Pick<HostHandlers['calls'], Kept> {
  return {
    batch: async () => ({ batch: await batch.read() }),
    keepBatch: (kept) => batch.write(kept).then(nothing),
    keepBatchPhoto: ({ key, bytes }) => batch.keepPart('photo', key, bytes).then(nothing),
    batchPhoto: async ({ key }) => ({ bytes: await batch.photo(key) }),
    keepBatchDrawing: ({ key, bytes }) => batch.keepPart('drawing', key, bytes).then(nothing),
    batchDrawing: async ({ key }) => ({ bytes: await batch.drawing(key) }),
    saveInto: async ({ folder, name, bytes }) => ({ file: await files.saveInto(folder, name, bytes) }),
  };
}

/**
 * The photos that lie in a folder itself, in the order of their names, numbers by their size.
 * @throws Error of one sentence where it has none or may not be read
 */
export async function photosIn(folder: string, files: HostFiles): Promise<HostFile[]> {
  const { listed } = await listPhotos([folder]);
  return listed.map(({ photo, error }) => {
    if (error !== undefined) throw new Error(error);
    return files.admit(photo);
  });
}

/** Files that a person named, each folder among them as the photos in it; a folder without any is left out. */
export async function withFoldersOpened(named: readonly HostFile[], files: HostFiles): Promise<HostFile[]> {
  const opened = await Promise.all(
    named.map(async (file) => {
      const place = files.pathOf(file.id);
      const kind = await fs.stat(place).catch(() => null);
      return kind?.isDirectory() ? photosIn(place, files).catch(() => []) : [file];
    }),
  );
  return opened.flat();
}

/** A folder's own name, for the page to show; of a disk's root the whole of it. */
export function folderName(folder: string): string {
  return path.basename(folder) || folder;
}
