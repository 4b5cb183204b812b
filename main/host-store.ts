/**
 * What a host remembers between two starts, in one folder: documents kept until they are saved, recent files,
 * preferences, the window's place.
 *
 * Every file is written whole, one after the other, so a crash leaves the state before or after, never between. A kept
 * document is one file, a line of JSON and then its bytes. What cannot be read any more counts as not there: a damaged
 * list of recent files must not keep the app from starting.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { removeScraps, writeWhole } from './files/whole-file.ts';

const RECENT = 24;

/** More than the longest line of JSON before a kept document: two texts of 4096 characters, escaped. */
const HEAD = 1 << 16;

const keptSchema = v.object({ key: v.string(), name: v.string(), when: v.string() });
const recentSchema = v.array(
  v.object({ path: v.string(), when: v.string(), strokes: v.number(), drawing: v.string() }),
);
export type RecentPath = v.InferOutput<typeof recentSchema>[number];

/** LINEAMENT_STATE, else the folder where the platform's programs keep such things. */
export function stateFolder(env = process.env, platform = process.platform): string {
  if (env['LINEAMENT_STATE']) return path.resolve(env['LINEAMENT_STATE']);
  const home = os.homedir();
  if (platform === 'win32') return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Lineament');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Lineament');
  return path.join(env['XDG_STATE_HOME'] ?? path.join(home, '.local', 'state'), 'lineament');
}

export class HostStore {
  readonly #folder: string;
  #writing: Promise<unknown> = Promise.resolve();

  /** @param folder made when something is first kept */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps a document's bytes in place of those kept before under the same key. */
  keep(document: { key: string; name: string; bytes: Uint8Array }): Promise<void> {
    const { key, name, bytes } = document;
    const line = `${JSON.stringify({ key, name, when: new Date().toISOString() })}\n`;
    return this.#inTurn(() => writeWhole(this.#keptFile(key), Buffer.concat([Buffer.from(line), bytes])));
  }

  /** What is kept, newest first. */
  async kept(): Promise<v.InferOutput<typeof keptSchema>[]> {
    await this.#writing;
    const folder = path.join(this.#folder, 'kept');
    for (const one of [this.#folder, folder]) await removeScraps(one);
    const names = await fs.readdir(folder).catch(() => []);
    const heads = await Promise.all(names.filter((name) => name.endsWith('.kept')).map((name) => head(folder, name)));
    return heads.filter((one) => one !== null).sort((a, b) => b.when.localeCompare(a.when));
  }

  /** A kept document, which stays kept until it is dropped: whoever takes it may crash too. */
  async takeKept(key: string): Promise<{ name: string; bytes: Uint8Array }> {
    await this.#writing;
    const file = await fs.readFile(this.#keptFile(key)).catch(() => null);
    const end = file?.indexOf('\n') ?? -1;
    const said = file && end >= 0 ? parsed(keptSchema, file.subarray(0, end).toString()) : null;
    if (!file || !said) throw new Error('That document is not kept any more.');
    return { name: said.name, bytes: new Uint8Array(file.subarray(end + 1)) };
  }

  dropKept(key: string): Promise<void> {
    return this.#inTurn(() => fs.rm(this.#keptFile(key), { force: true }));
  }

  /** Files used last, newest first; those that are gone are left out. */
  async recent(): Promise<RecentPath[]> {
    await this.#writing;
    const files = await this.#readRecent();
    const there = await Promise.all(
      files.map((file) =>
        fs.access(file.path).then(
          () => true,
          () => false,
        ),
      ),
    );
    return files.filter((_, index) => there[index]);
  }

  remember(file: Omit<RecentPath, 'when'>): Promise<void> {
    return this.#inTurn(async () => {
      const others = (await this.#readRecent()).filter((one) => one.path !== file.path);
      const files = [{ ...file, when: new Date().toISOString() }, ...others].slice(0, RECENT);
      await writeWhole(path.join(this.#folder, 'recent.json'), JSON.stringify(files));
    });
  }

  /** A small JSON text by its name, '' where there is none. */
  async text(name: 'preferences' | 'window'): Promise<string> {
    await this.#writing;
    return fs.readFile(path.join(this.#folder, `${name}.json`), 'utf8').catch(() => '');
  }

  setText(name: 'preferences' | 'window', json: string): Promise<void> {
    return this.#inTurn(() => writeWhole(path.join(this.#folder, `${name}.json`), json));
  }

  async #readRecent(): Promise<RecentPath[]> {
    const json = await fs.readFile(path.join(this.#folder, 'recent.json'), 'utf8').catch(() => '[]');
    return parsed(recentSchema, json) ?? [];
  }

  /** Keys come from the page, so they name no file themselves. */
  #keptFile(key: string): string {
    return path.join(this.#folder, 'kept', `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.kept`);
  }

  #inTurn(write: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(write);
    this.#writing = done.catch(() => {});
    return done;
  }
}

async function head(folder: string, name: string): Promise<v.InferOutput<typeof keptSchema> | null> {
  const handle = await fs.open(path.join(folder, name)).catch(() => null);
  if (!handle) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    const end = buffer.subarray(0, bytesRead).indexOf('\n');
    return end < 0 ? null : parsed(keptSchema, buffer.subarray(0, end).toString());
  } finally {
    await handle.close();
  }
}

function parsed<S extends v.GenericSchema>(schema: S, json: string): v.InferOutput<S> | null {
  try {
    return v.parse(schema, JSON.parse(json));
  } catch {
    return null;
  }
}
