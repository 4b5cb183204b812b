/**
 * A batch on the command line: one photo after the other, one that fails does not stop the others, Ctrl-C ends it. Its files
 * are its own until it ends.
 */

import { claimFiles } from './claimed-files.ts';
import { type Host, sentenceOf } from './command-host.ts';
import type { Listed } from './jobs/photo-list.ts';
import type { Reporter, Totals } from './progress.ts';

/**
 * @param files all that is going to be written
 * @param work what is done to a photo; throws one sentence
 * @returns the exit code: 1 where a photo failed
 * @throws one sentence where another run is writing one of the files: nothing was done then
 */
export async function eachPhoto(
  listed: readonly Listed[],
  files: readonly string[],
  host: Host,
  reporter: Reporter,
  work: (photo: string) => Promise<void>,
): Promise<number> {
  const release = await claimFiles(files);
  try {
    return await drawEach(listed, host, reporter, work);
  } finally {
    await release();
  }
}

async function drawEach(
  listed: readonly Listed[],
  host: Host,
  reporter: Reporter,
  work: (photo: string) => Promise<void>,
): Promise<number> {
  const totals: Totals = { photos: listed.length, drawn: 0, failed: 0, stopped: false };
  reporter.begin(listed.length);
  for (const { photo, error } of listed) {
    // A Ctrl-C is only heard between turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    if (host.signal.aborted) break;
    try {
      if (error) throw new Error(error);
      await work(photo);
      totals.drawn++;
    } catch (failure) {
      reporter.failed(photo, sentenceOf(failure, host));
      totals.failed++;
    }
  }
  totals.stopped = host.signal.aborted;
  reporter.end(totals);
  return totals.failed ? 1 : 0;
}
