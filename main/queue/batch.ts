/**
 * A batch on the queue: its photos are put there, and what comes of each is told when it becomes known.
 *
 * Nothing is lost when this process ends: the jobs stay, and the same batch finds them again by what they are. A job
 * that is drawn already is not drawn again while its files are as they were written; one that is dead is put anew.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { digestOfFile } from '../files/digest.ts';
import { writeWhole } from '../files/whole-file.ts';
import { filesOf, type PlannedOutput } from '../output-names.ts';
import type { Answer } from './job.ts';
import type { JobQueue, Standing } from './job-queue.ts';
import type { Prepared } from './prepare.ts';

/** Milliseconds between looks, each at so many of the oldest open jobs. */
const LOOK_EVERY = 250;
const LOOK_AT = 256;
/** Photos that travel through the queue lie in the server's memory: at most so many bytes of them at a time. */
const MOST_CARRIED = 512 * 2 ** 20;

export interface BatchOptions {
  /** Attempts that each photo has. */
  attempts: number;
  /** Whether it ends when all photos are put, and does not wait until they are drawn. */
  leave: boolean;
  signal: AbortSignal;
  drawn(photo: string, files: string[], notes: string[]): void;
  failed(photo: string, error: unknown): void;
}

/** A photo whose job is on the queue. */
interface Open {
  id: string;
  output: PlannedOutput;
  /** Bytes that travel. */
  carried: number;
}

/**
 * @param outputs the photos, and where their drawings go
 * @param prepare makes a photo's job
 * @returns how many photos are still on the queue: after a stop, or because they are left there
 */
export async function runBatch(
  queue: JobQueue,
  outputs: Iterable<PlannedOutput>,
  prepare: (output: PlannedOutput) => Promise<Prepared>,
  options: BatchOptions,
): Promise<number> {
  const batch = new Batch(queue, prepare, options);
  for (const output of outputs) {
    while (batch.carried > MOST_CARRIED && !options.signal.aborted) await batch.look();
    if (options.signal.aborted) break;
    await batch.put(output);
  }
  while (batch.open.length && !options.leave && !options.signal.aborted) await batch.look();
  return batch.open.length;
}

class Batch {
  /** Oldest first. */
  open: Open[] = [];
  /** Bytes of photos that travel through the queue now. */
  carried = 0;

  constructor(
    private readonly queue: JobQueue,
    private readonly prepare: (output: PlannedOutput) => Promise<Prepared>,
    private readonly options: BatchOptions,
  ) {}

  /** Puts a photo's job, unless it is there or even drawn. */
  async put(output: PlannedOutput): Promise<void> {
    const { queue, options } = this;
    try {
      const { id, job } = await this.prepare(output);
      const standing = await queue.standing(id);
      if (standing.state === 'drawn' && (await isThere(output, standing.answer))) {
        await this.settle({ id, output }, standing);
        return;
      }
      if (standing.state === 'drawn' || standing.state === 'dead') await queue.forget(id);
      await queue.put(id, job, options.attempts);
      const carried = job.photo.from === 'queue' ? job.photo.base64.length : 0;
      this.carried += carried;
      this.open.push({ id, output, carried });
    } catch (error) {
      if (!options.signal.aborted) options.failed(output.photo, error);
    }
  }

  /** Waits a moment, then sees to those of the oldest jobs that are not open any more. */
  async look(): Promise<void> {
    // A stop ends the moment early.
    await pause(LOOK_EVERY, undefined, { signal: this.options.signal }).catch(() => {});
    const oldest = this.open.slice(0, LOOK_AT);
    const standings = await Promise.all(oldest.map(({ id }) => this.queue.standing(id))).catch((error) => {
      // Who stops while the server is out of reach closes the connection under the question.
      if (this.options.signal.aborted) return null;
      throw error;
    });
    if (!standings) return;
    const closed = oldest.filter((_, i) => standings[i]!.state !== 'open');
    this.open = [...oldest.filter((_, i) => standings[i]!.state === 'open'), ...this.open.slice(LOOK_AT)];
    for (const entry of closed) {
      this.carried -= entry.carried;
      await this.settle(entry, standings[oldest.indexOf(entry)]!);
    }
  }

  private async settle({ id, output }: Pick<Open, 'id' | 'output'>, standing: Standing): Promise<void> {
    const { queue, options } = this;
    if (standing.state === 'unknown') return this.put(output);
    if (standing.state === 'dead') return options.failed(output.photo, new Error(standing.reason));
    if (standing.state !== 'drawn') return;
    try {
      const files = filesOf(output);
      const carried = standing.answer.outputs.map(({ base64 }) => base64);
      for (const [i, file] of files.entries())
        if (typeof carried[i] === 'string') await writeWhole(file, Buffer.from(carried[i], 'base64'));
      // What came back by the queue is not needed there any more.
      if (carried.some((base64) => base64 !== null)) await queue.forget(id);
      options.drawn(output.photo, files, standing.answer.notes);
    } catch (error) {
      options.failed(output.photo, error);
    }
  }
}

/** Whether a drawn photo's files can be had without drawing: they came back, or lie in the folder as they were written. */
async function isThere(output: PlannedOutput, { outputs }: Answer): Promise<boolean> {
  for (const [i, file] of filesOf(output).entries()) {
    const written = outputs[i];
    if (!written) return false;
    if (written.base64 === null && (await digestOfFile(file).catch(() => null)) !== written.sha256) return false;
  }
  return true;
}
