/**
 * What the reverse pass costs: one run of an encoder with its input gradient over one plain run of it, both on the CPU
 * provider, 224 px, batch 5. The encoders have the shape of OpenAI's CLIP RN50 (Radford et al. 2021: three-convolution
 * stem, anti-aliased strides; models/random-clip.ts) and ViT-B/32, with random weights. Plain and differentiated runs take turns, and medians
 * are compared, so that what else the machine does falls on both.
 */

import { copyGraph, GraphBuilder } from '../main/autodiff/builder.ts';
import { differentiate, prune } from '../main/autodiff/differentiate.ts';
import type { StaticGraph, Tensor } from '../main/autodiff/graph.ts';
import { writeModel } from '../main/autodiff/onnx.ts';
import { simplify } from '../main/autodiff/simplify.ts';
import { floatTensor } from '../main/autodiff/tensor.ts';
import { openFindings } from '../main/jobs/encoder-findings.ts';
import { createSession, runSession, targetOf } from '../main/models/session.ts';
import { RN50, randomClipResNet } from '../models/random-clip.ts';
import { type BenchRow, benchRow, median } from './table.ts';

const BATCH = 5;
const SIZE = 224;
const RUNS = 15;

/** Numbers from −scale to scale, the same at every call with the same seed. */
function noise(length: number, scale: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((2 * state) / 2 ** 32 - 1) * scale;
  });
}

/** Layers with seeded weights, appended to a graph. */
class Layers {
  readonly builder = new GraphBuilder();
  private seed = 1;

  weights(dims: number[], inputs: number): string {
    const length = dims.reduce((a, b) => a * b, 1);
    return this.builder.constant(noise(length, Math.sqrt(3 / inputs), this.seed++), dims, 'weights');
  }

  conv(x: string, channels: number, kernel: number, stride = 1): string {
    const inputs = this.builder.shape(x)[1]!;
    const pad = Math.floor(kernel / 2);
    const weights = this.weights([channels, inputs, kernel, kernel], inputs * kernel * kernel * 0.5);
    const isPatch = kernel === stride;
    const pads = isPatch ? [0, 0, 0, 0] : [pad, pad, pad, pad];
    return this.builder.op('Conv', [x, weights, this.weights([channels], 100)], { strides: [stride, stride], pads });
  }

  linear(x: string, channels: number): string {
    const inputs = this.builder.shape(x).at(-1)!;
    const product = this.builder.op('MatMul', [x, this.weights([inputs, channels], inputs)]);
    return this.builder.op('Add', [product, this.weights([channels], 100)]);
  }

  norm(x: string): string {
    const channels = this.builder.shape(x).at(-1)!;
    const scale = this.builder.constant(new Float32Array(channels).fill(1), [channels]);
    return this.builder.op('LayerNormalization', [x, scale, this.weights([channels], 100)], { axis: -1 });
  }

  /** Queries from `x`, keys and values from `context`, both [B, tokens, channels]. */
  attention(x: string, context: string, heads: number, channels: number): string {
    const { builder } = this;
    const width = builder.shape(x)[2]!;
    const split = (tensor: string, order: number[]) => {
      const tokens = builder.shape(tensor)[1]!;
      return builder.transpose(builder.reshape(tensor, [BATCH, tokens, heads, width / heads]), order);
    };
    const scaled = builder.op('Mul', [this.linear(x, width), builder.scalar((width / heads) ** -0.5)]);
    const queries = split(scaled, [0, 2, 1, 3]);
    const keys = split(this.linear(context, width), [0, 2, 3, 1]);
    const values = split(this.linear(context, width), [0, 2, 1, 3]);
    const probabilities = builder.op('Softmax', [builder.op('MatMul', [queries, keys])], { axis: -1 });
    const mixed = builder.transpose(builder.op('MatMul', [probabilities, values]), [0, 2, 1, 3]);
    return this.linear(builder.reshape(mixed, [BATCH, builder.shape(x)[1]!, width]), channels);
  }
}

interface Shaped {
  graph: StaticGraph;
  input: string;
  /** Two interior tensors and the embedding, which the loss is made of. */
  features: string[];
}

async function resnet50(): Promise<Shaped> {
  const { graph, picture, findings } = await openFindings(randomClipResNet(RN50), { batch: BATCH });
  const features = [...findings.features, findings.embedding!.tensor];
  return { graph: simplify(graph, features), input: picture.name, features };
}

function vitB32(): Shaped {
  const layers = new Layers();
  const { builder } = layers;
  const width = 768;
  const patches = layers.conv(builder.input('pixels', [BATCH, 3, SIZE, SIZE]), width, 32, 32);
  const tokens = builder.transpose(builder.reshape(patches, [BATCH, width, -1]), [0, 2, 1]);
  let x = builder.op('Concat', [layers.weights([BATCH, 1, width], 1), tokens], { axis: 1 });
  x = layers.norm(builder.op('Add', [x, layers.weights([1, builder.shape(x)[1]!, width], 100)]));
  const blocks: string[] = [];
  for (let block = 0; block < 12; block++) {
    const normed = layers.norm(x);
    x = builder.op('Add', [x, layers.attention(normed, normed, 12, width)]);
    const hidden = layers.linear(layers.norm(x), 4 * width);
    const gate = builder.op('Sigmoid', [builder.op('Mul', [hidden, builder.scalar(1.702)])]);
    x = builder.op('Add', [x, layers.linear(builder.op('Mul', [hidden, gate]), width)]);
    blocks.push(x);
  }
  const first = builder.slice(layers.norm(x), [0], [1], [1]);
  return { graph: builder.graph, input: 'pixels', features: [blocks[0]!, blocks[11]!, layers.linear(first, 512)] };
}

async function measure(name: string, { graph, input, features }: Shaped, most: number): Promise<BenchRow> {
  const backward = copyGraph(graph);
  const builder = new GraphBuilder(backward);
  const losses = features.map((feature) => builder.mean(builder.op('Mul', [feature, feature])));
  const gradient = differentiate(backward, losses, input, {}, targetOf());
  const plain = await createSession(writeModel(prune(graph, [features[2]!])));
  const differentiated = await createSession(writeModel(prune(backward, [...losses, gradient])));
  const pixels: Tensor = floatTensor(noise(BATCH * 3 * SIZE * SIZE, 1, 7), [BATCH, 3, SIZE, SIZE]);
  const times: [number[], number[]] = [[], []];
  for (let run = -2; run < RUNS; run++) {
    for (const [i, session] of [plain, differentiated].entries()) {
      const start = performance.now();
      await runSession(session, { [input]: pixels });
      // The first runs still allocate.
      if (run >= 0) times[i]!.push(performance.now() - start);
    }
  }
  await plain.release();
  await differentiated.release();
  const [a, b] = times.map(median) as [number, number];
  const method = `medians of ${RUNS} runs of each in turn, ${b.toFixed(0)} over ${a.toFixed(0)} ms; batch ${BATCH}, ${SIZE} px, CPU provider, random weights`;
  return benchRow(`${name}: differentiated over plain run`, b / a, '×', { most }, method);
}

/** Both encoders, with as many threads as ONNX Runtime chooses. */
export async function benchDifferentiate(): Promise<BenchRow[]> {
  return [await measure('RN50-shaped', await resnet50(), 2.3), await measure('ViT-B/32-shaped', vitB32(), 2.5)];
}
