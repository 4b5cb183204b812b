/**
 * Getting a model of the catalogue: with progress, resumed where it was cut off, checked while it comes, and given its
 * name only when it is whole.
 *
 * Bytes go to `<file>.part` and are hashed as they are written. A server that falls silent, cuts off or fails for the
 * moment is asked again for what is missing; one that sends something else is not believed: size and SHA-256 are those of
 * the catalogue, wherever a mirror or a redirect leads. Proxies are taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
 */

import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { causeOf } from '../files/whole-file.ts';
import type { CatalogueEntry } from '../models/catalogue.ts';
import { findModel, modelsFolder, rememberRight } from '../models/store.ts';
import { takeLock } from './model-lock.ts';

export interface DownloadProgress {
  /** Bytes that are here. */
  received: number;
  /** Bytes of the whole file; null while that is not known. */
  total: number | null;
}

export interface DownloadOptions {
  /** The models folder; the usual one where left out. */
  folder?: string;
  /** Aborting pauses: what came stays, and the next download goes on from there. */
  signal?: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
  /** Origin that files are got from instead of their own: 'https://mirror.example'. LINEAMENT_MIRROR where left out. */
  mirror?: string | null;
  /** Milliseconds of silence after which a server is asked again. */
  patience?: number;
  /** Waits between attempts, in milliseconds: as many more attempts as there are. */
  waits?: readonly number[];
  /** Free bytes on the folder's disk, as the system says. */
  room?: (folder: string) => Promise<number>;
}

const PATIENCE = 30_000;
const WAITS = [1000, 4000, 15_000];
/** Bytes that stay free on the disk. */
const SPARE = 100e6;
/** Milliseconds between two reports of progress. */
const REPORT = 100;

/** Worth another attempt: the network's fault, or the server's for the moment. */
class Interrupted extends Error {}

/**
 * Downloads a model unless it is here already.
 *
 * @returns its path
 * @throws one sentence: somebody else is getting it, no room, the server has not got it or sends something else, the
 *   network failed again and again; or an AbortError where it was paused
 */
export async function downloadModel(entry: CatalogueEntry, options: DownloadOptions = {}): Promise<string> {
  const folder = options.folder ?? modelsFolder();
  const file = path.join(folder, entry.file);
  await fs.mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new Error(`${folder} cannot hold models: ${causeOf(error)}.`);
  });
  const lock = await takeLock(file);
  if (!lock) throw new Error(`${entry.title} is being downloaded already: wait until that is done.`);
  try {
    const there = await findModel(entry, folder).catch(() => null);
    if (there) return there;
    await refuseFull(entry, folder, options.room ?? freeBytes);
    await downloadPart(entry, `${file}.part`, options);
    await fs.rename(`${file}.part`, file).catch((error: unknown) => {
      throw new Error(`${file} cannot be written: ${causeOf(error)}.`, { cause: error });
    });
    await rememberRight(file, entry.sha256);
    return file;
  } finally {
    await lock.release();
  }
}

/** Throws away what a paused download has brought. */
export async function forgetDownload(entry: CatalogueEntry, folder = modelsFolder()): Promise<void> {
  await fs.rm(path.join(folder, `${entry.file}.part`), { force: true });
}

/** Bytes of a paused download; 0 where there is none. */
export async function downloadedBytes(entry: CatalogueEntry, folder = modelsFolder()): Promise<number> {
  return (await fs.stat(path.join(folder, `${entry.file}.part`)).catch(() => null))?.size ?? 0;
}

async function refuseFull(
  entry: CatalogueEntry,
  folder: string,
  room: (folder: string) => Promise<number>,
): Promise<void> {
  const needed = (entry.bytes ?? entry.megabytes * 1e6) - (await downloadedBytes(entry, folder));
  const free = await room(folder);
  if (free >= needed + SPARE) return;
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  throw new Error(
    `There is no room for ${entry.title}: it needs ${megabytes(needed + SPARE)} MB and ${megabytes(free)} MB are free in ${folder}; make room, or set LINEAMENT_MODELS to a folder on another disk.`,
  );
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await fs.statfs(folder);
  return bavail * bsize;
}

/** Brings the part to its whole and right content, attempt by attempt. */
async function downloadPart(entry: CatalogueEntry, part: string, options: DownloadOptions): Promise<void> {
  const patience = options.patience ?? PATIENCE;
  const waits = [...(options.waits ?? WAITS)];
  const timeouts = { connectTimeout: patience, headersTimeout: patience, bodyTimeout: patience };
  const dispatcher = new EnvHttpProxyAgent(timeouts);
  try {
    for (;;) {
      try {
        const { resumed, sha256 } = await transfer(entry, part, dispatcher, options);
        if (sha256 === entry.sha256) return;
        await fs.rm(part, { force: true });
        // What was resumed may have begun as another file: that is worth one whole try.
        if (resumed) continue;
        throw new Error(
          `What came for ${entry.title} is not it: its SHA-256 is ${sha256}, not ${entry.sha256}; nothing was kept. Try another mirror, or later.`,
        );
      } catch (error) {
        options.signal?.throwIfAborted();
        if (!(error instanceof Interrupted)) throw error;
        const wait = waits.shift();
        if (wait === undefined)
          throw new Error(
            `${entry.title} could not be downloaded: ${error.message}; what came so far is kept, so try again.`,
            { cause: error },
          );
        await delay(wait, undefined, { signal: options.signal });
      }
    }
  } finally {
    await dispatcher.destroy();
  }
}

