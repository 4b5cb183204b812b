/**
 * Where the reference protocol's strokes start: the class token's attention, averaged as the published code does. What is
 * expected is computed here from the raw attention of a plain run.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeModel } from '../../main/autodiff/onnx-write.ts';
import { floatTensor } from '../../main/autodiff/tensor.ts';
import { openFindings } from '../../main/jobs/encoder-findings.ts';
import { classTokenSaliency } from '../../main/jobs/reference-saliency.ts';
import { readEncoderFile } from '../../main/models/encoder-file.ts';
import { evaluate } from '../../main/models/session.ts';
import { FIXTURE, smallVit } from '../models/small-vit.ts';

const SIDE = 64;
const entry = smallVit({ name: 'clip-vit-b32' });
const settings = { encoder: 'clip-rn101', threads: 1 };

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-saliency-'));
  vi.stubEnv('LINEAMENT_MODELS', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

function targetAt(side: number) {
  const rgb = Float32Array.from({ length: 3 * side * side }, (_, i) => ((i * 37) % 101) / 100);
  return { side, rgb, known: new Float32Array(side * side).fill(1) };
}

/** Row 0 of each block's attention, without the class token's own column: mean over heads, then over blocks. */
async function expected(): Promise<number[]> {
  const { graph, picture, findings } = await openFindings(readEncoderFile(FIXTURE).graph, { batch: 1, size: SIDE });
  const { mean, std } = entry.normalisation;
  const pixels = targetAt(SIDE).rgb.map((v, i) => {
    const channel = Math.floor(i / SIDE ** 2);
    return (v - mean[channel]!) / std[channel]!;
  });
  const names = findings.attention.map(({ tensor }) => tensor);
  const published = { ...graph, outputs: names.map((name) => ({ name, type: 'float32' as const, dims: [null] })) };
  const raw = await evaluate(writeModel(published), { [picture.name]: floatTensor(pixels, [1, 3, SIDE, SIDE]) }, names);
  const { rows, columns } = findings.grid!;
  const keys = rows * columns + 1;
  const sums = new Array<number>(rows * columns).fill(0);
  for (const { tensor, heads } of findings.attention)
    for (let head = 0; head < heads; head++)
      for (let place = 0; place < sums.length; place++)
        sums[place]! += Number(raw[tensor]!.data[head * keys * keys + 1 + place]) / heads / names.length;
  return sums;
}

test('it is the mean of the class token’s attention over heads and blocks', async () => {
  fs.copyFileSync(FIXTURE, path.join(folder, entry.file));
  const { saliency, note } = await classTokenSaliency(targetAt, settings, [entry]);
  const wanted = await expected();
  expect(note).toBeNull();
  expect(saliency!.rows ** 2).toBe(wanted.length);
  expect(new Set(wanted).size).toBeGreaterThan(1);
  saliency!.map.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i]!, 5);
  });
});

test('where the model is not on this machine, a note says so, and where to get it', async () => {
  const { saliency, note } = await classTokenSaliency(targetAt, settings, [entry]);
  expect(saliency).toBeNull();
  expect(note).toMatch(
    /^Strokes start where the encoder itself looks.*A small ViT.* is not on this machine: get it from/,
  );
});

test('a catalogue without the model is told of as that', async () => {
  const { saliency, note } = await classTokenSaliency(targetAt, settings, []);
  expect(saliency).toBeNull();
  expect(note).toMatch(/: the catalogue has no clip-vit-b32\.$/);
});

test('the built-in encoder says itself where it looks', async () => {
  expect(await classTokenSaliency(targetAt, { ...settings, encoder: 'built-in' }, [entry])).toEqual({
    saliency: null,
    note: null,
  });
});
