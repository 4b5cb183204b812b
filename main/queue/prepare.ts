/** From a photo that is to be drawn to its job: paths as all machines know them, and a digest of everything it is made of. */

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { digestOf, digestOfFile } from '../files/digest.ts';
import { causeOf } from '../files/whole-file.ts';
import { renameFiles } from '../jobs/named-files.ts';
import type { Format } from '../jobs/output.ts';
import type { SketchSettings } from '../jobs/sketch-settings.ts';
import type { PlannedOutput } from '../output-names.ts';
import { identityOf, type SketchJob } from './job.ts';
import { markOf, toShared } from './shared-folder.ts';

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
async function filesNamed({ settings, shared }: Wish): Promise<Set<string>> {
  const names: string[] = [];
  renameFiles(settings, (name) => names[names.push(name) - 1]!);
  const files = new Set<string>();
  for (const name of names) {
    // What is no file is a word, or a model's name, which each worker looks up in its own models folder.
    if (['auto', 'none', 'built-in'].includes(name) || !(await stat(name).catch(() => null))) continue;
    if (shared === null)
      throw new Error(`${name} is a file, which workers only read in the shared folder: leave out --results queue.`);
    toShared(shared, name);
    files.add(name);
  }
  return files;
}

/** Makes the jobs of one batch; files that several photos share are read once. */
export class Preparation {
  private readonly digests = new Map<string, Promise<string>>();

  private constructor(
    private readonly wish: Wish,
    private readonly named: Set<string>,
    private readonly mark: string,
  ) {}

  /** @throws Error with one sentence where workers could not read a file that the settings name, or the folder takes no mark */
  static async begin(wish: Wish): Promise<Preparation> {
    const named = await filesNamed(wish);
    return new Preparation(wish, named, wish.shared === null ? '' : await markOf(wish.shared));
  }

  /** @throws Error with one sentence: the photo or its mask cannot be read, or lies outside the shared folder */
  async jobFor(output: PlannedOutput): Promise<Prepared> {
    const { settings, format, shared } = this.wish;
    const within = (file: string) => (shared === null ? null : toShared(shared, file));
    const job: SketchJob = {
      name: path.basename(output.photo),
      ...(await photoOf(output.photo, shared, this.mark)),
      settings: renameFiles(settings, (name) => (this.named.has(name) ? within(name)! : name)),
      format,
      outputs: [{ level: null, file: output.file }, ...output.levels].map(({ level, file }) => ({
        level,
        file: within(file),
      })),
    };
    return { id: identityOf(job, await this.contents(output.photo)), job, output };
  }

  private async contents(photo: string): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const name of this.named) {
      const folder = (await stat(name)).isDirectory();
      // Masks are found by code that loads a picture library, which the batch needs for nothing else.
      const file = folder ? await (await import('../jobs/mask.ts')).maskInFolder(name, photo) : name;
      if (!this.digests.has(file)) this.digests.set(file, digestOfFile(file));
      found[toShared(this.wish.shared!, name)] = await this.digests.get(file)!;
    }
    return found;
  }
}

async function photoOf(
  file: string,
  shared: string | null,
  mark: string,
): Promise<Pick<SketchJob, 'sha256' | 'photo'>> {
  const unread = (error: unknown): never => {
    throw new Error(`${file} cannot be read: ${causeOf(error)}.`, { cause: error });
  };
  const kind = await stat(file).catch(unread);
  // A device may have no end and a pipe no beginning.
  if (!kind.isFile()) throw new Error(`${file} is no plain file: expected a picture.`);
  if (shared !== null) {
    const photo = { from: 'folder' as const, file: toShared(shared, file), mark };
    return { photo, sha256: await digestOfFile(file).catch(unread) };
  }
  const { size } = kind;
  if (size > MOST_CARRIED)
    throw new Error(
      `${file} has ${Math.ceil(size / 2 ** 20)} MB, but the queue carries 256 MB at most: use a shared folder.`,
    );
  const bytes = await readFile(file).catch(unread);
  return { photo: { from: 'queue', base64: bytes.toString('base64') }, sha256: digestOf(bytes) };
}
