/**
 * What a page gone wrong may send: every call and stream of both contracts, well formed, mutated, or no message at all.
 * Each is answered once, with a result or one clear sentence; what does not hold to its schema reaches no handler; and
 * the host writes nowhere but in its own folder.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decode } from '@msgpack/msgpack';
import * as v from 'valibot';
import { afterAll, expect, test } from 'vitest';
import { BatchStore } from '../../main/batch-store.ts';
import { type Contract, engineContract, hostContract } from '../../main/contract.ts';
import { batchCalls } from '../../main/host-batch.ts';
import { sharedCalls } from '../../main/host-calls.ts';
import { HostFiles } from '../../main/host-files.ts';
import { HostStore } from '../../main/host-store.ts';
import { type Handlers, type Port, serve } from '../../main/rpc.ts';
import { Random } from '../../main/sketch/random.ts';
import { mutated, pick } from './mutate.ts';
import { valueFor } from './schema-values.ts';
import { mutatedValue } from './structures.ts';
import { tryCases } from './trial.ts';

interface Answer {
  kind: string;
  id: number;
  message?: string;
}

/** A served contract, and a way to send it anything: what is answered to it, all at once. */
function served<C extends Contract>(contract: C, handlers: Handlers<C>) {
  let listener: (message: unknown) => void = () => {};
  let close = () => {};
  const waiting = new Map<number, (answer: Answer) => void>();
  const port: Port = {
    post: (message) => {
      const { id, kind } = message as Answer;
      if (kind !== 'event') waiting.get(id)?.(message as Answer);
    },
    onMessage: (one) => {
      listener = one;
    },
    onClose: (one) => {
      close = one;
    },
    close: () => close(),
  };
  serve(contract, port, handlers);
  // Beyond those that mutated messages bear.
  let id = 2 ** 40;
  return {
    send: (message: unknown) => listener(message),
    close: () => close(),
    ask: (kind: 'call' | 'stream', name: string, input: unknown): Promise<Answer> =>
      new Promise((resolve) => {
        waiting.set(++id, resolve);
        listener({ kind, id, name, input });
      }),
  };
}

const bytes = () => Uint8Array.of(1, 2, 3);

/** A call or stream of the contract, with an input that is right or was mutated. */
function asked(contract: Contract, random: Random) {
  const rows = [
    ...Object.entries(contract.calls).map(([name, { input }]) => ['call', name, input] as const),
    ...Object.entries(contract.streams).map(([name, { input }]) => ['stream', name, input] as const),
  ];
  const [kind, name, schema] = pick(random, rows);
  const right = valueFor(schema, random, bytes);
  return { kind, name, schema, input: random.below(4) ? mutatedValue(right, random) : right };
}

/** Handlers that answer at once, and say what reached them. */
function recording<C extends Contract>(contract: C, reached: (name: string, input: unknown) => void): Handlers<C> {
  const all = (rows: object) =>
    Object.fromEntries(Object.keys(rows).map((name) => [name, async (input: unknown) => reached(name, input)]));
  return { calls: all(contract.calls), streams: all(contract.streams) } as unknown as Handlers<C>;
}

test.each([
  ['host', hostContract as Contract],
  ['engine', engineContract as Contract],
])(
  'messages to the %s: only what holds to its schema reaches it, all else gets one sentence',
  async (side, contract) => {
    const reached = new Set<string>();
    let last: unknown;
    const page = served(
      contract,
      recording(contract, (name, input) => {
        reached.add(name);
        last = input;
      }),
    );
    const { read, refused } = await tryCases({
      kind: `${side}-message`,
      cases: 4000,
      make: (random) => asked(contract, random),
      run: async ({ kind, name, schema, input }) => {
        last = null;
        const { kind: said, message } = await page.ask(kind, name, input);
        if (said === 'failed') throw new Error(message);
        if (!v.is(schema, last)) throw new TypeError(`${name} got what its schema refuses`);
      },
      show: (message) => JSON.stringify(message),
    });
    expect(read).toBeGreaterThan(500);
    expect(refused).toBeGreaterThan(500);
    // Nothing was left out: each call and each stream was reached.
    expect([...reached].sort()).toEqual([...Object.keys(contract.calls), ...Object.keys(contract.streams)].sort());
  },
);

