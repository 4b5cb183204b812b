/**
 * Who has a file just now, such as a model's that is downloaded: one process at a time, also of those on other machines
 * that share the folder.
 *
 * A lock is a small file beside it. Its holder touches it while it lives; one that was not touched for a minute,
 * or whose process on this machine is gone, is left over from a crash and is taken away. Whoever takes it away holds a
 * lock for just that, and looks again under it: of two who find the same leftover, the slower would otherwise take away
 * what the quicker has put in its place, and both would go on.
 */

import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import { causeOf } from '../files/whole-file.ts';

const HEARTBEAT = 10_000;
const STALE = 60_000;

export interface Lock {
  release(): Promise<void>;
}

/** @returns null where somebody else holds it. @throws Error of one sentence where the folder takes no files */
export function takeLock(file: string): Promise<Lock | null> {
  return take(`${file}.lock`);
}

async function take(lock: string): Promise<Lock | null> {
  const mine = JSON.stringify({ pid: process.pid, host: os.hostname(), of: randomUUID() });
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await create(lock, mine)) return keep(lock, mine);
    const state = await stateOf(lock);
    if (state === 'held' || (state === 'left over' && !(await takeAway(lock)))) return null;
  }
  return null;
}

/** @returns whether it was not there and is ours now */
async function create(lock: string, mine: string): Promise<boolean> {
  try {
    await fs.writeFile(lock, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new Error(`${lock} cannot be written: ${causeOf(error)}.`, { cause: error });
  }
}

/** Keeps a lock alive. A computer that slept may find that another took it meanwhile: then it is no longer ours. */
function keep(lock: string, mine: string): Lock {
  const isMine = async () => (await fs.readFile(lock, 'utf8').catch(() => '')) === mine;
  const touch = async () => {
    if (await isMine()) await fs.utimes(lock, new Date(), new Date());
  };
  const beat = setInterval(() => void touch().catch(() => {}), HEARTBEAT);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      if (await isMine()) await fs.rm(lock, { force: true });
    },
  };
}

/** Takes a leftover away, under a lock that says who does. @returns whether it is gone; not where another does so */
async function takeAway(lock: string): Promise<boolean> {
  const taking = await take(`${lock}.taking`);
  if (!taking) return false;
  try {
    const state = await stateOf(lock);
    if (state === 'left over') await fs.rm(lock, { force: true });
    return state !== 'held';
  } finally {
    await taking.release();
  }
}

async function stateOf(lock: string): Promise<'gone' | 'left over' | 'held'> {
  const [stat, text] = await Promise.all([fs.stat(lock).catch(() => null), fs.readFile(lock, 'utf8').catch(() => '')]);
  if (!stat) return 'gone';
  // A clock that was set back makes the last touch lie ahead: that is no sign of life either.
  if (Math.abs(Date.now() - stat.mtimeMs) > STALE) return 'left over';
  try {
    const { pid, host } = JSON.parse(text) as { pid: number; host: string };
    if (host !== os.hostname()) return 'held';
    process.kill(pid, 0);
    return 'held';
  } catch (error) {
    // No such process; what cannot be parsed is being written this moment.
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'left over' : 'held';
  }
}
