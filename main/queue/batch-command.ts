/**
 * `lineament batch`: many photos. On this machine alone it is `lineament sketch`; with `--queue` every photo becomes a
 * job for whichever worker is free.
 */

import { type Host, sentenceOf } from '../command-host.ts';
import { helpOf, type OptionValues, readOptions, UsageError } from '../command-line.ts';
import { reporterFor, type Totals } from '../progress.ts';
import { planSketches, sketchCommand } from '../sketch-command.ts';
import { shownAddress } from './address.ts';
import { runBatch } from './batch.ts';
import { connect } from './connection.ts';
import { jobQueue, openQueue } from './job-queue.ts';
import { BATCH_OPTIONS, refuseWithoutQueue } from './options.ts';
import { Preparation } from './prepare.ts';

const USUAL_ATTEMPTS = 3;

/**
 * Runs the command.
 * @returns the exit code: 0, or 1 when any photo failed
 * @throws UsageError when the words make no sense, Error when the queue is out of reach: nothing was done then
 */
export async function batchCommand(argv: string[], host: Host): Promise<number> {
  const { values, words } = readOptions(argv, BATCH_OPTIONS);
  if (values.help) {
    host.stdout.write(help(host.stdout.columns || 80));
    return 0;
  }
  if (!words.length)
    throw new UsageError('There are no photos: lineament batch FOLDER [-o OUT] [--queue redis://HOST].');
  if (values.queue !== undefined) return queuedBatch(values.queue, words, values, host);
  refuseWithoutQueue(values);
  return sketchCommand(argv, host);
}

async function queuedBatch(
  address: string,
  words: string[],
  values: OptionValues<typeof BATCH_OPTIONS>,
  host: Host,
): Promise<number> {
  const { results = 'folder', leave = false, attempts = USUAL_ATTEMPTS, quiet = false, json = false } = values;
  if (values.continue !== undefined) throw new UsageError('--continue is for one photo: it does not go with --queue.');
  if (leave && results === 'queue')
    throw new UsageError('--leave needs --results folder: somebody must be there to take what comes back.');
  const { settings, listed, outputs, format } = await planSketches(words, values);
  const shared = results === 'folder' ? (values.shared ?? '.') : null;
  const preparation = await Preparation.begin({ settings, format, shared });
  const connection = await connect(address, (sentence) => host.stderr.write(`lineament: ${sentence}\n`));

  const reporter = reporterFor(host, values);
  const totals: Totals = { photos: listed.length, drawn: 0, failed: 0, stopped: false };
  const failed = (photo: string, failure: unknown) => {
    reporter.failed(photo, sentenceOf(failure, host));
    totals.failed++;
  };
  const stop = () => {
    // Nothing comes any more from a server that is out of reach.
    if (connection.client.status !== 'ready') connection.close();
  };
  host.signal.addEventListener('abort', stop);
  try {
    reporter.begin(listed.length);
    for (const { photo, error } of listed) if (error) failed(photo, new Error(error));
    const queue = openQueue(connection);
    const left = await runBatch(jobQueue(queue), outputs.values(), (output) => preparation.jobFor(output), {
      attempts,
      leave,
      signal: host.signal,
      failed,
      drawn: (photo, files, notes) => {
        reporter.wrote(photo, files, notes);
        totals.drawn++;
      },
    });
    totals.stopped = host.signal.aborted;
    if (json || !left) reporter.end(totals);
    if (left && !quiet && !json) host.stdout.write(`${whatIsLeft(left, address)}\n`);
  } finally {
    host.signal.removeEventListener('abort', stop);
    connection.close();
  }
  return totals.failed ? 1 : 0;
}

function whatIsLeft(left: number, address: string): string {
  const photos = left === 1 ? '1 photo is' : `${left} photos are`;
  return `${photos} on the queue at ${shownAddress(address)}; the same command waits for them, and lineament queue shows them.`;
}

function help(columns: number): string {
  return `Usage: lineament batch FOLDER... [-o OUT] [--queue redis://HOST] [options]

FOLDER is a folder of pictures, a picture, or a pattern such as 'holiday/*.jpg'. Without --queue all is drawn here, as
lineament sketch does it. With it, the photos go to the machines on which lineament worker runs.

${helpOf(BATCH_OPTIONS, Math.min(columns, 110))}
`;
}
