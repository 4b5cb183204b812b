/** What a model was measured to be, kept on disk: asked once, never wrong, never too much. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tensor } from '../../main/autodiff/graph.ts';
import { floatTensor, intTensor } from '../../main/autodiff/tensor.ts';
import { rememberedIn } from '../../main/models/measured-graphs.ts';

let folder: string;
let runs: number;
beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-graphs-')), 'graphs');
  runs = 0;
});
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }));

const model = (value: number) => new Uint8Array(2000).fill(value);
const feeds = { pixels: floatTensor([0.5, 0.25], [1, 2]) };

/** A run whose answer tells the model, with numbers that JSON has no words for. */
const answer = (bytes: Uint8Array): Record<string, Tensor> => ({
  shape: intTensor([bytes[0]!, 2 ** 40]),
  odd: floatTensor([Number.NaN, Number.NEGATIVE_INFINITY, -0, 1e-42], [2, 2]),
  none: floatTensor([], [0, 3]),
});
const run = async (bytes: Uint8Array) => {
  runs++;
  return answer(bytes);
};
const names = ['shape', 'odd', 'none'];
const ask = (bytes: Uint8Array, with_ = feeds, outputs = names) =>
  rememberedIn(folder, run, 1000)(bytes, with_, outputs);
const files = () => fs.readdirSync(folder).filter((name) => name.endsWith('.json'));

test('a model is run once, and its answer is the same to the bit', async () => {
  await ask(model(7));
  expect(await ask(model(7))).toEqual(answer(model(7)));
  expect(runs).toBe(1);
});

test('another model, another picture or another question is another answer', async () => {
  await ask(model(7));
  expect(await ask(model(8))).toEqual(answer(model(8)));
  await ask(model(7), { pixels: floatTensor([0.5, 0.25], [2, 1]) });
  await ask(model(7), { pixels: floatTensor([0.5, 0.26], [1, 2]) });
  await ask(model(7), feeds, ['shape']);
  expect(runs).toBe(5);
});

test('a small model is simply run', async () => {
  await ask(new Uint8Array(999));
  await ask(new Uint8Array(999));
  expect(runs).toBe(2);
  expect(fs.existsSync(folder)).toBe(false);
});

test.each([
  ['cut short', (text: string) => text.slice(0, -9)],
  ['changed', (text: string) => text.replace('"dims":[2]', '"dims":[1]')],
  ['emptied', () => ''],
])('a file that was %s is none, and is written anew', async (_, spoil) => {
  await ask(model(7));
  const file = path.join(folder, files()[0]!);
  const whole = fs.readFileSync(file, 'utf8');
  expect(spoil(whole)).not.toBe(whole);
  fs.writeFileSync(file, spoil(whole));
  expect(await ask(model(7))).toEqual(answer(model(7)));
  expect(runs).toBe(2);
  expect(fs.readFileSync(file, 'utf8')).toBe(whole);
});

test('many at once leave one whole file and nothing else', async () => {
  await Promise.all(Array.from({ length: 8 }, () => ask(model(7))));
  expect(fs.readdirSync(folder)).toEqual(files());
  expect(files()).toHaveLength(1);
});

test('64 are kept, those used last', async () => {
  await ask(model(0));
  for (let value = 1; value < 64; value++) await ask(model(value));
  const old = new Date(Date.now() - 1e6);
  for (const file of files()) fs.utimesSync(path.join(folder, file), old, old);
  await ask(model(0));
  await ask(model(64));
  expect(files()).toHaveLength(64);
  runs = 0;
  await ask(model(0));
  expect(runs).toBe(0);
});

test('where nothing can be written, the model is run each time', async () => {
  fs.writeFileSync(folder, 'no folder');
  expect(await ask(model(7))).toEqual(answer(model(7)));
  expect(await ask(model(7))).toEqual(answer(model(7)));
  expect(runs).toBe(2);
  fs.rmSync(folder);
});
