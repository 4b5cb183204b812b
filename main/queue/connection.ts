/**
 * The way to the Redis server: BullMQ and its driver are loaded here and nowhere else, and only when there is a queue.
 *
 * The first connection has to come about within seconds or the person is told; one that breaks later is made again for
 * as long as it takes, for a server that is restarted must not end a batch of days.
 */

import type { Redis } from 'ioredis';
import { shownAddress } from './address.ts';

export type BullMQ = typeof import('bullmq');

/** Milliseconds until a server that says nothing counts as out of reach. */
const PATIENCE = 4000;
/** Milliseconds between attempts to get a broken connection back. */
const RETRY_EVERY = 1000;

export interface Connection {
  bullmq: BullMQ;
  client: Redis;
  close(): void;
}

/**
 * @param address a Redis URL that was checked
 * @param tell is called with a sentence when the server is lost, and when it is back
 * @throws Error with one sentence: BullMQ is not installed, nobody answers, the password is wrong, it is no Redis
 */
export async function connect(address: string, tell: (sentence: string) => void): Promise<Connection> {
  const { bullmq, Redis } = await load();
  const shown = shownAddress(address);
  let reached = false;
  let cause: unknown = null;
  const client = new Redis(address, {
    lazyConnect: true,
    connectTimeout: PATIENCE,
    // BullMQ asks for it: a command waits until the server is back.
    maxRetriesPerRequest: null,
    retryStrategy: () => (reached ? RETRY_EVERY : null),
  });
  // What a command says first is the consequence; the driver tells the cause apart from it, and before.
  client.on('error', (error) => (cause ??= error));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { code: 'ETIMEDOUT' })), PATIENCE);
  });
  try {
    await Promise.race([client.connect().then(() => client.ping()), late]);
  } catch (error) {
    client.disconnect();
    throw new Error(`The queue at ${shown} is out of reach: ${meaningOf(cause ?? error)}.`, { cause: cause ?? error });
  } finally {
    clearTimeout(timer);
  }
  reached = true;

  let lost = false;
  client.on('close', () => {
    if (!lost && reached) tell(`The queue at ${shown} went out of reach; waiting for it.`);
    lost = true;
  });
  client.on('ready', () => {
    if (lost) tell(`The queue at ${shown} is back.`);
    lost = false;
  });
  const close = () => {
    reached = false;
    client.disconnect();
  };
  return { bullmq, client, close };
}

async function load(): Promise<{ bullmq: BullMQ; Redis: typeof Redis }> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    if (!missing) throw error;
    throw new Error('A queue needs BullMQ, which is not installed here: run `npm install bullmq ioredis` first.', {
      cause: error,
    });
  }
}

/** What a failed connection means, as half a sentence. */
function meaningOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'nothing listens there; start Redis, or correct the address after --queue';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no machine of that name is known; correct the address';
  if (code === 'ETIMEDOUT')
    return `nobody answered within ${PATIENCE / 1000} s; look whether Redis runs there and a firewall lets you through`;
  if (/NOAUTH|WRONGPASS|invalid password|without any password/i.test(message))
    return 'its password is another; write it into the address as redis://:PASSWORD@HOST';
  if (/protocol error/i.test(message)) return 'what answers there is no Redis server; correct the address';
  return message.split('\n')[0]!.replace(/\.$/, '') || String(code);
}
