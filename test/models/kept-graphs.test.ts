/** Differentiated graphs kept on disk: made once, the same to the bit, never wrong, never too much. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEncoderParts } from '../../main/jobs/encoder-parts.ts';
import { type EncoderGraphs, encoderGraphs } from '../../main/models/encoder-graphs.ts';
import { graphsOnce, type OpenableGraphs } from '../../main/models/kept-graphs.ts';
import { createSession, runSession } from '../../main/models/session.ts';
import { FIXTURE } from './small-vit.ts';

const SIDE = 64;
const { parts } = await readEncoderParts(FIXTURE, 0.5);
const options = { side: SIDE, views: 2, objective: 'direction' } as const;
const graphs = await encoderGraphs(parts, options, 'cpu');

let folder: string;
let made: number;
beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-kept-')), 'differentiated');
  made = 0;
});
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }));

const ask = (asked: unknown = 'this', most = 1e9, large = 0, some: EncoderGraphs = graphs) =>
  graphsOnce(
    asked,
    async () => {
      made++;
      return some;
    },
    { folder, large, most },
  );
const kept = () => fs.readdirSync(folder);
const only = (name: string) => path.join(folder, kept()[0]!, name);

/** What both graphs say to the same pictures, as bytes. */
async function answers({ forward, reverse }: OpenableGraphs): Promise<string[]> {
  const said: string[] = [];
  for (const [open, name, channels] of [
    [forward, 'pictures', 3],
    [reverse!, 'papers', 1],
  ] as const) {
    const session = await createSession(open(), { threads: 1 });
    const dims = [graphs.batch, channels, SIDE, SIDE];
    const ramp = (length: number) => Float32Array.from({ length }, (_, i) => (i % 97) / 97);
    const feeds = Object.fromEntries(
      [{ name, dims }, ...graphs.inputs].map((input) => {
        const length = input.dims.reduce((a, b) => a * b, 1);
        return [input.name, { type: 'float32' as const, dims: input.dims, data: ramp(length) }];
      }),
    );
    const results = await runSession(session, feeds);
    await session.release();
    for (const { data } of Object.values(results))
      said.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'));
  }
  return said;
}

test('graphs are made once, and say the same to the bit, from memory, when kept, and when met again', async () => {
  const expected = await answers(await ask(null));
  expect(expected.length).toBeGreaterThan(3);
  expect(await answers(await ask())).toEqual(expected);
  made = 0;
  const { batch, maps, inputs, ...again } = await ask();
  expect(made).toBe(0);
  expect(await answers({ batch, maps, inputs, ...again })).toEqual(expected);
  expect({ batch, maps, inputs }).toEqual({ batch: graphs.batch, maps: graphs.maps, inputs: graphs.inputs });
});

test('weights that both graphs use lie on the disk once', async () => {
  const { forward, reverse } = await ask();
  const bytes = [...graphs.forward.initializers.values(), ...graphs.reverse!.initializers.values()].reduce(
    (sum, { data }) => sum + data.byteLength,
    0,
  );
  const [look, compare, weights] = [forward(), reverse!(), only('weights.bin')].map(
    (file) => fs.statSync(file as string).size,
  );
  expect(weights).toBeLessThan(0.7 * bytes);
  expect(look! + compare!).toBeLessThan(0.3 * bytes);
});

test('an encoder that looks alone has one graph', async () => {
  const looking = await encoderGraphs(parts, { ...options, objective: null }, 'cpu');
  for (const _ of [1, 2]) expect((await ask('looking', 1e9, 0, looking)).reverse).toBeNull();
  expect(made).toBe(1);
});

test('what is asked otherwise is made for itself, and small encoders are not kept', async () => {
  await ask({ hash: 'a', views: 2 });
  await ask({ hash: 'a', views: 1 });
  expect(made).toBe(2);
  expect(kept()).toHaveLength(2);
  await ask('small', 1e9, 1e9);
  await ask('small', 1e9, 1e9);
  expect(made).toBe(4);
  expect(kept()).toHaveLength(2);
});

const cut = (file: string) => fs.truncateSync(file, fs.statSync(file).size - 1);
const flipped = (file: string) => {
  const bytes = fs.readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  fs.writeFileSync(file, bytes);
};
const removed = (file: string) => fs.rmSync(file);

test.each(['weights.bin', 'look.onnx', 'compare.onnx', 'known.json'])(
  '%s that was cut, changed or lost is never used, and all is made anew',
  async (name) => {
    const expected = await answers(await ask(null));
    for (const spoil of [cut, flipped, removed]) {
      await ask();
      made = 0;
      spoil(only(name));
      expect(await answers(await ask())).toEqual(expected);
      expect(made).toBe(1);
      await ask();
      expect(made).toBe(1);
    }
  },
);

test('many at once leave one whole folder and nothing else', async () => {
  await Promise.all(Array.from({ length: 4 }, () => ask()));
  expect(kept()).toHaveLength(1);
  made = 0;
  await ask();
  expect(made).toBe(0);
});

test('those unused longest make room, and so does what a crash left', async () => {
  await ask('first');
  const [first] = kept() as [string];
  const size = fs.statSync(only('weights.bin')).size;
  await ask('second');
  const old = new Date(Date.now() - 1e8);
  for (const own of kept()) fs.utimesSync(path.join(folder, own, 'known.json'), old, old);
  // Met again, the first was used last.
  await ask('first');
  const scrap = path.join(folder, 'scrap.part');
  fs.mkdirSync(scrap);
  fs.utimesSync(scrap, old, old);
  await ask('third', 2.5 * size);
  expect(kept()).toHaveLength(2);
  expect(kept()).toContain(first);
  made = 0;
  await ask('first');
  await ask('third');
  expect(made).toBe(0);
  await ask('fourth', 0.5 * size);
  expect(made).toBe(1);
  expect(kept()).toHaveLength(2);
});

test('where nothing can be written, they are made each time', async () => {
  fs.writeFileSync(folder, 'no folder');
  const expected = await answers(await ask(null));
  for (const _ of [1, 2]) expect(await answers(await ask())).toEqual(expected);
  expect(made).toBe(3);
});
