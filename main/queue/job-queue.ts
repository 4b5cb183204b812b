/**
 * The queue as the batch sees it, and as BullMQ keeps it.
 *
 * Its name holds our version: workers of another version would draw other bytes, and see none of these jobs.
 */

import type { Job, Queue } from 'bullmq';
import * as v from 'valibot';
import { version } from '../../package.json';
import type { Connection } from './connection.ts';
import { type Answer, answerSchema, type SketchJob } from './job.ts';

export const QUEUE_NAME = `lineament-${version}`;

/** How a job stands. */
export type Standing =
  /** It waits, is under way, or will be tried again. */
  | { state: 'open' }
  | { state: 'drawn'; answer: Answer }
  /** All attempts failed; the reason is a sentence. */
  | { state: 'dead'; reason: string }
  /** It was never put, or was lost with the server's memory. */
  | { state: 'unknown' };

export interface JobQueue {
  /** Puts a job; nothing happens where there is one of that id. */
  put(id: string, job: SketchJob, attempts: number): Promise<void>;
  standing(id: string): Promise<Standing>;
  /** Takes a job that is drawn or dead away. */
  forget(id: string): Promise<void>;
}

/** Milliseconds before the second attempt; doubled before each further one. A part of it is drawn by lot. */
const PAUSE = 2000;
/** Seconds for which what is drawn is remembered. */
const REMEMBERED = 7 * 24 * 3600;

/** Deaths of workers on one job that are put down to the workers; one more, and it is the job. */
export const MOST_DEATHS = 2;

export function openQueue({ bullmq, client }: Connection): Queue {
  const queue = new bullmq.Queue(QUEUE_NAME, { connection: client });
  // The connection tells what went wrong with it.
  queue.on('error', () => {});
  return queue;
}

/** A JobQueue over BullMQ. */
export function jobQueue(queue: Queue): JobQueue {
  return {
    put: async (jobId, job, attempts) => {
      await queue.add('sketch', job, {
        jobId,
        attempts,
        backoff: { type: 'exponential', delay: PAUSE, jitter: 0.5 },
        removeOnComplete: { age: REMEMBERED },
      });
    },
    standing: async (id) => {
      const state = await queue.getJobState(id);
      if (state === 'unknown') return { state };
      if (state !== 'completed' && state !== 'failed') return { state: 'open' };
      const job: Job | undefined = await queue.getJob(id);
      if (!job) return { state: 'unknown' };
      if (state === 'failed') return { state: 'dead', reason: reasonOf(job) };
      const answer = v.safeParse(answerSchema, job.returnvalue);
      if (answer.success) return { state: 'drawn', answer: answer.output };
      return { state: 'dead', reason: 'A worker answered with something that is no drawing.' };
    },
    forget: async (id) => {
      await (await queue.getJob(id))?.remove();
    },
  };
}

/** Why a job is dead, in one sentence. */
export function reasonOf({ failedReason }: Pick<Job, 'failedReason'>): string {
  if (/stalled more than/.test(failedReason)) return `${MOST_DEATHS + 1} workers died while they drew it.`;
  return failedReason || 'It failed without saying why.';
}
