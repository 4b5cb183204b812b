/**
 * Which files a run of a command is going to write: a second run of the same batch, started beside the first, is told so
 * at once, where it would draw everything again and write over what the first has written.
 *
 * A run keeps the list of its files in the state folder for as long as it lives, under a lock that no crash leaves behind
 * for long. Whoever comes looks through all lists, one at a time. Two runs into one folder that have no file in common do
 * not meet. Where no list can be kept, none is looked for: the files are written whole all the same, by one and then by
 * the other.
 */

import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeWhole } from './files/whole-file.ts';
import { stateFolder } from './host-store.ts';
import { type Lock, takeLock } from './jobs/model-lock.ts';
import { keyOf } from './output-names.ts';

/** Looking through the lists takes some milliseconds: nobody holds them so often and so long. */
const TRIES = 80;
const BETWEEN = 25;

/** Ends a claim. */
export type Release = () => Promise<void>;

/**
 * Claims files that are going to be written.
 *
 * @param folder where the lists of all runs lie
 * @throws one sentence where a run that lives has claimed one of them
 */
export async function claimFiles(
  files: readonly string[],
  folder = path.join(stateFolder(), 'runs'),
): Promise<Release> {
  const wanted = new Map<string, string>();
  for (const file of files) if (await canBeOurs(file)) wanted.set(keyOf(file), file);
  const turn = await turnIn(folder).catch(() => null);
  if (!turn) return async () => {};
  try {
    for (const { pid, keys } of await othersIn(folder)) {
      const taken = keys.find((key) => wanted.has(key));
      if (taken !== undefined)
        throw new Error(
          `${wanted.get(taken)} is being written by another run (process ${pid}): wait until that is done, or give another place after --out.`,
        );
    }
    return await keep(folder, [...wanted.keys()]);
  } finally {
    await turn.release().catch(() => {});
  }
}

/** Whether a file is one run's alone: any number may write to a device or a pipe. */
async function canBeOurs(file: string): Promise<boolean> {
  const kind = await fs.stat(file).catch(() => null);
  return !kind || kind.isFile();
}

/** The right to look through the lists; null where it cannot be had. @throws where the folder takes no files */
async function turnIn(folder: string): Promise<Lock | null> {
  await fs.mkdir(folder, { recursive: true });
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const turn = await takeLock(path.join(folder, 'turn'));
    if (turn) return turn;
    await pause(BETWEEN);
  }
  return null;
}

interface Claimed {
  pid: number;
  keys: string[];
}

/** What runs that live have claimed; the lists of the others are taken away. */
async function othersIn(folder: string): Promise<Claimed[]> {
  const names = await fs.readdir(folder).catch(() => []);
  const claimed: Claimed[] = [];
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const list = path.join(folder, name);
    const left = await takeLock(list).catch(() => null);
    if (left) {
      await fs.rm(list, { force: true }).catch(() => {});
      await left.release().catch(() => {});
    } else claimed.push(...(await read(list)));
  }
  return claimed;
}

/** A list; none where it cannot be read. */
async function read(list: string): Promise<Claimed[]> {
  try {
    const { pid, keys } = JSON.parse(await fs.readFile(list, 'utf8')) as Claimed;
    return Array.isArray(keys) ? [{ pid, keys }] : [];
  } catch {
    return [];
  }
}

/** A list without its lock is one that nobody holds: so it is there before its lock, and goes after it. */
async function keep(folder: string, keys: string[]): Promise<Release> {
  const list = path.join(folder, `${randomUUID()}.json`);
  const remove = () => fs.rm(list, { force: true }).catch(() => {});
  try {
    await writeWhole(list, JSON.stringify({ pid: process.pid, keys } satisfies Claimed));
    const lock = await takeLock(list);
    return async () => {
      await lock?.release().catch(() => {});
      await remove();
    };
  } catch {
    await remove();
    return async () => {};
  }
}
