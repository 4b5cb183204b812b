/**
 * The models that there are by name, and what is here of each: the catalogue's, and the person's own.
 *
 * Whoever downloads one is shown its size, source and licence and asked once; that they agreed is kept in the models
 * folder, by the file's hash, so that a resumed download does not ask again and another file does.
 */

import fs from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../files/whole-file.ts';
import { type CatalogueEntry, type Purpose, readCatalogue } from '../models/catalogue.ts';
import { findModel, memoryOf, modelsFolder } from '../models/store.ts';
import { downloadedBytes, forgetDownload } from './model-download.ts';
import { type OwnShelf, ownShelf, removeOwnModel } from './own-models.ts';
import { turns } from './turns.ts';

export { findModel, modelsFolder };

/** What is here of a model. */
export type ModelState = 'here' | 'absent' | 'paused' | 'damaged';

export interface ShelfModel {
  entry: CatalogueEntry;
  /** Whether the person added it. */
  own: boolean;
  state: ModelState;
  /** Bytes that a paused download has brought. */
  received: number;
  /** What is wrong with a damaged one, in a sentence. */
  fault: string | null;
}

/** What models of each purpose are used for, in a few words. */
export const USES: Record<Purpose, string> = {
  'sketch-encoder': 'sketching',
  mask: 'cutting out',
  'point-segmentation': 'segmenting by clicks',
  'point-encoder': 'segmenting by clicks',
  depth: 'depth',
};

type Named = Pick<ShelfModel, 'entry' | 'own'>;

export interface Shelf extends Pick<OwnShelf, 'normalisations' | 'fault'> {
  /** By name, in the catalogue's order, the person's own last. */
  models: ShelfModel[];
}

/** All models; of the person's own those that can be read. @throws one sentence: the catalogue is damaged */
export async function listModels(folder = modelsFolder()): Promise<Shelf> {
  const { named, normalisations, fault } = await namedModels(folder);
  return { models: await Promise.all(named.map((one) => withState(one, folder))), normalisations, fault };
}

/** @throws one sentence where there is no such model */
export async function modelOf(name: string, folder = modelsFolder()): Promise<ShelfModel> {
  return withState(await namedModel(name, folder), folder);
}

async function namedModels(folder: string): Promise<Omit<Shelf, 'models'> & { named: Named[] }> {
  const [catalogue, { entries, ...own }] = await Promise.all([readCatalogue(), ownShelf(folder)]);
  const named = [
    ...catalogue.map((entry) => ({ entry, own: false })),
    ...entries.map((entry) => ({ entry, own: true })),
  ];
  return { named, ...own };
}

async function namedModel(name: string, folder: string): Promise<Named> {
  const { named, fault } = await namedModels(folder);
  const found = named.find(({ entry }) => entry.name === name);
  if (found) return found;
  // It may be one of those that cannot be read.
  if (fault) throw new Error(`There is no model '${name}' that can be found: ${fault}`);
  throw new Error(`There is no model '${name}': expected one of ${named.map(({ entry }) => entry.name).join(', ')}.`);
}

async function withState(one: Named, folder: string): Promise<ShelfModel> {
  return { ...one, ...(await stateOf(one.entry, folder)) };
}

async function stateOf(entry: CatalogueEntry, folder: string): Promise<Omit<ShelfModel, keyof Named>> {
  const received = await downloadedBytes(entry, folder);
  const there = await fs.stat(path.join(folder, entry.file)).catch(() => null);
  if (!there) return { state: received ? 'paused' : 'absent', received, fault: null };
  try {
    await findModel(entry, folder);
    return { state: 'here', received: there.size, fault: null };
  } catch (error) {
    return { state: 'damaged', received: there.size, fault: (error as Error).message };
  }
}

/** The models that must be got with this one, itself last. */
export async function withNeeds(entry: CatalogueEntry): Promise<CatalogueEntry[]> {
  const catalogue = await readCatalogue();
  return [...catalogue.filter(({ name }) => entry.needs.includes(name)), entry];
}

/**
 * Hashes a model's file, whatever is remembered of it.
 * @throws one sentence where there is no such model
 */
export async function verifyModel(name: string, folder = modelsFolder()): Promise<ShelfModel> {
  const named = await namedModel(name, folder);
  await fs.rm(memoryOf(path.join(folder, named.entry.file)), { force: true });
  return withState(named, folder);
}

/** Takes a model's files away, also what a paused download brought. @returns whether there was anything */
export async function removeModel({ entry, own, state }: ShelfModel, folder = modelsFolder()): Promise<boolean> {
  if (own) return removeOwnModel(entry.name, folder);
  const file = path.join(folder, entry.file);
  await forgetDownload(entry, folder);
  for (const one of [file, memoryOf(file)]) await fs.rm(one, { force: true });
  return state !== 'absent';
}

/** Whether a person has agreed to this file before. */
export async function hasAgreed(entry: CatalogueEntry, folder = modelsFolder()): Promise<boolean> {
  return (await agreed(folder)).includes(entry.sha256);
}

/** Who agrees to two at once has agreed to both. */
const inTurn = turns();

/** Keeps that a person agreed to get this file under its licence. */
export function agree(entry: CatalogueEntry, folder = modelsFolder()): Promise<void> {
  return inTurn(async () => {
    const all = new Set([...(await agreed(folder)), entry.sha256]);
    await writeWhole(path.join(folder, 'agreed.json'), `${JSON.stringify([...all], null, 2)}\n`);
  });
}

/** A list that cannot be read is none: the person is asked again. */
async function agreed(folder: string): Promise<string[]> {
  try {
    const list: unknown = JSON.parse(await fs.readFile(path.join(folder, 'agreed.json'), 'utf8'));
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
