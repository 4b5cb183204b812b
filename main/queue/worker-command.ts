/**
 * `lineament worker`: takes photos off the queue and draws them, one at a time, until it is stopped.
 *
 * A worker keeps its job by renewing a lease on it. One that dies stops renewing, and the others take the job over. One
 * that is stopped gives its job back at once, untouched: who waits for a machine to shut down waits for no drawing.
 */

import os from 'node:os';
import path from 'node:path';
import type { Job, Worker } from 'bullmq';
import type { Host } from '../command-host.ts';
import { helpOf, type OptionTable, readOptions, UsageError, whole } from '../command-line.ts';
import { type Reporter, reporterFor } from '../progress.ts';
import { shownAddress } from './address.ts';
import { type Connection, connect } from './connection.ts';
import { GivenBack, WrongFolder } from './draw-job.ts';
import { DrawingProcess } from './drawing-process.ts';
import { MOST_DEATHS, QUEUE_NAME } from './job-queue.ts';
import { addressOf, QUEUE_OPTION, SHARED_OPTION } from './options.ts';

const OPTIONS = {
  queue: QUEUE_OPTION,
  shared: SHARED_OPTION,
  lease: {
    value: 'S',
    read: whole(2, 3600),
    help: 'Seconds without a sign of life after which a worker counts as dead and its photo goes to another, 2 to 3600 (default 30).',
  },
  json: { help: 'Progress and results as lines of JSON on standard output.' },
  quiet: { short: 'q', help: 'Say nothing but what went wrong.' },
  help: { short: 'h', help: 'This help.' },
} satisfies OptionTable;

const USUAL_LEASE = 30;
/** Milliseconds for which the end waits for a server that is out of reach. */
const PATIENCE = 5000;

/**
 * Runs the command until the host's signal fires.
 * @returns the exit code 0
 * @throws UsageError when the words make no sense, Error when the queue is out of reach or the folder is another
 */
export async function workerCommand(argv: string[], host: Host): Promise<number> {
  const { values, words } = readOptions(argv, OPTIONS);
  if (values.help) {
    host.stdout.write(help(host.stdout.columns || 80));
    return 0;
  }
  if (words.length) throw new UsageError(`A worker takes its photos off the queue; leave '${words[0]}' out.`);
  const address = addressOf(values.queue, 'worker');
  const shared = path.resolve(values.shared ?? '.');
  const reporter = reporterFor(host, values);
  const connection = await connect(address, (sentence) => host.stderr.write(`lineament: ${sentence}\n`));
  const wrong = new AbortController();
  const stop = AbortSignal.any([host.signal, wrong.signal]);
  const drawing = new DrawingProcess(shared, reporter, stop);
  const worker = openWorker(connection, values.lease ?? USUAL_LEASE, drawing, reporter, wrong);
  if (!values.quiet && !values.json)
    host.stdout.write(`Waiting for photos of ${shownAddress(address)}, in ${shared}; Ctrl-C ends it.\n`);
  await untilStopped(stop);
  await end(worker);
  connection.close();
  if (wrong.signal.aborted) throw wrong.signal.reason;
  return 0;
}

function openWorker(
  { bullmq, client }: Connection,
  lease: number,
  drawing: DrawingProcess,
  reporter: Reporter,
  wrong: AbortController,
): Worker {
  const draw = async (job: Job, token?: string) => {
    const name = typeof job.data?.name === 'string' ? job.data.name : String(job.id);
    reporter.begin(1);
    try {
      return await drawing.draw(job.data);
    } catch (failure) {
      if (failure instanceof GivenBack) {
        await job.moveToWait(token);
        if (failure instanceof WrongFolder) wrong.abort(failure);
        throw new bullmq.WaitingError();
      }
      const { message } = failure as Error;
      const last = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
      reporter.failed(name, last ? message : `${message} It is tried again.`);
      // The reason goes to the list of dead letters: without the stack that LINEAMENT_DEBUG adds.
      throw new Error(message.split('\n')[0]);
    }
  };
  const worker = new bullmq.Worker(QUEUE_NAME, draw, {
    connection: client,
    concurrency: 1,
    name: `${os.hostname()}:${process.pid}`,
    lockDuration: 1000 * lease,
    stalledInterval: 1000 * lease,
    maxStalledCount: MOST_DEATHS,
  });
  // The connection tells what went wrong with it; what else comes here is a lease that was lost, and the job with it.
  worker.on('error', () => {});
  return worker;
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Ends the worker when its job is given back; a server that is out of reach takes it back itself when the lease ends. */
async function end(worker: Worker): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  // Closing may fail, or wait for ever, where the server is away.
  await Promise.race([worker.close().catch(() => {}), late]);
  clearTimeout(timer);
}

function help(columns: number): string {
  return `Usage: lineament worker --queue redis://HOST [--shared FOLDER] [options]

Draws the photos that lineament batch --queue puts on the queue, until Ctrl-C. Run it in the shared folder of each
machine, once for a machine: a drawing uses all of its cores.

${helpOf(OPTIONS, Math.min(columns, 110))}
`;
}
