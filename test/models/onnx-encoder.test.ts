/**
 * Encoders that are opened, and those that cannot be used. Where a file fixes its batch, the reference is the same network with its batch left open: what each view gets
 * may not depend on how many others share its run.
 */

import { expect, test } from 'vitest';
import { emptyGraph, GraphBuilder } from '../../main/autodiff/builder.ts';
import type { Graph } from '../../main/autodiff/graph.ts';
import { specialise } from '../../main/autodiff/specialise.ts';
import { readEncoderParts } from '../../main/jobs/encoder-parts.ts';
import type { Encoder, Reference } from '../../main/models/encoder.ts';
import { type EncoderParts, openEncoder } from '../../main/models/onnx-encoder.ts';
import { evaluate } from '../../main/models/session.ts';
import { Random } from '../../main/sketch/random.ts';
import { relativeDifference } from '../../models/probe.ts';
import { FIXTURE } from './small-vit.ts';

const VIEWS = 3;
const SIDE = 64;
const { parts } = await readEncoderParts(FIXTURE, 0.5);

/** The network with `batch` in its reshapes, as exporters that trace with an example leave it. */
async function fixedAt(batch: number): Promise<EncoderParts> {
  const interior = [...parts.maps, ...parts.saliency].map(({ tensor }) => tensor);
  const input = { name: parts.input, dims: [batch, 3, SIDE, SIDE] };
  const graph: Graph = await specialise(parts.graph, input, evaluate, interior);
  return { ...parts, graph, batch };
}

function open(some: EncoderParts): Promise<Encoder> {
  return openEncoder(some, { side: SIDE, views: VIEWS, objective: 'direction', threads: 1 });
}

function noise(length: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.uniform());
}

/** Each view compared with a picture of its own. */
async function answers(encoder: Encoder) {
  const looks = await encoder.look(noise(VIEWS * 3 * SIDE * SIDE, 1), VIEWS);
  const references = Array.from({ length: VIEWS }, (_, v): Reference => {
    const maps = looks.maps.map((map) => map[v]!);
    const places = encoder.maps.map((map) => new Float32Array(map.skip + map.rows * map.columns).fill(1 / (v + 1)));
    return { maps, places, embedding: looks.embedding[v]!, embeddingWeight: 0.5 };
  });
  const papers = noise(VIEWS * SIDE * SIDE, 2);
  const { losses, gradient } = await encoder.compare(papers, references);
  const judged = await encoder.judge(papers, references);
  await encoder.close();
  return { looks: looks.embedding.flatMap((one) => [...one]), losses: [...losses], gradient: [...gradient], judged };
}

test.each([1, 2, 4])(
  'a file that is fixed to a batch of %i gives three views what an open one gives',
  async (batch) => {
    const expected = await answers(await open(parts));
    const found = await answers(await open(await fixedAt(batch)));
    expect(found.losses).toHaveLength(VIEWS);
    expect(new Set(found.losses).size).toBe(VIEWS);
    expect(relativeDifference(found.looks, expected.looks)).toBeLessThan(1e-5);
    expect(relativeDifference(found.losses, expected.losses)).toBeLessThan(1e-5);
    expect(relativeDifference(found.gradient, expected.gradient)).toBeLessThan(1e-4);
    expect(relativeDifference(found.judged, expected.losses)).toBeLessThan(1e-5);
  },
);

test('all of this matters: the same file at another batch than its own cannot be run at all', async () => {
  await expect(open({ ...(await fixedAt(1)), batch: null })).rejects.toThrow(
    /could not run the model on a picture of \[3/,
  );
});

test('an encoder that answers with what is no number says so, instead of leading strokes astray', async () => {
  const builder = new GraphBuilder(emptyGraph());
  builder.input('pixels', [1, 3, SIDE, SIDE]);
  const map = builder.output(builder.op('Sqrt', [builder.op('Sub', ['pixels', builder.scalar(2)])]), 'map');
  const encoder = await open({
    name: 'rootless.onnx',
    graph: builder.graph,
    hash: null,
    input: 'pixels',
    inputLayout: 'channels-first',
    batch: 1,
    normalise: null,
    maps: [{ tensor: map, arrangement: 'channels-first' }],
    embedding: null,
    saliency: [],
    grid: null,
  });
  await expect(answers(encoder)).rejects.toThrow(/^rootless\.onnx answers a drawing with what is no finite number/);
  await encoder.close();
});
