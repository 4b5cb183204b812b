/**
 * An encoder that can be sketched with: an ONNX graph, differentiated, in three sessions.
 *
 * One looks (pictures in, activations out), one judges (drawings and what they should look like in, the objective out),
 * one compares (the same, and the objective's gradient with respect to the drawing). Sizes and batch are fixed when it is
 * opened.
 */

import type { InferenceSession } from 'onnxruntime-node';
import * as ort from 'onnxruntime-node';
import { copyGraph, GraphBuilder } from '../autodiff/builder.ts';
import { differentiate } from '../autodiff/differentiate.ts';
import type { Graph, StaticGraph } from '../autodiff/graph.ts';
import { ModelError } from '../autodiff/graph.ts';
import { writeModel } from '../autodiff/onnx-write.ts';
import { simplify } from '../autodiff/simplify.ts';
import { specialise } from '../autodiff/specialise.ts';
import { prune } from '../autodiff/structure.ts';
import type { Comparison, Encoder, FeatureMap, Looks, Reference } from './encoder.ts';
import { appendObjective, OBJECTIVE_INPUTS } from './objective.ts';
import { appendPaperObjective } from './paper-objective.ts';
import { createSession, evaluate, type SessionOptions } from './session.ts';

/** How an interior tensor lies: [B,C,h,w], [B,h,w,C], [B,tokens,C] or [tokens,B,C]. */
export type Arrangement = 'channels-first' | 'channels-last' | 'batch-first' | 'tokens-first';

export interface MapPart {
  tensor: string;
  arrangement: Arrangement;
  /** For tokens: how they lie on the picture, after `skip` that stand for all of it. Maps know theirs. */
  grid?: { rows: number; columns: number; skip: number };
}

/** A tensor that says where the encoder looks. */
export interface SaliencyPart {
  tensor: string;
  /** 'map': [B,1,h,w]; 'attention': [B·heads… ,queries,keys], of which query 0 counts (class token or pooling probe). */
  kind: 'map' | 'attention';
}

/** Which of a model's tensors mean what. */
export interface EncoderParts {
  name: string;
  graph: Graph;
  /** The picture's input. */
  input: string;
  inputLayout: 'channels-first' | 'channels-last';
  /** What is subtracted from pixels in 0..1 and what they are divided by, a channel each; null: pixels go in as they are. */
  normalise: { mean: number[]; std: number[] } | null;
  /** Interior tensors to compare, finer first. */
  maps: MapPart[];
  /** The pooled description of the picture, [B, …]; null where there is none. */
  embedding: string | null;
  /** None where the encoder has no attention. Several (blocks, heads) are averaged. */
  saliency: SaliencyPart[];
  /** The grid that attention's keys lie on, after `skip` keys. */
  grid: { rows: number; columns: number; skip: number } | null;
}

export interface EncoderOptions extends SessionOptions {
  /** Pixels across. */
  side: number;
  /** Drawings compared in one run. */
  views: number;
  /** 'direction': cosine at every place (objective.ts); 'paper': CLIPasso's own (paper-objective.ts). */
  objective: 'direction' | 'paper';
}

/** @throws ModelError when the graph cannot be fixed to this size, or an operator on the way has no rule */
export async function openEncoder(parts: EncoderParts, options: EncoderOptions): Promise<Encoder> {
  const { side, views } = options;
  const dims = parts.inputLayout === 'channels-first' ? [views, 3, side, side] : [views, side, side, 3];
  const interior = [
    ...parts.maps.map((map) => map.tensor),
    ...(parts.embedding ? [parts.embedding] : []),
    ...parts.saliency.map((part) => part.tensor),
  ];
  const still = simplify(await specialise(parts.graph, { name: parts.input, dims }, evaluate, interior), interior);

  const looking = prepend(still, parts, 'pictures', 3, views, side);
  const arranged = parts.maps.map((map) => arrange(looking, map, views));
  const looks = [...arranged.map((map) => map.tensor), ...interior.slice(parts.maps.length)];
  const lookNames = looks.map((tensor, i) => looking.output(tensor, `look_${i}`));
  const look = await createSession(writeModel(prune(looking.graph, lookNames)), options);

  const comparing = prepend(still, parts, 'papers', 1, views, side);
  const { losses, inputs } = appendLosses(comparing, parts, options);
  const loss = comparing.output(losses, 'losses');
  const judge = await createSession(writeModel(prune(comparing.graph, [loss])), options);
  // GPU providers lack some operators that are the fastest on CPUs.
  const target = (options.provider ?? 'cpu') === 'cpu' ? 'cpu' : 'gpu';
  const gradient = differentiate(comparing.graph, [losses], 'papers', {}, target);
  const compareNames = [loss, comparing.output(gradient, 'gradient')];
  const compare = await createSession(writeModel(prune(comparing.graph, compareNames)), options);
  return new OnnxEncoder(
    parts,
    arranged.map(({ map }) => map),
    options,
    { look, judge, compare },
    inputs,
  );
}

