/**
 * An encoder that can be sketched with: an ONNX graph, differentiated, in two sessions.
 *
 * One session looks (pictures in, activations out), the other compares (drawings and what they should look like in; the
 * objective and its gradient with respect to the drawing out, in one run). Sizes and batch are fixed when it is opened.
 */

import type { InferenceSession } from 'onnxruntime-node';
import * as ort from 'onnxruntime-node';
import { copyGraph, GraphBuilder } from '../autodiff/builder.ts';
import { differentiate } from '../autodiff/differentiate.ts';
import type { Graph, StaticGraph } from '../autodiff/graph.ts';
import { ModelError } from '../autodiff/graph.ts';
import { writeModel } from '../autodiff/onnx-write.ts';
import { specialise } from '../autodiff/specialise.ts';
import { prune } from '../autodiff/structure.ts';
import type { Comparison, Encoder, FeatureMap, Looks, Reference } from '../sketch/encoder.ts';
import { appendObjective, OBJECTIVE_INPUTS } from '../sketch/objective.ts';
import { createSession, evaluate, type SessionOptions } from './session.ts';

/** Which of a model's tensors mean what. */
export interface EncoderParts {
  name: string;
  graph: Graph;
  /** The picture's input. */
  input: string;
  /** What is subtracted from pixels in 0..1 and what they are divided by, a channel each; null: pixels go in as they are. */
  normalise: { mean: number[]; std: number[] } | null;
  /** Interior tensors to compare, finer first. */
  maps: string[];
  /** Tokens before the places, for maps of tokens. */
  skip: number;
  /** The pooled description of the picture, [B, dim]; null where there is none. */
  embedding: string | null;
  /** A tensor that says where the encoder looks: [B,1,h,w], or attention probabilities [B,heads,tokens,tokens]. */
  saliency: string[];
}

export interface EncoderOptions extends SessionOptions {
  /** Pixels across. */
  side: number;
  /** Drawings compared in one run. */
  views: number;
}

/** @throws ModelError when the graph cannot be fixed to this size, or an operator on the way has no rule */
export async function openEncoder(parts: EncoderParts, options: EncoderOptions): Promise<Encoder> {
  const { side, views } = options;
  const interior = [...parts.maps, ...(parts.embedding ? [parts.embedding] : []), ...parts.saliency];
  const still = await specialise(parts.graph, { name: parts.input, dims: [views, 3, side, side] }, evaluate, interior);
  const maps = parts.maps.map((tensor) => describeMap(still, tensor, parts.skip));
  const embeddingSize = parts.embedding ? (still.shapes.get(parts.embedding)?.at(-1) ?? 0) : 0;

  const looking = prepend(still, parts, 'pictures', 3, views, side);
  const lookNames = interior.map((tensor, i) => looking.output(tensor, `look_${i}`));
  const look = await createSession(writeModel(prune(looking.graph, lookNames)), options);

  const comparing = prepend(still, parts, 'papers', 1, views, side);
  const losses = appendObjective(
    comparing,
    maps.map((map, i) => ({ tensor: parts.maps[i]!, map })),
    parts.embedding ? { tensor: parts.embedding, size: embeddingSize } : null,
    views,
  );
  const gradient = differentiate(comparing.graph, [losses], 'papers');
  const compareNames = [comparing.output(losses, 'losses'), comparing.output(gradient, 'gradient')];
  const compare = await createSession(writeModel(prune(comparing.graph, compareNames)), options);
  return new OnnxEncoder(parts, maps, embeddingSize, options, look, compare);
}

/** The graph with another input in front: pictures or grey papers in 0..1, normalised as the model wants them. */
function prepend(
  still: StaticGraph,
  { input, normalise }: EncoderParts,
  name: string,
  channels: number,
  views: number,
  side: number,
): GraphBuilder {
  const graph = copyGraph(still);
  graph.inputs = graph.inputs.filter((value) => value.name !== input);
  graph.outputs = [];
  const body = graph.nodes.length;
  const builder = new GraphBuilder(graph);
  builder.input(name, [views, channels, side, side]);
  let pixels = name;
  if (normalise) {
    const spread = (values: number[]) => builder.constant(values, [1, 3, 1, 1]);
    pixels = builder.op('Sub', [pixels, spread(normalise.mean)]);
    pixels = builder.op('Mul', [pixels, spread(normalise.std.map((v) => 1 / v))]);
  } else if (channels === 1) pixels = builder.op('Concat', [pixels, pixels, pixels], { axis: 1 });
  graph.nodes.push({
    op: 'Identity',
    domain: '',
    name: `${input}:in`,
    inputs: [pixels],
    outputs: [input],
    attributes: {},
  });
  graph.nodes.unshift(...graph.nodes.splice(body));
  return builder;
}

