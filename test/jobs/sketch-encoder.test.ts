/**
 * Encoders chosen by name and by path. The embeddings of two pictures by the fixture encoder are known
 * (test/fixtures, made in float64 elsewhere), so an encoder that answers with them got its pixels normalised rightly.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { emptyGraph, GraphBuilder } from '../../main/autodiff/builder.ts';
import { writeModel } from '../../main/autodiff/onnx-write.ts';
import { writeWhole } from '../../main/files/whole-file.ts';
import { thisMachine } from '../../main/jobs/devices.ts';
import { openChosenEncoder } from '../../main/jobs/sketch-encoder.ts';
import { modelsFolder } from '../../main/models/store.ts';
import { FIXTURE, smallVit } from '../models/small-vit.ts';

const SETTINGS = { device: 'cpu' as const, fidelity: 0.5, views: null, threads: 1 };
const SIDE = 64;
const entry = smallVit();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-encoder-'));
const file = path.join(folder, entry.file);

beforeAll(() => fs.copyFileSync(FIXTURE, file));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

function figures(name: string): Float32Array {
  const bytes = new Uint8Array(fs.readFileSync(FIXTURE.replace(/onnx$/, `${name}.f32`)));
  return new Float32Array(bytes.buffer);
}

/** The fixture's pictures, in the units that pixels had before an entry's normalisation. */
function pictures({ mean, std }: { mean: number[]; std: number[] }): Float32Array {
  return figures('pixels').map((value, i) => {
    const channel = Math.floor(i / (SIDE * SIDE)) % 3;
    return value * std[channel]! + mean[channel]!;
  });
}

async function embeddingsBy(choice: string): Promise<{ name: string; side: number; notes: string[]; off: number }> {
  const { encoder, notes } = await openChosenEncoder({ ...SETTINGS, encoder: choice }, 2, 'direction', [entry]);
  const { embedding } = await encoder.look(pictures(entry.normalisation), 2);
  await encoder.close();
  const expected = figures('embedding');
  const found = embedding.flatMap((one) => [...one]);
  const off = Math.hypot(...found.map((value, i) => value - expected[i]!)) / Math.hypot(...expected);
  return { name: encoder.name, side: encoder.side, notes, off };
}

test('a name of the catalogue: its file is opened, and its pixels are normalised as the entry says', async () => {
  vi.stubEnv('LINEAMENT_MODELS', folder);
  const { off, ...rest } = await embeddingsBy('small-vit');
  expect(rest).toEqual({ name: 'small-vit', side: SIDE, notes: [] });
  expect(off).toBeLessThan(1e-4);
});

test('the same file by its path: how its pixels are normalised is a guess, and said to be', async () => {
  const { off, ...rest } = await embeddingsBy(file);
  expect(rest).toMatchObject({ name: entry.file, side: SIDE });
  expect(rest.notes).toEqual([`${entry.file} is given pixels normalised by CLIP's mean and deviation: a guess.`]);
  // The guess is wrong here, so the answer is another: the catalogue's word counts.
  expect(off).toBeGreaterThan(0.01);
});

test('a file that is there goes before a name of the catalogue', async () => {
  const before = process.cwd();
  vi.stubEnv('LINEAMENT_MODELS', path.join(folder, 'empty'));
  fs.copyFileSync(FIXTURE, path.join(folder, 'small-vit'));
  try {
    process.chdir(folder);
    expect((await embeddingsBy('small-vit')).notes).toHaveLength(1);
  } finally {
    process.chdir(before);
  }
});

test('a model that is not on this machine: where to get it', async () => {
  vi.stubEnv('LINEAMENT_MODELS', path.join(folder, 'empty'));
  await expect(embeddingsBy('small-vit')).rejects.toThrow(/^A small ViT .* is not on this machine: get it from https/);
});

test.each(['clip', 'nowhere/model.onnx', path.resolve('package.json/model.onnx'), path.resolve('test')])(
  '%s is neither: what was expected',
  async (choice) => {
    await expect(embeddingsBy(choice)).rejects.toThrow(
      `There is no encoder '${choice}': expected built-in, the path of an ONNX file, or one of: small-vit.`,
    );
  },
);

test('the catalogue that ships gives the names where none is handed in', async () => {
  await expect(openChosenEncoder({ ...SETTINGS, encoder: 'clip-vit-b23' }, 2, 'direction')).rejects.toThrow(
    /or one of: clip-vit-b32, .*clip-rn101/,
  );
});

test('a model in which nothing can be compared is refused', async () => {
  const builder = new GraphBuilder(emptyGraph());
  builder.output(builder.op('Relu', [builder.input('pixels', [1, 3, 32, 32])]), 'picture');
  const choice = path.join(folder, 'filter.onnx');
  fs.writeFileSync(choice, writeModel(builder.graph));
  await expect(embeddingsBy(choice)).rejects.toThrow(/^in filter\.onnx neither stages, blocks nor an embedding/);
});

test('views that are asked for are given, whatever a step was found to have time for', async () => {
  await writeWhole(
    path.join(modelsFolder(), 'steps.json'),
    JSON.stringify({ of: thisMachine(), views: { [`${file} on cpu, 1 threads`]: 1 } }),
  );
  for (const [views, given] of [
    [null, 1],
    [2, 2],
  ] as const) {
    const { encoder } = await openChosenEncoder({ ...SETTINGS, views, encoder: file }, 2, 'direction');
    expect(encoder.views).toBe(given);
    await encoder.close();
  }
});

test('a damaged list of one’s own models keeps no other model away, and is told where it may be missed', async () => {
  vi.stubEnv('LINEAMENT_MODELS', folder);
  fs.writeFileSync(path.join(folder, 'own.json'), 'hello');
  const open = (encoder: string) => openChosenEncoder({ ...SETTINGS, encoder }, 2, 'direction');
  await expect(open('clip-rn101')).rejects.toThrow(/^CLIP RN101 .* is not on this machine/);
  await expect(open('mine')).rejects.toThrow(/own\.json is damaged, so your own models cannot be listed/);
  fs.rmSync(path.join(folder, 'own.json'));
});
