/**
 * What holds of each network that ships with Lineament: it answers as the float32 export that it was packed from, of
 * which `pack-model` (models/pack.ts) keeps the answers to the probe pictures, takes pictures of any shape, and is small.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readModel } from '../../main/autodiff/onnx.ts';
import { PROBE_COUNT, PROBE_SIDE, probePictures, relativeDifference } from '../../models/probe.ts';
import { type Shortening, TOLERANCES } from '../../models/short-weights.ts';

interface Shipped {
  /** "the mask network" */
  name: string;
  file: string;
  /** The export's answers to the probe pictures, little-endian float32. */
  figures: string;
  weights: Shortening;
  /** Planes in 0..1 [pictures · 3 · height · width] → [pictures · height/2 · width/2]. `from`: where to look for the file from. */
  ask(pixels: Float32Array, width: number, height: number, from?: string): Promise<Float32Array>;
}

export function testShipped({ name, file, figures, weights, ask }: Shipped): void {
  test('the shipped file answers as the float32 export does', async () => {
    const expected = new Float32Array(new Uint8Array(fs.readFileSync(path.resolve(figures))).buffer);
    const size = 3 * PROBE_SIDE * PROBE_SIDE;
    const answer = new Float32Array(expected.length);
    for (let i = 0; i < PROBE_COUNT; i++) {
      const picture = probePictures().slice(i * size, (i + 1) * size);
      answer.set(await ask(picture, PROBE_SIDE, PROBE_SIDE), (i * size) / 12);
    }
    expect(relativeDifference(answer, expected)).toBeLessThan(TOLERANCES[weights]);
  });

  test('it takes several pictures, also some that are not square, and answers at half their size', async () => {
    const said = await ask(new Float32Array(2 * 3 * 80 * 48).fill(0.5), 80, 48);
    expect(said).toHaveLength(2 * 40 * 24);
    expect(said.every(Number.isFinite)).toBe(true);
  });

  test(`it is small, and its large weights are ${weights}`, () => {
    expect(fs.statSync(path.resolve(file)).size).toBeLessThan(3e6);
    const graph = readModel(new Uint8Array(fs.readFileSync(path.resolve(file))));
    const large = [...graph.initializers.values()].filter((tensor) => tensor.data.length >= 256);
    expect(large.length).toBeGreaterThan(15);
    expect(new Set(large.map((tensor) => tensor.type))).toEqual(new Set([weights]));
  });

  test('where it is missing, one sentence says what to do', async () => {
    const elsewhere = path.join(os.tmpdir(), 'nowhere', 'network.js');
    await expect(ask(new Float32Array(3 * 16 * 16), 16, 16, elsewhere)).rejects.toThrow(
      new RegExp(`^${name}, .*is missing.*install it again\\.$`),
    );
  });
}
