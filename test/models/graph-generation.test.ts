/**
 * Graphs that are kept on disk are met again only under one GENERATION, so whatever changes them has to raise it. What is
 * held here is their structure: nodes, and the names, types and sizes of weights. Values may differ by processor, where
 * ONNX Runtime folded constants.
 */

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Graph } from '../../main/autodiff/graph.ts';
import { readEncoderParts } from '../../main/jobs/encoder-parts.ts';
import { readBuiltInEncoder } from '../../main/models/built-in.ts';
import { encoderGraphs } from '../../main/models/encoder-graphs.ts';
import { GENERATION } from '../../main/models/kept-graphs.ts';

const ENCODERS = {
  'the built-in encoder': readBuiltInEncoder,
  'a ResNet': async () => (await readEncoderParts('test/fixtures/resnet-clip-opset17.onnx', 0.5)).parts,
  'a transformer': async () => (await readEncoderParts('test/fixtures/vit-clip-opset17.onnx', 0.5)).parts,
};

/** Of which generation: raise it in kept-graphs.ts, then write both here anew. */
const HELD = { generation: 1, structure: '60c28194415910d5' };

const inShort = (key: string, value: unknown) => {
  if (typeof value === 'bigint') return `${value}`;
  return key === 'data' ? (value as Float32Array).length : value;
};

function structureOf({ nodes, initializers, inputs, outputs }: Graph): string {
  return JSON.stringify([nodes, [...initializers], inputs, outputs], inShort);
}

test('the graphs are those of this generation', async () => {
  const hash = createHash('sha256');
  for (const read of Object.values(ENCODERS))
    for (const objective of ['direction', 'paper'] as const)
      for (const [target, half] of [
        ['x64', false],
        ['cpu', false],
        ['gpu', true],
      ] as const) {
        const graphs = await encoderGraphs(await read(), { side: 64, views: 2, objective, half }, target);
        for (const graph of [graphs.forward, graphs.reverse!]) hash.update(structureOf(graph));
      }
  expect({ generation: GENERATION, structure: hash.digest('hex').slice(0, 16) }).toEqual(HELD);
});
