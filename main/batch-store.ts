/**
 * The batch that a host keeps between two starts: which photos, in which order, what became of each, and what was drawn.
 *
 * One folder: batch.json, a copy of every photo that came as bytes, a drawing for every photo that is done. Each file is
 * written whole, one after the other, and a drawing before the list that calls it done: a crash costs at most the photo
 * that was being drawn. Paths stay in here; the page knows files by their ids. What is damaged counts as not there.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { batchItemSchema, batchSchema, type KeptBatch } from './contract.ts';
import { removeScraps, writeWhole } from './files/whole-file.ts';
import type { HostFiles } from './host-files.ts';

/** As batch.json has it: the path in place of the file's id. */
const writtenSchema = v.object({
  ...batchSchema.entries,
  items: v.array(v.object({ ...batchItemSchema.entries, file: v.nullable(v.string()) })),
});

type Part = 'photo' | 'drawing';
const PART = /^[0-9a-f]{32}\.(photo|drawing)$/;

export class BatchStore {
  readonly #folder: string;
  readonly #files: HostFiles;
  #writing: Promise<unknown> = Promise.resolve();
  /** Names of the parts that belong to the batch, as it was last read or written. */
  #wanted = new Set<string>();
  #tidied = false;

  /** @param state the host's state folder; made when something is first kept */
  constructor(state: string, files: HostFiles) {
    this.#folder = path.join(state, 'batch');
    this.#files = files;
  }

  /**
   * What is kept; null where there is no batch or it cannot be read. At the first asking what a copy that was made too
   * late for its photo has left behind goes; later another window's copy may be there before the list that has its photo.
   */
  async read(): Promise<KeptBatch | null> {
    await this.#writing;
    await removeScraps(this.#folder);
    const json = await fs.readFile(path.join(this.#folder, 'batch.json'), 'utf8').catch(() => null);
    const written = json === null ? null : parsed(json);
    if (!written?.items.length) return null;
    this.#wanted = partsOf(written.items);
    const names = this.#tidied ? [] : await fs.readdir(this.#folder).catch(() => []);
    this.#tidied = true;
    const stray = names.filter((name) => PART.test(name) && !this.#wanted.has(name));
    await Promise.all(stray.map((name) => fs.rm(path.join(this.#folder, name), { force: true })));
    const items = written.items.map((item) => ({
      ...item,
      file: item.file === null ? null : this.#files.admit(item.file).id,
    }));
    return { ...written, items };
  }

  /** Keeps the batch, and forgets what belongs to none of its photos. @throws Error of one sentence */
  write(batch: KeptBatch): Promise<void> {
    const items = batch.items.map((item) => ({
      ...item,
      file: item.file === null ? null : this.#files.pathOf(item.file),
    }));
    return this.#inTurn(async () => {
      const file = path.join(this.#folder, 'batch.json');
      if (items.length) await writeWhole(file, JSON.stringify({ ...batch, items }));
      else await fs.rm(file, { force: true });
      const before = this.#wanted;
      this.#wanted = partsOf(items);
      const gone = [...before].filter((name) => !this.#wanted.has(name));
      await Promise.all(gone.map((name) => fs.rm(path.join(this.#folder, name), { force: true })));
      if (!items.length) await fs.rm(this.#folder, { recursive: true, force: true });
    });
  }

  keepPart(part: Part, key: string, bytes: Uint8Array): Promise<void> {
    return this.#inTurn(() => writeWhole(this.#place(part, key), bytes));
  }

  /** The copy of a photo that came as bytes. @throws Error of one sentence */
  photo(key: string): Promise<Uint8Array> {
    return this.#part('photo', key, 'That photo is not kept any more: add it again.');
  }

  /** @throws Error of one sentence */
  drawing(key: string): Promise<Uint8Array> {
    return this.#part('drawing', key, 'That drawing is not kept any more: draw the photo again.');
  }

  async #part(part: Part, key: string, missing: string): Promise<Uint8Array> {
    await this.#writing;
    const { buffer, byteOffset, length } = await fs.readFile(this.#place(part, key)).catch((error) => {
      throw new Error(missing, { cause: error });
    });
    return new Uint8Array(buffer, byteOffset, length);
  }

  #place(part: Part, key: string): string {
    return path.join(this.#folder, nameOf(part, key));
  }

  #inTurn(write: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(write);
    this.#writing = done.catch(() => {});
    return done;
  }
}

/** Keys come from the page, so they name no file themselves. */
function nameOf(part: Part, key: string): string {
  return `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.${part}`;
}

function partsOf(items: readonly { key: string }[]): Set<string> {
  return new Set(items.flatMap(({ key }) => [nameOf('photo', key), nameOf('drawing', key)]));
}

function parsed(json: string): v.InferOutput<typeof writtenSchema> | null {
  try {
    return v.parse(writtenSchema, JSON.parse(json));
  } catch {
    return null;
  }
}