test('what is no message of ours is passed over, and the next one is answered', async () => {
  const page = served(
    engineContract as Contract,
    recording(engineContract as Contract, () => {}),
  );
  const envelope = { kind: 'send', id: 1, name: 'sketch', input: {}, message: { kind: 'watch', seed: 1 } };
  await tryCases({
    kind: 'envelope',
    cases: 3000,
    make: (random) =>
      mutatedValue({ ...envelope, kind: pick(random, ['call', 'stream', 'send', 'stop', 'seen', 'event']) }, random),
    run: (message) => page.send(message),
    show: (message) => JSON.stringify(message) ?? '',
  });
  expect(await page.ask('call', 'listModels', {})).toMatchObject({ kind: 'done' });
  page.close();
});

test('frames of MessagePack, whatever is in them, are read or refused within bounds', async () => {
  const frame = Uint8Array.from([
    0x83, 0xa2, 0x69, 0x64, 0x01, 0xa1, 0x61, 0xc4, 0x02, 1, 2, 0xa1, 0x62, 0x93, 1, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0,
  ]);
  await tryCases({
    kind: 'frame',
    cases: 3000,
    make: (random) => mutated(random, [frame]),
    run: (data) => decode(data),
    show: (data) => data,
    // socketPort closes the socket, whatever is thrown.
    flaw: () => null,
  });
});

const state = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-fuzz-'));
afterAll(() => fs.rmSync(state, { recursive: true }));

test('the host answers well-formed messages of nonsense, and writes in its own folder alone', async () => {
  const [own, chosen] = [path.join(state, 'state'), path.join(state, 'chosen')];
  fs.mkdirSync(chosen);
  const files = new HostFiles();
  const known = [files.admitFolder(chosen).id, files.admit(path.join(chosen, 'hen.lineament')).id];
  const calls = { ...sharedCalls(files, new HostStore(own)), ...batchCalls(files, new BatchStore(own, files)) };
  const contract = { calls: hostContract.calls, streams: {} } as unknown as Contract;
  const page = served(contract, { calls, streams: {} } as unknown as Handlers<Contract>);
  const names = Object.keys(calls) as (keyof typeof calls)[];
  const { read } = await tryCases({
    kind: 'host',
    cases: 300,
    make: (random) => {
      const name = pick(random, names);
      const input = valueFor(hostContract.calls[name].input, random, bytes) as Record<string, unknown>;
      for (const key of ['id', 'folder', 'file']) if (key in input && random.below(2)) input[key] = pick(random, known);
      return { name, input };
    },
    run: async ({ name, input }) => {
      const { kind, message } = await page.ask('call', name, input);
      if (kind === 'failed') throw new Error(message);
    },
    show: (message) => JSON.stringify(message),
  });
  expect(read).toBeGreaterThan(80);
  expect(fs.readdirSync(state).sort()).toEqual(['chosen', 'state']);
  for (const name of fs.readdirSync(own)) expect(name).toMatch(/^(batch|kept|preferences\.json|recent\.json)$/);
  // What was kept before is still had.
  expect(await page.ask('call', 'kept', {})).toMatchObject({ kind: 'done' });
});

test('a stream that floods, repeats its number or fails with no error is answered and holds nothing up', async () => {
  const contract = engineContract as Contract;
  let end: (why: unknown) => void = () => {};
  const handlers = recording(contract, () => {});
  handlers.streams['sketch'] = () =>
    new Promise((_, reject) => {
      end = reject;
    });
  const page = served(contract, handlers);
  const input = {
    ...{ photo: bytes(), mask: null, emphasis: null, keep: [] },
    settings: valueFor(engineContract.streams.sketch.input.entries.settings, new Random(1), bytes),
  };
  const running = page.ask('stream', 'sketch', input);
  page.send({ kind: 'stream', id: 2 ** 40 + 1, name: 'sketch', input });
  expect(await running).toMatchObject({ kind: 'failed', message: expect.stringMatching(/runs already\.$/) });
  for (let i = 0; i < 5000; i++) page.send({ kind: 'send', id: 2 ** 40 + 1, message: { kind: 'watch', seed: i } });
  const other = page.ask('stream', 'sketch', input);
  await new Promise(setImmediate);
  end('no error');
  expect(await other).toMatchObject({ kind: 'failed', message: 'It failed without saying why.' });
});
