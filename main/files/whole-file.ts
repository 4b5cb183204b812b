/**
 * Files written whole or not at all.
 *
 * The bytes go to a hidden file beside the target, are flushed to the disk, and only then take the target's name: a
 * full disk, a crash or a Ctrl-C leaves what was there before, never half a file. What goes wrong is said in one
 * sentence that names the file and what to do about it.
 */

import { randomUUID } from 'node:crypto';
import fs, { constants } from 'node:fs/promises';
import path from 'node:path';

/** What the system's error codes mean for somebody who wanted a file. */
const CAUSES: Record<string, string> = {
  EACCES: 'you may not write there; choose another folder',
  EPERM: 'you may not write there; choose another folder',
  EROFS: 'that disk is read-only; choose another folder',
  ENOSPC: 'the disk is full; make room or choose another disk',
  EIO: 'the disk has a fault; choose another disk',
  EDQUOT: 'your share of the disk is used up; make room or choose another disk',
  EFBIG: 'the file is larger than that disk allows',
  ENOENT: 'there is no such file or folder',
  EISDIR: 'there is a folder of that name',
  ENOTDIR: 'a part of that path is a file, not a folder',
  EEXIST: 'a part of that path is a file, not a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  EBUSY: 'another program holds it; close it there first',
};

/**
 * Writes `bytes` to `file`, making the folders on the way. A link is followed; what is no plain file (a device, a pipe)
 * is written straight to.
 * @throws Error with one sentence; the file is then as it was.
 */
export async function writeWhole(file: string, bytes: string | Uint8Array): Promise<void> {
  try {
    await fs.mkdir(path.dirname(file), { recursive: true });
    const target = await fs.realpath(file).catch(() => file);
    const kind = await fs.stat(target).catch(() => null);
    if (kind && !kind.isFile() && !kind.isDirectory()) await fs.writeFile(target, bytes);
    else if (kind?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    else await replace(target, bytes, kind?.mode);
  } catch (error) {
    throw new Error(`${file} was not written: ${causeOf(error)}.`, { cause: error });
  }
}

/**
 * Writes `bytes` to `file` unless there is something of that name, which then stays as it is; the folder must be there.
 * @returns whether it was written
 * @throws Error with one sentence; nothing is left of it then
 */
export async function writeNew(file: string, bytes: string | Uint8Array): Promise<boolean> {
  try {
    await replace(file, bytes, undefined, takeName);
    return true;
  } catch (error) {
    if (error instanceof Taken) return false;
    throw new Error(`${file} was not written: ${causeOf(error)}.`, { cause: error });
  }
}

class Taken extends Error {}

/** What file systems say that have no links. */
const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'UNKNOWN'];

/** Gives a file another name if nobody has it: a link is refused where there is one, which a rename is not. */
async function takeName(from: string, to: string): Promise<void> {
  try {
    await fs.link(from, to);
    await fs.rm(from).catch(() => {});
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new Taken();
    if (!WITHOUT_LINKS.includes(code)) throw error;
    const taken = await fs.open(to, 'wx').catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' || error.code === 'EISDIR' ? new Taken() : error;
    });
    await taken.close();
    await fs.rename(from, to);
  }
}

/**
 * Finds out, as well as one can without writing anything, whether `writeWhole` could write the file.
 * @throws Error with one sentence: there is a folder of that name, a file in its path, or a folder that takes no files.
 */
export async function refuseUnwritable(file: string): Promise<void> {
  try {
    const kind = await fs.stat(file).catch(() => null);
    if (kind?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (kind && !kind.isFile()) return await fs.access(file, constants.W_OK);
    // Folders that are not there are made; the first one that is has to take them.
    for (let folder = path.resolve(path.dirname(file)); ; folder = path.dirname(folder)) {
      const there = await fs.stat(folder).catch(() => null);
      if (!there && folder !== path.dirname(folder)) continue;
      if (!there?.isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      return await fs.access(folder, constants.W_OK);
    }
  } catch (error) {
    throw new Error(`${file} cannot be written: ${causeOf(error)}.`, { cause: error });
  }
}

async function replace(
  target: string,
  bytes: string | Uint8Array,
  mode: number | undefined,
  rename: (from: string, to: string) => Promise<void> = fs.rename,
): Promise<void> {
  const beside = path.join(path.dirname(target), `.lineament-${randomUUID().slice(0, 8)}.part`);
  try {
    await writeFlushed(beside, [bytes], mode);
    await rename(beside, target);
    await flushFolder(path.dirname(target));
  } catch (error) {
    await fs.rm(beside, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * A new file whose bytes are on the disk when it returns: after a power cut there must be no name without its bytes.
 * @throws what the system throws; a part of the file may be there then
 */
export async function writeFlushed(
  file: string,
  pieces: readonly (string | Uint8Array)[],
  mode?: number,
): Promise<void> {
  const handle = await fs.open(file, 'wx');
  try {
    for (const piece of pieces) if (piece.length > 0) await handle.writeFile(piece);
    if (mode !== undefined) await handle.chmod(mode & 0o777).catch(() => {});
    await handle.sync().catch((error) => {
      // Some network disks cannot flush on demand; every other failure to flush is a failure to write.
      if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(error.code)) throw error;
    });
  } finally {
    await handle.close();
  }
}

/**
 * Has the disk keep the names in a folder as they are now: a power cut can take a new name back until then. Windows does
 * so by itself and does not open folders, nor do some network disks.
 */
async function flushFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close().catch(() => {});
}

const SCRAP = /^\.lineament-[0-9a-f]{8}\.part$/;
/** Milliseconds after which nobody is writing to a scrap any more, whichever way the clock was set. */
const OLD = 24 * 3600 * 1000;

/** Takes away what writing that was cut off by a crash has left in a folder of our own. */
export async function removeScraps(folder: string): Promise<void> {
  const names = await fs.readdir(folder).catch(() => []);
  for (const name of names.filter((name) => SCRAP.test(name))) {
    const file = path.join(folder, name);
    const stat = await fs.stat(file).catch(() => null);
    if (stat && Math.abs(Date.now() - stat.mtimeMs) > OLD) await fs.rm(file, { force: true }).catch(() => {});
  }
}

/** What a failed file operation means, as half a sentence. */
export function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && CAUSES[code]) || message || String(error);
}