/** What each of the comparing graph's inputs takes from a view's reference. */
interface ReferenceInput {
  name: string;
  dims: number[];
  read: (reference: Reference) => ArrayLike<number>;
}

/** Appends the objective; returns the tensor [B] of losses and what must be fed. */
function appendLosses(
  builder: GraphBuilder,
  parts: EncoderParts,
  { views, objective }: EncoderOptions,
): { losses: string; inputs: ReferenceInput[] } {
  const maps = parts.maps.map((map) => arrange(builder, map, views));
  const embedding =
    parts.embedding && builder.reshape(parts.embedding, [views, sizeOf(builder, parts.embedding) / views]);
  const dims = (name: string) => builder.shape(name);
  if (objective === 'paper') {
    const stages = maps.map((map) => map.tensor);
    const { loss, targets } = appendPaperObjective(builder, { stages, embedding }, 'each picture');
    const inputs = targets.map(({ input }, i) => ({
      name: input,
      dims: dims(input),
      read: (reference: Reference) => (i < maps.length ? reference.maps[i]! : reference.embedding),
    }));
    return { losses: loss, inputs };
  }
  const losses = appendObjective(builder, maps, embedding, views);
  const inputs: ReferenceInput[] = maps.flatMap((_, m) => [
    { name: OBJECTIVE_INPUTS.map(m), dims: dims(OBJECTIVE_INPUTS.map(m)), read: (r: Reference) => r.maps[m]! },
    { name: OBJECTIVE_INPUTS.places(m), dims: dims(OBJECTIVE_INPUTS.places(m)), read: (r: Reference) => r.places[m]! },
  ]);
  if (embedding) {
    const { embedding: vector, embeddingWeight } = OBJECTIVE_INPUTS;
    inputs.push({ name: vector, dims: dims(vector), read: (r) => r.embedding });
    inputs.push({ name: embeddingWeight, dims: [views], read: (r) => [r.embeddingWeight] });
  }
  return { losses, inputs };
}

const sizeOf = (builder: GraphBuilder, tensor: string) => builder.shape(tensor).reduce((a, b) => a * b, 1);

