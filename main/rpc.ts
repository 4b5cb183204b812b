/**
 * One small protocol over any message port: calls that are answered once, and streams of events with a result.
 *
 * It is the same between page and host, page and engine, over Electron's ports and over WebSockets. A stream's events
 * are acknowledged, and at most two wait for that: a slow page sees fewer of them, always the newest, and nothing
 * queues up. Stopping names its stream; events that come after the end are dropped. Inputs are checked by the side that
 * serves. Errors travel as their sentence.
 */

import * as v from 'valibot';
import type { Contract } from './contract.ts';
import { complaint, placeOf, sentenceOf } from './contract-words.ts';

export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

type Calls<C extends Contract> = C['calls'];
type Streams<C extends Contract> = C['streams'];
type Awaitable<T> = T | Promise<T>;

/** What a running stream's handler has in hand. */
export interface Lane<Event, Message> {
  /** Sends an event, or keeps it in place of the last unsent one while the page is busy. */
  emit(event: Event): void;
  onMessage(listener: (message: Message) => void): void;
  /** Aborted when the other side stops the stream or goes away. */
  signal: AbortSignal;
}

export interface Handlers<C extends Contract> {
  calls: {
    [K in keyof Calls<C>]: (input: v.InferOutput<Calls<C>[K]['input']>) => Awaitable<Calls<C>[K]['output']>;
  };
  streams: {
    [K in keyof Streams<C>]: (
      input: v.InferOutput<Streams<C>[K]['input']>,
      lane: Lane<Streams<C>[K]['event'], v.InferOutput<Streams<C>[K]['message']>>,
    ) => Promise<Streams<C>[K]['result']>;
  };
}

export interface Running<Result, Message> {
  result: Promise<Result>;
  send(message: Message): void;
  /** Asks for the best so far; the result follows. */
  stop(): void;
}

export interface Client<C extends Contract> {
  /** @throws Error with the other side's sentence, or that the connection was lost */
  call<K extends keyof Calls<C> & string>(
    name: K,
    input: v.InferInput<Calls<C>[K]['input']>,
  ): Promise<Calls<C>[K]['output']>;
  stream<K extends keyof Streams<C> & string>(
    name: K,
    input: v.InferInput<Streams<C>[K]['input']>,
    onEvent: (event: Streams<C>[K]['event']) => void,
  ): Running<Streams<C>[K]['result'], v.InferInput<Streams<C>[K]['message']>>;
  /** Resolves when the connection is gone. */
  closed: Promise<void>;
  close(): void;
}

/** What all that waited is told when the other side is gone. */
export class ConnectionLost extends Error {}

const UNACKNOWLEDGED = 2;
/** Messages that are kept for a stream that does not listen yet. */
const MOST_EARLY = 1000;

const envelope = v.variant('kind', [
  v.object({ kind: v.literal('call'), id: v.number(), name: v.string(), input: v.unknown() }),
  v.object({ kind: v.literal('stream'), id: v.number(), name: v.string(), input: v.unknown() }),
  v.object({ kind: v.literal('send'), id: v.number(), message: v.unknown() }),
  v.object({ kind: v.literal('stop'), id: v.number() }),
  v.object({ kind: v.literal('seen'), id: v.number() }),
]);

interface Open {
  schema: v.GenericSchema;
  abort: AbortController;
  listeners: ((message: unknown) => void)[];
  /** Messages that came before anyone listened. */
  early: unknown[];
  seen(): void;
}

