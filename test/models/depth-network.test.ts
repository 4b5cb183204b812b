/** The depth network that ships, and depth models of the catalogue. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { modelNearness, nearness } from '../../main/models/depth-network.ts';
import { DEPTH_ENTRY, DEPTH_MODEL } from './depth-stand-in.ts';
import { testShipped } from './shipped-network.ts';

testShipped({
  name: 'the depth network',
  file: 'models/depth.onnx',
  figures: 'test/fixtures/depth/depth.f32',
  weights: 'float16',
  ask: nearness,
});

test('a catalogue model sees pixels normalised as its entry says', async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-model-')), 'depth.onnx');
  fs.writeFileSync(file, DEPTH_MODEL);
  const { mean, std } = DEPTH_ENTRY.normalisation;
  // Each channel at one deviation above its mean: the stand-in's mean of channels is then 1.
  const pixels = Float32Array.from(
    { length: 3 * 28 * 14 },
    (_, i) => mean[Math.floor(i / 392)]! + std[Math.floor(i / 392)]!,
  );
  const said = await modelNearness(DEPTH_ENTRY, file, pixels, 28, 14);
  fs.rmSync(path.dirname(file), { recursive: true });
  expect(said).toHaveLength(28 * 14);
  for (const value of said) expect(value).toBeCloseTo(1, 4);
});