/** The graph with another input in front: pictures or grey papers in 0..1, normalised as the model wants them. */
function prepend(
  still: StaticGraph,
  { input, inputLayout, normalise }: EncoderParts,
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
  if (inputLayout === 'channels-last') pixels = builder.transpose(pixels, [0, 2, 3, 1]);
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

/** An interior tensor as [B,C,h,w] or [B,tokens,C], and what is known of it. */
function arrange(builder: GraphBuilder, part: MapPart, views: number): { tensor: string; map: FeatureMap } {
  const { tensor: name, arrangement, grid } = part;
  const shape = builder.shape(name);
  if (arrangement === 'channels-first') {
    const [, channels, rows, columns] = shape as [number, number, number, number];
    return { tensor: name, map: { name, channels, rows, columns, skip: 0, layout: 'channels-first' } };
  }
  const channels = shape.at(-1)!;
  if (arrangement === 'channels-last') {
    const [, rows, columns] = shape as [number, number, number];
    const tensor = builder.reshape(name, [views, rows * columns, channels]);
    return { tensor, map: { name, channels, rows, columns, skip: 0, layout: 'channels-last' } };
  }
  if (!grid) throw new ModelError(`"${name}" has tokens, and nothing says how they lie on the picture`);
  const tensor = arrangement === 'tokens-first' ? builder.transpose(name, [1, 0, 2]) : name;
  return { tensor, map: { name, channels, ...grid, layout: 'channels-last' } };
}

class OnnxEncoder implements Encoder {
  readonly name: string;
  readonly side: number;
  readonly views: number;

  constructor(
    private readonly parts: EncoderParts,
    readonly maps: FeatureMap[],
    options: EncoderOptions,
    private readonly sessions: { look: InferenceSession; judge: InferenceSession; compare: InferenceSession },
    private readonly inputs: ReferenceInput[],
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
      const results = await this.sessions.look.run({
        pictures: new ort.Tensor('float32', batch, [views, 3, side, side]),
      });
      const read = (i: number) => {
        const data = results[`look_${i}`]!.data as Float32Array;
        const each = data.length / views;
        return Array.from({ length: count }, (_, b) => data.slice(b * each, (b + 1) * each));
      };
      maps.forEach((_, m) => {
        looks.maps[m]!.push(...read(m));
      });
      let next = maps.length;
      if (parts.embedding) looks.embedding.push(...read(next++));
      else looks.embedding.push(...Array.from({ length: count }, () => new Float32Array(0)));
      const each = parts.saliency.map((part, i) => read(next + i).map((data) => this.attended(part, data)));
      if (each.length) for (let b = 0; b < count; b++) saliency.push(meanOf(each.map((maps) => maps[b]!)));
    }
    if (saliency.length) {
      const { rows, columns } = parts.grid ?? squareOf(saliency[0]!.length);
      looks.saliency = { maps: saliency, rows, columns };
    }
    return looks;
  }

  /** [rows·columns] where one tensor says the encoder looked: of attention, query 0 over the picture's keys, mean of heads. */
  private attended({ tensor, kind }: SaliencyPart, data: Float32Array): Float32Array {
    if (kind === 'map') return data;
    const { grid } = this.parts;
    if (!grid) throw new ModelError(`"${tensor}" is attention, and nothing says how its keys lie on the picture`);
    const places = grid.rows * grid.columns;
    const keys = grid.skip + places;
    const queries = this.queriesOf(tensor);
    const heads = data.length / (queries * keys);
    const out = new Float32Array(places);
    for (let h = 0; h < heads; h++)
      for (let p = 0; p < places; p++) out[p] = out[p]! + data[h * queries * keys + grid.skip + p]! / heads;
    return out;
  }

  private queriesOf(tensor: string): number {
    const index = this.parts.saliency.findIndex((part) => part.tensor === tensor);
    const name = `look_${this.maps.length + (this.parts.embedding ? 1 : 0) + index}`;
    const metadata = this.sessions.look.outputMetadata.find((output) => output.name === name);
    const shape = metadata?.isTensor ? metadata.shape : [];
    return Number(shape.at(-2));
  }

  async compare(papers: Float32Array, references: Reference[]): Promise<Comparison> {
    const results = await this.sessions.compare.run(this.feeds(papers, references));
    return { losses: results['losses']!.data as Float32Array, gradient: results['gradient']!.data as Float32Array };
  }

  async judge(papers: Float32Array, references: Reference[]): Promise<Float32Array> {
    return (await this.sessions.judge.run(this.feeds(papers, references)))['losses']!.data as Float32Array;
  }

  private feeds(papers: Float32Array, references: Reference[]): Record<string, ort.Tensor> {
    const { side, views } = this;
    const feeds: Record<string, ort.Tensor> = { papers: new ort.Tensor('float32', papers, [views, 1, side, side]) };
    for (const { name, dims, read } of this.inputs) {
      const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
      references.forEach((reference, i) => {
        data.set(read(reference), (i * data.length) / views);
      });
      feeds[name] = new ort.Tensor('float32', data, dims);
    }
    return feeds;
  }

  async close(): Promise<void> {
    for (const session of Object.values(this.sessions)) await session.release();
  }
}

function meanOf(maps: Float32Array[]): Float32Array {
  return maps[0]!.map((_, i) => maps.reduce((sum, map) => sum + map[i]!, 0) / maps.length);
}

function squareOf(places: number): { rows: number; columns: number } {
  const side = Math.round(Math.sqrt(places));
  return { rows: side, columns: side };
}
