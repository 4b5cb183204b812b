/**
 * Opens an encoder that can be sketched with: an ONNX graph, differentiated, in three sessions (encoder-runs.ts runs them).
 *
 * One looks (pictures in, activations out), one judges (drawings and what they should look like in, the objective out),
 * one compares (the same, and the objective's gradient with respect to the drawing). Sizes and batch are fixed when it is
 * opened. Most files take any batch and see all views in one run; one that was exported with a batch of its own often
 * has it in its reshapes too, so it is run at that batch, as often as it takes.
 */

import { copyGraph, GraphBuilder } from '../autodiff/builder.ts';
import { differentiate } from '../autodiff/differentiate.ts';
import type { Graph, StaticGraph } from '../autodiff/graph.ts';
import { ModelError } from '../autodiff/graph.ts';
import { writeModel } from '../autodiff/onnx-write.ts';
import { simplify } from '../autodiff/simplify.ts';
import { specialise } from '../autodiff/specialise.ts';
import { prune } from '../autodiff/structure.ts';
import type { Encoder, FeatureMap, Reference } from './encoder.ts';
import { OnnxEncoder, type ReferenceInput, type Sessions } from './encoder-runs.ts';
import { appendObjective, OBJECTIVE_INPUTS } from './objective.ts';
import { appendPaperObjective } from './paper-objective.ts';
import { createSession, evaluate, type SessionOptions, targetOf } from './session.ts';

/** How an interior tensor lies: [B,C,h,w], [B,h,w,C], [B,tokens,C] or [tokens,B,C]. */
export type Arrangement = 'channels-first' | 'channels-last' | 'batch-first' | 'tokens-first';

export interface MapPart {
  tensor: string;
  arrangement: Arrangement;
  /** For tokens: how they lie on the picture, after `skip` that stand for all of it. Maps know theirs. */
  grid?: { rows: number; columns: number; skip: number };
}

/**
 * A tensor that says where the encoder looks: a map [B,1,h,w]; or attention [B·heads… ,queries,keys], of which query 0
 * counts (class token or pooling probe).
 */
export type SaliencyPart = { tensor: string; kind: 'map' } | { tensor: string; kind: 'attention'; queries: number };

/** Which of a model's tensors mean what. */
export interface EncoderParts {
  name: string;
  graph: Graph;
  /** The picture's input. */
  input: string;
  inputLayout: 'channels-first' | 'channels-last';
  /** Pictures that a run takes where the file fixes it; null: any number. */
  batch: number | null;
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
  const { side } = options;
  const batch = parts.batch ?? options.views;
  const dims = parts.inputLayout === 'channels-first' ? [batch, 3, side, side] : [batch, side, side, 3];
  const interior = [
    ...parts.maps.map((map) => map.tensor),
    ...(parts.embedding ? [parts.embedding] : []),
    ...parts.saliency.map((part) => part.tensor),
  ];
  const still = simplify(await specialise(parts.graph, { name: parts.input, dims }, evaluate, interior), interior);

  const looking = prepend(still, parts, 'pictures', 3, batch, side);
  const arranged = parts.maps.map((map) => arrange(looking, map, batch));
  const looks = [...arranged.map((map) => map.tensor), ...interior.slice(parts.maps.length)];
  const lookNames = looks.map((tensor, i) => looking.output(tensor, `look_${i}`));

  const comparing = prepend(still, parts, 'papers', 1, batch, side);
  const { losses, inputs } = appendLosses(comparing, parts, options.objective, batch);
  const loss = comparing.output(losses, 'losses');
  // One after the other, so that no more than one large model's bytes are held at a time.
  const sessions = await openSessions(options, {
    look: () => writeModel(prune(looking.graph, lookNames)),
    judge: () => writeModel(prune(comparing.graph, [loss])),
    compare: () => {
      const gradient = differentiate(comparing.graph, [losses], 'papers', {}, targetOf(options.provider));
      return writeModel(prune(comparing.graph, [loss, comparing.output(gradient, 'gradient')]));
    },
  });
  const maps = arranged.map(({ map }) => map);
  return new OnnxEncoder(parts, maps, { ...options, batch }, sessions, inputs);
}

/** A session for each model; where one cannot be made, none stays open. */
async function openSessions(
  options: SessionOptions,
  models: Record<keyof Sessions, () => Uint8Array>,
): Promise<Sessions> {
  const open: Partial<Sessions> = {};
  try {
    open.look = await createSession(models.look(), options);
    open.judge = await createSession(models.judge(), options);
    open.compare = await createSession(models.compare(), options);
    return open as Sessions;
  } catch (error) {
    for (const session of Object.values(open)) await session.release();
    throw error;
  }
}

/** Appends the objective; returns the tensor [B] of losses and what must be fed. */
function appendLosses(
  builder: GraphBuilder,
  parts: EncoderParts,
  objective: EncoderOptions['objective'],
  batch: number,
): { losses: string; inputs: ReferenceInput[] } {
  const maps = parts.maps.map((map) => arrange(builder, map, batch));
  const embedding =
    parts.embedding && builder.reshape(parts.embedding, [batch, sizeOf(builder, parts.embedding) / batch]);
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
  const losses = appendObjective(builder, maps, embedding, batch);
  const inputs: ReferenceInput[] = maps.flatMap((_, m) => [
    { name: OBJECTIVE_INPUTS.map(m), dims: dims(OBJECTIVE_INPUTS.map(m)), read: (r: Reference) => r.maps[m]! },
    { name: OBJECTIVE_INPUTS.places(m), dims: dims(OBJECTIVE_INPUTS.places(m)), read: (r: Reference) => r.places[m]! },
  ]);
  if (embedding) {
    const { embedding: vector, embeddingWeight } = OBJECTIVE_INPUTS;
    inputs.push({ name: vector, dims: dims(vector), read: (r) => r.embedding });
    inputs.push({ name: embeddingWeight, dims: [batch], read: (r) => [r.embeddingWeight] });
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
  batch: number,
  side: number,
): GraphBuilder {
  const graph = copyGraph(still);
  graph.inputs = graph.inputs.filter((value) => value.name !== input);
  graph.outputs = [];
  const body = graph.nodes.length;
  const builder = new GraphBuilder(graph);
  builder.input(name, [batch, channels, side, side]);
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
function arrange(builder: GraphBuilder, part: MapPart, batch: number): { tensor: string; map: FeatureMap } {
  const { tensor: name, arrangement, grid } = part;
  const shape = builder.shape(name);
  if (arrangement === 'channels-first') {
    const [, channels, rows, columns] = shape as [number, number, number, number];
    return { tensor: name, map: { name, channels, rows, columns, skip: 0, layout: 'channels-first' } };
  }
  const channels = shape.at(-1)!;
  if (arrangement === 'channels-last') {
    const [, rows, columns] = shape as [number, number, number];
    const tensor = builder.reshape(name, [batch, rows * columns, channels]);
    return { tensor, map: { name, channels, rows, columns, skip: 0, layout: 'channels-last' } };
  }
  if (!grid) throw new ModelError(`"${name}" has tokens, and nothing says how they lie on the picture`);
  const tensor = arrangement === 'tokens-first' ? builder.transpose(name, [1, 0, 2]) : name;
  return { tensor, map: { name, channels, ...grid, layout: 'channels-last' } };
}