/** Serves a contract on a port until it closes; then every stream under way is aborted. */
export function serve<C extends Contract>(contract: C, port: Port, handlers: Handlers<C>): void {
  const open = new Map<number, Open>();
  const answer = (id: number, work: Promise<unknown>) =>
    work.then(
      (value) => port.post({ kind: 'done', id, value }),
      (error: unknown) => port.post({ kind: 'failed', id, message: sentenceOf(error) }),
    );

  const start = (id: number, name: string, input: unknown): Promise<unknown> => {
    const row = own(contract.streams, name);
    if (open.has(id)) throw new Error(`A stream of the number ${id} runs already.`);
    const abort = new AbortController();
    let flying = 0;
    let waiting: { event: unknown } | null = null;
    const flush = () => {
      if (!waiting || flying >= UNACKNOWLEDGED) return;
      flying++;
      port.post({ kind: 'event', id, event: waiting.event });
      waiting = null;
    };
    const stream: Open = {
      schema: row.message,
      abort,
      listeners: [],
      early: [],
      seen: () => {
        flying = Math.max(0, flying - 1);
        flush();
      },
    };
    open.set(id, stream);
    const lane: Lane<unknown, never> = {
      emit: (event) => {
        waiting = { event };
        flush();
      },
      onMessage: (listener) => {
        stream.listeners.push(listener as (message: unknown) => void);
        for (const message of stream.early.splice(0)) listener(message as never);
      },
      signal: abort.signal,
    };
    const handler = handlers.streams[name]!;
    return (async () => handler(check(row.input, input, name) as never, lane as never))().finally(() =>
      open.delete(id),
    );
  };

  port.onMessage((raw) => {
    const parsed = v.safeParse(envelope, raw);
    if (!parsed.success) return;
    const message = parsed.output;
    const { id } = message;
    if (message.kind === 'call') {
      const { name, input } = message;
      const call = async () => handlers.calls[name]!(check(own(contract.calls, name).input, input, name) as never);
      answer(id, call());
    } else if (message.kind === 'stream') {
      answer(id, (async () => start(id, message.name, message.input))());
    } else if (message.kind === 'send') {
      const stream = open.get(id);
      if (!stream) return;
      const said = v.safeParse(stream.schema, message.message);
      if (!said.success) return;
      if (!stream.listeners.length && stream.early.length < MOST_EARLY) stream.early.push(said.output);
      for (const listener of stream.listeners) listener(said.output);
    } else if (message.kind === 'stop') open.get(id)?.abort.abort();
    else open.get(id)?.seen();
  });
  port.onClose(() => {
    for (const { abort } of open.values()) abort.abort();
  });
}

function own<T>(rows: Record<string, T>, name: string): T {
  if (!Object.hasOwn(rows, name)) throw new Error(`There is nothing called ${name} to ask for.`);
  return rows[name]!;
}

function check(schema: v.GenericSchema, input: unknown, name: string): unknown {
  // One thing wrong is enough: a list of millions would be as many complaints.
  const parsed = v.safeParse(schema, input, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${name} was asked with a wrong ${placeOf(issue) ?? 'input'}: ${complaint(issue)}.`);
}

interface Waiting {
  done(value: unknown): void;
  failed(error: Error): void;
  event?(event: unknown): void;
}

/** The asking side of a contract. @param lostWords what is said of whatever still waits when the connection is lost */
export function connect<C extends Contract>(
  _contract: C,
  port: Port,
  lostWords = 'The connection was lost.',
): Client<C> {
  const waiting = new Map<number, Waiting>();
  let next = 1;
  let lost = false;
  const ask = (kind: 'call' | 'stream', name: string, input: unknown, event?: (event: unknown) => void) => {
    const id = next++;
    const result = new Promise<unknown>((done, failed) => {
      if (lost) return failed(new ConnectionLost(lostWords));
      waiting.set(id, { done, failed, ...(event ? { event } : {}) });
      port.post({ kind, id, name, input });
    });
    return { id, result };
  };
  port.onMessage((raw) => {
    const message = raw as { kind: string; id: number; value?: unknown; event?: unknown; message?: string };
    const one = waiting.get(message.id);
    if (!one) return;
    if (message.kind === 'event') {
      port.post({ kind: 'seen', id: message.id });
      one.event?.(message.event);
      return;
    }
    waiting.delete(message.id);
    if (message.kind === 'done') one.done(message.value);
    else one.failed(new Error(message.message));
  });
  const closed = new Promise<void>((resolve) => {
    port.onClose(() => {
      lost = true;
      for (const { failed } of waiting.values()) failed(new ConnectionLost(lostWords));
      waiting.clear();
      resolve();
    });
  });
  return {
    call: (name, input) => ask('call', name, input).result as Promise<never>,
    stream: (name, input, onEvent) => {
      const { id, result } = ask('stream', name, input, onEvent as (event: unknown) => void);
      const tell = (message: object) => {
        if (!lost) port.post({ ...message, id });
      };
      return {
        result: result as Promise<never>,
        send: (message) => tell({ kind: 'send', message }),
        stop: () => tell({ kind: 'stop' }),
      };
    },
    closed,
    close: () => port.close(),
  };
}
