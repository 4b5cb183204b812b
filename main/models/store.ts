/**
 * Where models of the catalogue lie on this machine, and whether a file there is the one that it is taken for.
 *
 * A file of the wrong size or SHA-256 is named and never loaded. Hashing 350 MB takes a second, so a file found right is
 * remembered in a small JSON beside it, by its size and time of change, and hashed again only when one of them differs.
 * This guards against downloads cut short and mixed-up files, not against somebody who can write to the folder.
 */

import type { Stats } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { digestOfFile } from '../files/digest.ts';
import { writeWhole } from '../files/whole-file.ts';
import { type CatalogueEntry, readCatalogue } from './catalogue.ts';

/** What is remembered of a file that was found right. */
interface Verified {
  sha256: string;
  bytes: number;
  /** Time of change in milliseconds, as the file system has it. */
  modified: number;
}

/**
 * The folder that models lie in: LINEAMENT_MODELS, else the platform's own place for an application's data (on Linux
 * that of the XDG base directory specification, which has relative paths ignored).
 */
export function modelsFolder(env = process.env, platform: string = process.platform, home = os.homedir()): string {
  const { LINEAMENT_MODELS: chosen, XDG_DATA_HOME: data, LOCALAPPDATA: local } = env;
  if (chosen) return path.resolve(chosen);
  if (platform === 'win32')
    return path.win32.join(local || path.win32.join(home, 'AppData', 'Local'), 'Lineament', 'models');
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Lineament', 'models');
  const base = data && path.posix.isAbsolute(data) ? data : path.posix.join(home, '.local', 'share');
  return path.posix.join(base, 'lineament', 'models');
}

/**
 * The path of a model of the catalogue.
 *
 * @throws Error with one sentence: it is not there, and where to get it; or the file there is not the one, and what to do
 */
export async function findModel(entry: CatalogueEntry, folder = modelsFolder()): Promise<string> {
  const file = path.join(folder, entry.file);
  const stat = await statOf(file, entry);
  if (!stat.isFile()) throw new Error(`${file} is no file; ${entry.title} belongs there: ${getting(entry, file)}`);
  const again = `delete it and get it again from ${entry.url}`;
  if (entry.bytes !== null && stat.size !== entry.bytes)
    throw new Error(`${file} is not ${entry.title}: expected ${entry.bytes} bytes, found ${stat.size}; ${again}`);
  const known = await recall(file);
  if (known?.sha256 === entry.sha256 && known.bytes === stat.size && known.modified === stat.mtimeMs) return file;
  const sha256 = await hashOf(file);
  if (sha256 !== entry.sha256)
    throw new Error(`${file} is not ${entry.title}: its SHA-256 is ${sha256}, not ${entry.sha256}; ${again}`);
  await rememberRight(file, sha256);
  return file;
}

/**
 * What tells whether the catalogue's models that are here are still those that were: what was found with other ones is
 * to be found anew.
 */
export async function modelsStamp(folder = modelsFolder()): Promise<string> {
  const stamps = (await readCatalogue()).map(async ({ name, file }) => {
    const there = await fs.stat(path.join(folder, file)).catch(() => null);
    return there ? [`${name} ${there.size} ${there.mtimeMs}`] : [];
  });
  return (await Promise.all(stamps)).flat().join();
}

async function statOf(file: string, entry: CatalogueEntry): Promise<Stats> {
  try {
    return await fs.stat(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw new Error(`${file} cannot be looked at: ${message}`);
    const what = `${entry.title} (${entry.megabytes} MB; licence: ${entry.licence.name})`;
    throw new Error(`${what} is not on this machine: ${getting(entry, file)}`);
  }
}

function getting(entry: CatalogueEntry, file: string): string {
  return `get it from ${entry.url} and put it at ${file}`;
}

async function hashOf(file: string): Promise<string> {
  try {
    return await digestOfFile(file);
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Where it is remembered of a model's file that it was found right. */
export const memoryOf = (file: string) => `${file}.verified.json`;

/** A memory that is missing or damaged is none: the file is hashed again. */
async function recall(file: string): Promise<Partial<Verified> | null> {
  try {
    return JSON.parse(await fs.readFile(memoryOf(file), 'utf8'));
  } catch {
    return null;
  }
}

/** Remembers that a file was hashed and found right, so that it is not hashed again until it changes. */
export async function rememberRight(file: string, sha256: string): Promise<void> {
  const { size, mtimeMs } = await fs.stat(file);
  await remember(file, { sha256, bytes: size, modified: mtimeMs });
}

/** Whole or not at all. Where the folder may not be written to, the file is hashed at each start. */
async function remember(file: string, verified: Verified): Promise<void> {
  await writeWhole(memoryOf(file), `${JSON.stringify(verified)}\n`).catch(() => undefined);
}
