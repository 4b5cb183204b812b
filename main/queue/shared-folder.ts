/**
 * Paths within the folder that all machines share: as jobs name them (`./photos/a.jpg`, from that folder) and as this
 * machine does. Nothing outside is ever named, read or written: whoever reaches the queue reaches no other file.
 */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../files/whole-file.ts';

/** A hidden file in the shared folder, by which machines know that theirs is the same one. */
const MARK = '.lineament-shared';

/** The folder's mark, made where there is none yet. @throws Error with one sentence where it cannot be written */
export async function markOf(root: string): Promise<string> {
  const found = await readMark(root);
  if (found) return found;
  await writeWhole(path.join(root, MARK), `${randomUUID()}\n`);
  // Another batch may have made one in the same moment; the file tells who came last.
  return (await readMark(root)) ?? '';
}

/** The mark of a folder that a batch has used; null for any other, and for a network disk that is not there. */
export async function readMark(root: string): Promise<string | null> {
  const text = await readFile(path.join(root, MARK), 'utf8').catch(() => '');
  return text.trim() || null;
}

/**
 * How a job names a file of this machine.
 * @throws Error with one sentence where it lies outside the folder
 */
export function toShared(root: string, file: string): string {
  const within = path.relative(path.resolve(root), path.resolve(file));
  if (leavesRoot(within))
    throw new Error(
      `${file} lies outside the shared folder ${path.resolve(root)}: put it there, or give another folder after --shared.`,
    );
  return `./${within.split(path.sep).join('/')}`;
}

/**
 * The file of this machine that a job names.
 * @throws Error with one sentence where the name leads out of the folder
 */
export function fromShared(root: string, name: string): string {
  const within = path.normalize(name);
  if (name.includes('\0') || leavesRoot(within) || (path.sep === '\\' && name.includes(':')))
    throw new Error(`A job names ${JSON.stringify(name)}, which leads out of the shared folder: it was not touched.`);
  return path.join(root, within);
}

function leavesRoot(within: string): boolean {
  return path.isAbsolute(within) || within === '..' || within.startsWith(`..${path.sep}`);
}
