/** An opened encoder's two sessions: both are released, whatever one of them says. */

import type { InferenceSession } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { OnnxEncoder } from '../../main/models/encoder-runs.ts';
import type { EncoderParts } from '../../main/models/onnx-encoder.ts';

const PARTS = { name: 'one', embedding: null, saliency: [], grid: null } as unknown as EncoderParts;

test('the session that compares is released where the one that looks cannot be', async () => {
  const released: string[] = [];
  const session = (name: string, fails: boolean) =>
    ({
      async release() {
        released.push(name);
        if (fails) throw new Error(`${name} lost its device`);
      },
    }) as InferenceSession;
  const opened = (fails: boolean) =>
    new OnnxEncoder(
      PARTS,
      [],
      { side: 8, views: 1, batch: 1, objective: 'direction' },
      { look: session('look', fails), compare: session('compare', false) },
      [],
    );
  await expect(opened(true).close()).rejects.toThrow('look lost its device');
  await opened(false).close();
  expect(released).toEqual(['look', 'compare', 'look', 'compare']);
});
