/** `lineament queue`: how the photos on the queue fare, and which came to nothing and why. */

import type { Job, Queue } from 'bullmq';
import type { Host } from '../command-host.ts';
import { helpOf, type OptionTable, readOptions, UsageError } from '../command-line.ts';
import { printable } from '../progress.ts';
import { shownAddress } from './address.ts';
import { connect } from './connection.ts';
import { openQueue, reasonOf } from './job-queue.ts';
import { addressOf, QUEUE_OPTION } from './options.ts';

const OPTIONS = {
  queue: QUEUE_OPTION,
  retry: { help: 'Put the dead letters on the queue again, with all their attempts.' },
  clear: { help: 'Take away all that waits, and the dead letters. What is under way is finished.' },
  json: { help: 'All of it as one line of JSON.' },
  help: { short: 'h', help: 'This help.' },
} satisfies OptionTable;

/** Dead letters that are listed, for programs and for people; the count says how many there are. */
const MOST_LISTED = 1000;
const MOST_TOLD = 50;

/** How a queue stands. */
interface Report {
  waiting: number;
  /** Failed once or more and waiting for the next attempt. */
  again: number;
  drawn: number;
  dead: number;
  underWay: { photo: string; worker: string; seconds: number }[];
  deadLetters: { photo: string; reason: string; attempts: number }[];
}

/**
 * Runs the command.
 * @returns the exit code: 0, or 1 when there are dead letters
 * @throws UsageError when the words make no sense, Error when the queue is out of reach
 */
export async function queueCommand(argv: string[], host: Host): Promise<number> {
  const { values, words } = readOptions(argv, OPTIONS);
  if (values.help) {
    host.stdout.write(help(host.stdout.columns || 80));
    return 0;
  }
  if (words.length) throw new UsageError(`lineament queue takes no words; leave '${words[0]}' out.`);
  if (values.retry && values.clear)
    throw new UsageError('--retry and --clear contradict each other: give one of them.');
  const address = addressOf(values.queue, 'queue');
  const connection = await connect(address, () => {});
  try {
    const queue = openQueue(connection);
    if (values.retry) await retry(queue);
    if (values.clear) await clear(queue);
    const report = await read(queue);
    const text = values.json ? JSON.stringify(report) : inWords(report, shownAddress(address));
    host.stdout.write(`${text}\n`);
    return report.dead ? 1 : 0;
  } finally {
    connection.close();
  }
}

async function retry(queue: Queue): Promise<void> {
  for (const job of await queue.getFailed(0, -1))
    await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
}

async function clear(queue: Queue): Promise<void> {
  await queue.drain(true);
  while ((await queue.clean(0, MOST_LISTED, 'failed')).length === MOST_LISTED);
}

async function read(queue: Queue): Promise<Report> {
  const [counts, active, failed] = await Promise.all([
    queue.getJobCounts('waiting', 'delayed', 'completed', 'failed'),
    queue.getActive(),
    queue.getFailed(0, MOST_LISTED - 1),
  ]);
  const count = (state: string) => counts[state] ?? 0;
  return {
    waiting: count('waiting'),
    again: count('delayed'),
    drawn: count('completed'),
    dead: count('failed'),
    underWay: active.map((job) => ({
      photo: nameOf(job),
      worker: job.processedBy ?? 'a worker',
      seconds: Math.max(0, Math.round((Date.now() - (job.processedOn ?? Date.now())) / 1000)),
    })),
    deadLetters: failed.map((job) => ({ photo: nameOf(job), reason: reasonOf(job), attempts: job.attemptsMade })),
  };
}

/** The photo's path in the shared folder, or its name. */
function nameOf({ data, id }: Job): string {
  const name: unknown = data?.photo?.file ?? data?.name;
  return typeof name === 'string' ? name.replace(/^\.\//, '') : String(id);
}

function inWords({ waiting, again, drawn, dead, underWay, deadLetters }: Report, address: string): string {
  const sum = [
    `${waiting} waiting`,
    `${underWay.length} under way`,
    ...(again ? [`${again} to be tried again`] : []),
    `${drawn} drawn`,
    `${dead} dead`,
  ].join(', ');
  const lines = [`${address}: ${sum}`];
  if (underWay.length) lines.push('', 'Under way:');
  for (const { photo, worker, seconds } of underWay)
    lines.push(printable(`  ${photo}, on ${worker}, for ${seconds} s`));
  if (dead) lines.push('', 'Dead letters:');
  for (const { photo, reason, attempts } of deadLetters.slice(0, MOST_TOLD))
    lines.push(printable(`  ${photo}: ${reason} (${attempts === 1 ? '1 attempt' : `${attempts} attempts`})`));
  if (dead > MOST_TOLD) lines.push(`  and ${dead - MOST_TOLD} more; --json lists up to ${MOST_LISTED}`);
  if (dead) lines.push('', 'Mend what is wrong, then run the batch again or give --retry.');
  return lines.join('\n');
}

function help(columns: number): string {
  return `Usage: lineament queue --queue redis://HOST [options]

How many photos wait, who draws what, and which photos failed at every attempt (the dead letters) with the reason. It
ends with 1 when there are any.

${helpOf(OPTIONS, Math.min(columns, 110))}
`;
}