function describeMap(graph: StaticGraph, tensor: string, skip: number): FeatureMap {
  const shape = graph.shapes.get(tensor);
  if (shape?.length === 4)
    return {
      name: tensor,
      channels: shape[1]!,
      rows: shape[2]!,
      columns: shape[3]!,
      skip: 0,
      layout: 'channels-first',
    };
  if (shape?.length === 3) {
    const rows = Math.round(Math.sqrt(shape[1]! - skip));
    if (rows * rows === shape[1]! - skip)
      return { name: tensor, channels: shape[2]!, rows, columns: rows, skip, layout: 'channels-last' };
  }
  throw new ModelError(
    `"${tensor}" has the shape [${shape ?? 'unknown'}]; a feature map is [batch, channels, height, width] or [batch, tokens, channels] with a square of tokens`,
  );
}

class OnnxEncoder implements Encoder {
  readonly name: string;
  readonly side: number;
  readonly views: number;

  constructor(
    private readonly parts: EncoderParts,
    readonly maps: FeatureMap[],
    private readonly embeddingSize: number,
    options: EncoderOptions,
    private readonly looking: InferenceSession,
    private readonly comparing: InferenceSession,
  ) {
    this.name = parts.name;
    this.side = options.side;
    this.views = options.views;
  }

  async look(pictures: Float32Array, n: number): Promise<Looks> {
    const { side, views, maps, parts } = this;
    const size = 3 * side * side;
    const looks: Looks = { maps: maps.map(() => []), embedding: [] };
    const saliency: Float32Array[] = [];
    for (let first = 0; first < n; first += views) {
      const batch = new Float32Array(views * size);
      const count = Math.min(views, n - first);
      batch.set(pictures.subarray(first * size, (first + count) * size));
      const results = await this.looking.run({ pictures: new ort.Tensor('float32', batch, [views, 3, side, side]) });
      const read = (i: number) => {
        const data = results[`look_${i}`]!.data as Float32Array;
        const each = data.length / views;
        return Array.from({ length: count }, (_, b) => data.slice(b * each, (b + 1) * each));
      };
      maps.forEach((_, m) => {
        looks.maps[m]!.push(...read(m));
      });
      if (parts.embedding) looks.embedding.push(...read(maps.length));
      else looks.embedding.push(...Array.from({ length: count }, () => new Float32Array(0)));
      if (parts.saliency.length) saliency.push(...read(maps.length + (parts.embedding ? 1 : 0)));
    }
    if (saliency.length) {
      const rows = Math.round(Math.sqrt(saliency[0]!.length));
      looks.saliency = { maps: saliency, rows, columns: rows };
    }
    return looks;
  }

  async compare(papers: Float32Array, references: Reference[]): Promise<Comparison> {
    const { side, views, maps, embeddingSize } = this;
    const feeds: Record<string, ort.Tensor> = {
      papers: new ort.Tensor('float32', papers, [views, 1, side, side]),
    };
    maps.forEach((map, m) => {
      const places = map.skip + map.rows * map.columns;
      const first = map.layout === 'channels-first';
      feeds[OBJECTIVE_INPUTS.map(m)] = stack(
        references.map((reference) => reference.maps[m]!),
        first ? [views, map.channels, map.rows, map.columns] : [views, places, map.channels],
      );
      feeds[OBJECTIVE_INPUTS.places(m)] = stack(
        references.map((reference) => reference.places[m]!),
        first ? [views, 1, map.rows, map.columns] : [views, places, 1],
      );
    });
    if (embeddingSize) {
      feeds[OBJECTIVE_INPUTS.embedding] = stack(
        references.map((reference) => reference.embedding),
        [views, embeddingSize],
      );
      feeds[OBJECTIVE_INPUTS.embeddingWeight] = new ort.Tensor(
        'float32',
        Float32Array.from(references, (reference) => reference.embeddingWeight),
        [views],
      );
    }
    const results = await this.comparing.run(feeds);
    return { losses: results['losses']!.data as Float32Array, gradient: results['gradient']!.data as Float32Array };
  }

  async close(): Promise<void> {
    await this.looking.release();
    await this.comparing.release();
  }
}

function stack(parts: Float32Array[], dims: number[]): ort.Tensor {
  const data = new Float32Array(dims.reduce((a, b) => a * b));
  parts.forEach((part, i) => {
    data.set(part, i * part.length);
  });
  return new ort.Tensor('float32', data, dims);
}
