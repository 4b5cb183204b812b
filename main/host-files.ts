/**
 * The files that a person chose, under names that tell the page nothing: it says 'file 3f…', the host alone knows which
 * path that is. So a page gone wrong can read what was opened in this session, and write documents and what was saved:
 * never over somebody's photo.
 */

import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { HostFile } from './contract.ts';
import { causeOf, writeNew, writeWhole } from './files/whole-file.ts';

export class HostFiles {
  readonly #paths = new Map<string, string>();
  readonly #ids = new Map<string, string>();

  readonly #saved = new Set<string>();
  /** Ids of folders that a person picked to save into. */
  readonly #folders = new Set<string>();

  /** The id for a path that a person chose, the same for the same path. */
  admit(file: string): HostFile {
    const whole = path.resolve(file);
    const id = this.#ids.get(whole) ?? randomUUID();
    this.#ids.set(whole, id);
    this.#paths.set(id, whole);
    return { id, name: path.basename(whole) };
  }

  /** @throws Error with one sentence where no file has that id */
  pathOf(id: string): string {
    const file = this.#paths.get(id);
    if (!file) throw new Error('That file is not open any more: open it again.');
    return file;
  }

  /** @throws Error with one sentence that names the file */
  async read(id: string): Promise<{ name: string; bytes: Uint8Array }> {
    const file = this.pathOf(id);
    try {
      const kind = await fs.stat(file);
      // A device may have no end and a pipe no beginning.
      if (!kind.isFile() && !kind.isDirectory()) throw new Error('it is no plain file');
      const { buffer, byteOffset, length } = await fs.readFile(file);
      return { name: path.basename(file), bytes: new Uint8Array(buffer, byteOffset, length) };
    } catch (error) {
      throw new Error(`${path.basename(file)} can't be read: ${causeOf(error)}.`, { cause: error });
    }
  }

  /** Writes a document, or a file that was saved before. @throws Error with one sentence that names the file */
  async save(id: string, bytes: Uint8Array): Promise<HostFile> {
    const file = this.pathOf(id);
    if (!this.#saved.has(id) && !/\.lineament$/i.test(file)) {
      throw new Error(`${path.basename(file)} was opened, not saved: save under a name of its own.`);
    }
    await writeWhole(file, bytes);
    return this.admit(file);
  }

  /** Writes to the path that a person chose to save to, whole or not at all. @throws Error with one sentence */
  async saveTo(file: string, bytes: Uint8Array): Promise<HostFile> {
    await writeWhole(file, bytes);
    const admitted = this.admit(file);
    this.#saved.add(admitted.id);
    return admitted;
  }

  /** What tells whether a file is still as it was; null where there is none. */
  async stamp(id: string): Promise<string | null> {
    const stat = await fs.stat(this.pathOf(id)).catch(() => null);
    return stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
  }

  /** A folder that a person picked to save into. */
  admitFolder(folder: string): HostFile {
    const admitted = this.admit(folder);
    this.#folders.add(admitted.id);
    return admitted;
  }

  /**
   * Writes a new file into a folder that was picked for it; where the name is taken, "name (2)" and so on.
   * @throws Error with one sentence
   */
  async saveInto(folder: string, name: string, bytes: Uint8Array): Promise<HostFile> {
    if (!this.#folders.has(folder)) throw new Error('That folder was not picked to save into: pick it again.');
    const { name: stem, ext } = path.parse(nameAlone(name));
    for (let copy = 1; ; copy++) {
      const file = path.join(this.pathOf(folder), `${stem}${copy > 1 ? ` (${copy})` : ''}${ext}`);
      if (await fs.lstat(file).catch(() => null)) continue;
      const written = await writeNew(file, bytes).catch((error: Error) => {
        throw new Error(`${path.basename(file)} cannot be saved: ${causeOf(error.cause)}.`, { cause: error });
      });
      if (!written) continue;
      const admitted = this.admit(file);
      this.#saved.add(admitted.id);
      return admitted;
    }
  }
}

/** A name that the page proposes, without any folder, which is not the page's to choose, and as file systems bear it. */
export function nameAlone(name: string): string {
  const last = path
    .basename(name.replaceAll('\\', '/'))
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  const { name: stem, ext } = path.parse(last);
  return /^\.*$/.test(last) ? 'Untitled' : `${stem.slice(0, 180)}${ext.slice(0, 40)}`;
}
