/**
 * The files that a person chose, under names that tell the page nothing: it says 'file 3f…', the host alone knows which
 * path that is. So a page gone wrong can read what was opened in this session, and write documents and what was saved:
 * never over somebody's photo.
 */

import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { HostFile } from './contract.ts';
import { causeOf, writeWhole } from './jobs/whole-file.ts';

export class HostFiles {
  readonly #paths = new Map<string, string>();
  readonly #ids = new Map<string, string>();

  readonly #saved = new Set<string>();

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
}
