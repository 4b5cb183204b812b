/** The options that the queue's commands share, and those that `batch` has besides the ones of `sketch`. */

import { choice, type OptionTable, text, UsageError, whole } from '../command-line.ts';
import { SKETCH_OPTIONS } from '../sketch-options.ts';
import { readAddress } from './address.ts';

export const QUEUE_OPTION = {
  value: 'URL',
  read: readAddress,
  help: 'The Redis server that holds the queue: redis://host:6379, or rediss:// with TLS; a number after the address (/2) is its database.',
};

export const SHARED_OPTION = {
  value: 'FOLDER',
  read: text,
  help: 'The folder that all machines share (default: the one you are in). Photos and sketches lie in it; it may have another path on each machine.',
};

const ONLY_QUEUED = {
  queue: {
    ...QUEUE_OPTION,
    help: `Draw on every machine where a worker waits: one job a photo. ${QUEUE_OPTION.help}`,
  },
  shared: SHARED_OPTION,
  results: {
    value: 'WAY',
    read: choice('folder', 'queue'),
    help: 'folder (default): workers read and write in the shared folder. queue: photos go and sketches come back through the queue; nothing is shared.',
  },
  attempts: {
    value: 'N',
    read: whole(1, 20),
    help: 'How often a photo that fails is tried, 1 to 20 (default 3), each time after twice the pause.',
  },
  leave: { help: 'Put the photos on the queue and do not wait; the same command without it waits for them.' },
} satisfies OptionTable;

const { help, ...sketching } = SKETCH_OPTIONS;

export const BATCH_OPTIONS = { ...ONLY_QUEUED, ...sketching, help } satisfies OptionTable;

/** Refuses what only makes sense with a queue, where there is none. @throws UsageError */
export function refuseWithoutQueue(values: Record<string, unknown>): void {
  const stray = Object.keys(ONLY_QUEUED).find((name) => name !== 'queue' && values[name] !== undefined);
  if (stray)
    throw new UsageError(`--${stray} is for a batch on a queue: give --queue redis://HOST too, or leave it out.`);
}

/** The queue's address. @throws UsageError where there is none */
export function addressOf(queue: string | undefined, command: string): string {
  if (queue === undefined)
    throw new UsageError(`Which queue? Give its server: lineament ${command} --queue redis://HOST.`);
  return queue;
}