/** One request, from where the part ends. @returns whether it went on from an earlier one, and the SHA-256 of the whole */
async function transfer(
  entry: CatalogueEntry,
  part: string,
  dispatcher: EnvHttpProxyAgent,
  { signal, mirror, onProgress }: DownloadOptions,
): Promise<{ resumed: boolean; sha256: string }> {
  const had = (await fs.stat(part).catch(() => null))?.size ?? 0;
  if (had > 0 && had === entry.bytes) return { resumed: true, sha256: (await hashOf(part)).digest('hex') };
  const from = entry.bytes !== null && had > entry.bytes ? 0 : had;
  const url = mirrored(entry.url, mirror === undefined ? process.env['LINEAMENT_MIRROR'] : mirror);
  const headers = { 'accept-encoding': 'identity', ...(from ? { range: `bytes=${from}-` } : {}) };
  const response = await fetch(url, { headers, dispatcher, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Interrupted(`${new URL(url).host} did not answer (${networkCause(error)})`);
  });
  const start = startOf(response, from, entry, url);
  if (start === null) {
    await response.body?.cancel();
    await fs.rm(part, { force: true });
    throw new Interrupted('the server could not go on from where the download was cut off');
  }
  const total = totalOf(response, start, entry);
  const handle = await fs.open(part, start ? 'r+' : 'w').catch((error: unknown) => {
    throw new Error(`${part} cannot be written: ${causeOf(error)}.`);
  });
  const hash = start ? await hashOf(part) : createHash('sha256');
  try {
    await receive(response, { handle, hash, start }, total, entry, signal, onProgress);
    await handle.sync().catch((error: unknown) => {
      throw unwritten(entry, error);
    });
  } finally {
    await handle.close();
  }
  return { resumed: start > 0, sha256: hash.digest('hex') };
}

/** The disk's fault, not the network's. */
class Unwritten extends Error {}

function unwritten(entry: CatalogueEntry, error: unknown): Error {
  return new Error(`${entry.title} could not be written: ${causeOf(error)}.`, { cause: error });
}

/** All of the bytes: a disk that is nearly full takes a part of them and says nothing. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done).catch((cause: unknown) => {
      throw new Unwritten('', { cause });
    });
    done += bytesWritten;
  }
}

async function receive(
  response: Response,
  { handle, hash, start }: { handle: FileHandle; hash: Hash; start: number },
  total: number | null,
  entry: CatalogueEntry,
  signal: AbortSignal | undefined,
  onProgress: DownloadOptions['onProgress'],
): Promise<void> {
  let received = start;
  let reported = 0;
  // What came last is told too, should nothing more come for long.
  let due: NodeJS.Timeout | undefined;
  const report = () => {
    due = undefined;
    reported = performance.now();
    onProgress?.({ received, total });
  };
  try {
    for await (const chunk of response.body ?? []) {
      const bytes = chunk as Uint8Array;
      if (total !== null && received + bytes.length > total) throw new RangeError();
      await writeAll(handle, bytes, received);
      hash.update(bytes);
      received += bytes.length;
      const wait = reported + REPORT - performance.now();
      if (wait <= 0) report();
      else due ??= setTimeout(report, wait);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RangeError)
      throw new Error(
        `The server sends more for ${entry.title} than its ${total} bytes: it is not the file; try another mirror.`,
      );
    if (error instanceof Unwritten) throw unwritten(entry, error.cause);
    throw new Interrupted(`the connection broke off (${networkCause(error)})`);
  } finally {
    clearTimeout(due);
  }
  onProgress?.({ received, total });
  if (total !== null && received < total)
    throw new Interrupted(`the connection ended after ${received} of ${total} bytes`);
}

/**
 * Where the response's bytes belong in the file; null where it is no answer to what was asked.
 * @throws one sentence where asking again is of no use
 */
function startOf(response: Response, from: number, entry: CatalogueEntry, url: string): number | null {
  if (url.startsWith('https:') && !response.url.startsWith('https:'))
    throw new Error(`${entry.title} was not downloaded: the server leads to ${response.url}, which is not encrypted.`);
  if (response.status === 200) return 0;
  if (response.status === 206) {
    const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
    return range && Number(range[1]) === from ? from : null;
  }
  if (response.status === 416) return null;
  if (response.status >= 500 || response.status === 408 || response.status === 429)
    throw new Interrupted(`${new URL(url).host} answered ${response.status}`);
  throw new Error(
    `${entry.title} was not downloaded: ${new URL(url).host} answered ${response.status} to ${url}; if a mirror is set, it may not have this file.`,
  );
}

/** @throws one sentence where the server announces another size than the catalogue's */
function totalOf(response: Response, start: number, entry: CatalogueEntry): number | null {
  const length = response.headers.get('content-length');
  const announced = length === null ? null : start + Number(length);
  if (entry.bytes !== null && announced !== null && announced !== entry.bytes)
    throw new Error(
      `The server announces ${announced} bytes for ${entry.title}, not ${entry.bytes}: it is not the file; try another mirror.`,
    );
  return entry.bytes ?? announced;
}

/** The same path at another origin. @throws one sentence where the mirror is no address */
function mirrored(url: string, mirror: string | null | undefined): string {
  if (!mirror) return url;
  if (!URL.canParse(mirror) || !/^https?:/.test(mirror))
    throw new Error(`The mirror ${mirror} is no address: expected one such as https://mirror.example.`);
  const { pathname, search } = new URL(url);
  return mirror.replace(/\/+$/, '') + pathname + search;
}

/** The hash of what a file holds, to go on from. */
async function hashOf(file: string): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash;
}

/** The innermost reason that the network gives, in its own short words. */
function networkCause(error: unknown): string {
  const { cause, code, message } = error as NodeJS.ErrnoException & { cause?: unknown };
  return cause ? networkCause(cause) : (code ?? message);
}
