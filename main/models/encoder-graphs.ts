/**
 * The graphs of an encoder that can be sketched with: its file's graph, fixed to a size and a batch, with the objective
 * behind it, forwards and backwards.
 */

import { copyGraph, GraphBuilder } from '../autodiff/builder.ts';
import { differentiate } from '../autodiff/differentiate.ts';
import { differentiateScaled, toHalfGraph } from '../autodiff/float16.ts';
import type { StaticGraph } from '../autodiff/graph.ts';
import { ModelError } from '../autodiff/graph.ts';
import type { Target } from '../autodiff/rules/rule.ts';
import { simplify } from '../autodiff/simplify.ts';
import { specialise } from '../autodiff/specialise.ts';
import { prune } from '../autodiff/structure.ts';
import type { FeatureMap } from './encoder.ts';
import type { ReferenceInput } from './encoder-runs.ts';
import { evaluateOnce } from './measured-graphs.ts';
import { appendObjective, OBJECTIVE_INPUTS } from './objective.ts';
import type { EncoderOptions, EncoderParts, MapPart } from './onnx-encoder.ts';
import { appendPaperObjective } from './paper-objective.ts';

export interface EncoderGraphs {
  /** Pictures that a run takes: the file's own number, else all views. */
  batch: number;
  /** What is known of the maps, in the order of the parts. */
  maps: FeatureMap[];
  /** What the objective takes beside the pictures. */
  inputs: ReferenceInput[];
  /**
   * `pictures` [B,3,side,side] and the references to `look_0`… (maps, embedding, saliency) and `losses` [B]. To be given
   * whatever references where only looks are wanted: the objective costs next to nothing.
   */
  forward: StaticGraph;
  /**
   * `papers` [B,1,side,side] and the references to `losses` [B] and `gradient`, of the papers' shape; null where nothing
   * is compared: then `forward` has neither references nor losses.
   */
  reverse: StaticGraph | null;
}

/** @throws ModelError the graph cannot be fixed to this size, or an operator on the way has no rule */
export async function encoderGraphs(
  parts: EncoderParts,
  { side, views, objective, half = false }: EncoderOptions,
  target: Target,
): Promise<EncoderGraphs> {
  const interior = [
    ...parts.maps.map((map) => map.tensor),
    ...(parts.embedding ? [parts.embedding] : []),
    ...parts.saliency.map((part) => part.tensor),
  ];
  // Five views in one run take a quarter of a gigabyte more than one by one for an RN101, and 4 % less time.
  const batch = parts.batch ?? views;
  const dims = parts.inputLayout === 'channels-first' ? [batch, 3, side, side] : [batch, side, side, 3];
  const input = { name: parts.input, dims };
  const still = simplify(await specialise(parts.graph, input, evaluateOnce, interior), interior);

  const seeing = prepend(still, parts, 'pictures', 3, batch, side);
  const arranged = parts.maps.map((map) => arrange(seeing, map, batch));
  const looks = [...arranged.map((map) => map.tensor), ...interior.slice(parts.maps.length)];
  const lookNames = looks.map((tensor, i) => seeing.output(tensor, `look_${i}`));
  const maps = arranged.map(({ map }) => map);
  if (objective === null) return { batch, maps, inputs: [], forward: prune(seeing.graph, lookNames), reverse: null };
  const { losses: seen, inputs } = appendLosses(seeing, parts, objective, batch);
  const forward = prune(seeing.graph, [...lookNames, seeing.output(seen, 'losses')]);

  const comparing = prepend(still, parts, 'papers', 1, batch, side);
  const { losses } = appendLosses(comparing, parts, objective, batch);
  const loss = comparing.output(losses, 'losses');
  const { graph } = comparing;
  const gradient = half
    ? differentiateScaled(graph, [losses], 'papers', target)
    : differentiate(graph, [losses], 'papers', {}, target);
  const exact = prune(graph, [loss, comparing.output(gradient, 'gradient')]);
  const reverse = half ? toHalfGraph(exact) : exact;
  return { batch, maps, inputs, forward, reverse };
}

/** Appends the objective; returns the tensor [B] of losses and what must be fed. */
function appendLosses(
  builder: GraphBuilder,
  parts: EncoderParts,
  objective: 'direction' | 'paper',
  batch: number,
): { losses: string; inputs: ReferenceInput[] } {
  const maps = parts.maps.map((map) => arrange(builder, map, batch));
  const embedding =
    parts.embedding && builder.reshape(parts.embedding, [batch, sizeOf(builder, parts.embedding) / batch]);
  const dims = (name: string) => builder.shape(name);
  if (objective === 'paper') {
    const stages = maps.map((map) => map.tensor);
    const { loss, targets } = appendPaperObjective(builder, { stages, embedding }, 'each picture');
    const inputs = targets.map(
      ({ input }, i): ReferenceInput => ({
        name: input,
        dims: dims(input),
        ...(i < maps.length ? { takes: 'maps', map: i } : { takes: 'embedding' }),
      }),
    );
    return { losses: loss, inputs };
  }
  const losses = appendObjective(builder, maps, embedding, batch);
  const inputs: ReferenceInput[] = maps.flatMap((_, m): ReferenceInput[] => [
    { name: OBJECTIVE_INPUTS.map(m), dims: dims(OBJECTIVE_INPUTS.map(m)), takes: 'maps', map: m },
    { name: OBJECTIVE_INPUTS.places(m), dims: dims(OBJECTIVE_INPUTS.places(m)), takes: 'places', map: m },
  ]);
  if (embedding) {
    const { embedding: vector, embeddingWeight } = OBJECTIVE_INPUTS;
    inputs.push({ name: vector, dims: dims(vector), takes: 'embedding' });
    inputs.push({ name: embeddingWeight, dims: [batch], takes: 'embeddingWeight' });
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
