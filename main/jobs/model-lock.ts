/**
 * Who gets a model's file just now: one process at a time, also of those on other machines that share the folder.
 *
 * A lock is a small file beside the model. Its holder touches it while it lives; one that was not touched for a minute,
 * or whose process on this machine is gone, is left over from a crash and is taken away.
 */

import fs from 'node:fs/promises';
import os from 'node:os';
import { causeOf } from './whole-file.ts';

const HEARTBEAT = 10_000;
const STALE = 60_000;

export interface Lock {
  release(): Promise<void>;
}

/** @returns null where somebody else holds it. @throws Error of one sentence where the folder takes no files */
export async function takeLock(file: string): Promise<Lock | null> {
  const lock = `${file}.lock`;
  const mine = JSON.stringify({ pid: process.pid, host: os.hostname() });
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await fs.writeFile(lock, mine, { flag: 'wx' });
      const beat = setInterval(() => void fs.utimes(lock, new Date(), new Date()).catch(() => {}), HEARTBEAT);
      beat.unref();
      return {
        release: async () => {
          clearInterval(beat);
          await fs.rm(lock, { force: true });
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new Error(`${lock} cannot be written: ${causeOf(error)}.`, { cause: error });
      if (!(await isLeftOver(lock))) return null;
      await fs.rm(lock, { force: true });
    }
  }
  return null;
}

async function isLeftOver(lock: string): Promise<boolean> {
  const [stat, text] = await Promise.all([fs.stat(lock).catch(() => null), fs.readFile(lock, 'utf8').catch(() => '')]);
  // A clock that was set back makes the last touch lie ahead: that is no sign of life either.
  if (!stat || Math.abs(Date.now() - stat.mtimeMs) > STALE) return true;
  try {
    const { pid, host } = JSON.parse(text) as { pid: number; host: string };
    if (host !== os.hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // No such process; what cannot be parsed is being written this moment.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
