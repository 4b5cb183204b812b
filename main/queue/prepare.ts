/** From a photo that is to be drawn to its job: paths as all machines know them, and a digest of everything it is made of. */

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Format } from '../jobs/output.ts';
import type { SketchSettings } from '../jobs/sketch-settings.ts';
import type { PlannedOutput } from '../output-names.ts';
import { digestOf, digestOfFile } from './digest.ts';
import { type FileSetting, identityOf, type SketchJob } from './job.ts';
import { toShared } from './shared-folder.ts';

/** What may travel through the queue, in bytes: a string of Redis holds half a gigabyte, and base64 takes a third more. */
const MOST_CARRIED = 256 * 2 ** 20;

export interface Prepared {
  id: string;
  job: SketchJob;
  output: PlannedOutput;
}

/** What holds for all photos of a batch. */
export interface Wish {
  settings: SketchSettings;
  format: Format;
  /** The shared folder on this machine; null: nothing is shared, all goes through the queue. */
  shared: string | null;
}

/**
 * The files that settings name, checked before any photo is looked at.
 * @throws Error with one sentence where workers could not read one of them
 */
export async function filesNamed({ settings, shared }: Wish): Promise<Partial<Record<FileSetting, string>>> {
  const { mask, detail, encoder, regions } = settings;
  if (regions)
    throw new Error('--regions speaks of one photo and does not go through a queue: sketch that photo here.');
  const named: Partial<Record<FileSetting, string>> = {};
  if (mask !== 'auto' && mask !== 'none') named.mask = mask;
  if (detail !== undefined) named.detail = detail;
  // Any other encoder is a name, which each worker looks up in its own models folder.
  if (encoder !== 'built-in' && (await stat(encoder).catch(() => null))?.isFile()) named.encoder = encoder;
  for (const [name, file] of Object.entries(named)) {
    if (shared === null)
      throw new Error(
        `--${name} ${file} is a file, which workers only read in the shared folder: leave out --results queue.`,
      );
    toShared(shared, file);
  }
  return named;
}

/** Makes the jobs of one batch; files that several photos share are read once. */
export class Preparation {
  private readonly digests = new Map<string, Promise<string>>();

  private constructor(
    private readonly wish: Wish,
    private readonly named: Partial<Record<FileSetting, string>>,
  ) {}

  /** @throws Error as filesNamed does */
  static async begin(wish: Wish): Promise<Preparation> {
    return new Preparation(wish, await filesNamed(wish));
  }

  /** @throws Error with one sentence: the photo or its mask cannot be read, or lies outside the shared folder */
  async jobFor(output: PlannedOutput): Promise<Prepared> {
    const { named } = this;
    const { settings, format, shared } = this.wish;
    const within = (file: string) => (shared === null ? null : toShared(shared, file));
    const places = Object.entries(named).map(([name, file]) => [name, within(file)]);
    const job: SketchJob = {
      name: path.basename(output.photo),
      ...(await photoOf(output.photo, shared)),
      settings: { ...settings, ...Object.fromEntries(places) },
      files: Object.keys(named) as FileSetting[],
      format,
      outputs: [{ level: null, file: output.file }, ...output.levels].map(({ level, file }) => ({
        level,
        file: within(file),
      })),
    };
    return { id: identityOf(job, await this.contents(output.photo)), job, output };
  }

  private async contents(photo: string): Promise<Partial<Record<FileSetting, string>>> {
    const found: Partial<Record<FileSetting, string>> = {};
    for (const [name, file] of Object.entries(this.named) as [FileSetting, string][]) {
      const folder = (await stat(file)).isDirectory();
      // Masks are found by code that loads a picture library, which the batch needs for nothing else.
      const content = folder ? await (await import('../jobs/mask.ts')).maskInFolder(file, photo) : file;
      if (!this.digests.has(content)) this.digests.set(content, digestOfFile(content));
      found[name] = await this.digests.get(content)!;
    }
    return found;
  }
}

async function photoOf(file: string, shared: string | null): Promise<Pick<SketchJob, 'sha256' | 'photo'>> {
  if (shared !== null)
    return { photo: { from: 'folder', file: toShared(shared, file) }, sha256: await digestOfFile(file) };
  const { size } = await stat(file);
  if (size > MOST_CARRIED)
    throw new Error(
      `${file} has ${Math.ceil(size / 2 ** 20)} MB, but the queue carries 256 MB at most: use a shared folder.`,
    );
  const bytes = await readFile(file);
  return { photo: { from: 'queue', base64: bytes.toString('base64') }, sha256: digestOf(bytes) };
}
