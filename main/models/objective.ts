/**
 * The objective as a piece of graph: how unlike a drawing and a photo look to the encoder.
 *
 * For each interior map, 1 − cos between the two activations at every place, weighted by how much the place counts; for
 * the embedding the same once. Cosine, not L2 as in CLIPasso: a drawing has far less energy than a photo, and only the
 * direction of an activation says what is there. (The paper's own objective is in paper-objective.ts.)
 */

import type { GraphBuilder } from '../autodiff/builder.ts';
import type { FeatureMap } from './encoder.ts';

/** The names of the graph's inputs that `appendObjective` adds. All batches are that of the drawings. */
export const OBJECTIVE_INPUTS = {
  /** The photo's activations in map m, divided by their length at every place; the map's own shape. */
  map: (m: number) => `reference_map_${m}`,
  /** How much each place of map m counts: [B,1,h,w] or [B,tokens,1]. */
  places: (m: number) => `places_${m}`,
  /** The photo's embedding at length 1, times its weight: [B, dim]. */
  embedding: 'reference_embedding',
  /** The embedding's weight: [B]. */
  embeddingWeight: 'embedding_weight',
};

/**
 * Appends the objective to an encoder's graph.
 *
 * @param maps interior tensors and what is known of them
 * @param embedding tensor [B, dim], or null when there is none
 * @returns the tensor [B]: each drawing's objective, Σ_m Σ_p places·(1 − cos) + weight·(1 − cos of the embeddings)
 */
export function appendObjective(
  builder: GraphBuilder,
  maps: { tensor: string; map: FeatureMap }[],
  embedding: string | null,
  batch: number,
): string {
  const terms = maps.map(({ tensor, map }, m) => {
    const first = map.layout === 'channels-first';
    const shape = first
      ? [batch, map.channels, map.rows, map.columns]
      : [batch, map.skip + map.rows * map.columns, map.channels];
    const placeShape = first ? [batch, 1, map.rows, map.columns] : [batch, map.skip + map.rows * map.columns, 1];
    const reference = builder.input(OBJECTIVE_INPUTS.map(m), shape);
    const places = builder.input(OBJECTIVE_INPUTS.places(m), placeShape);
    const cosine = cosineAlong(builder, tensor, reference, first ? 1 : 2);
    const unlike = builder.op('Sub', [builder.scalar(1), cosine]);
    return builder.sum(builder.op('Mul', [unlike, places]), first ? [1, 2, 3] : [1, 2]);
  });
  if (embedding) {
    const reference = builder.input(OBJECTIVE_INPUTS.embedding, builder.shape(embedding));
    const weight = builder.input(OBJECTIVE_INPUTS.embeddingWeight, [batch]);
    const cosine = builder.sum(cosineAlong(builder, embedding, reference, 1), [1]);
    terms.push(builder.op('Mul', [builder.op('Sub', [builder.scalar(1), cosine]), weight]));
  }
  return terms.reduce((a, b) => builder.op('Add', [a, b]));
}

/** cos between a tensor and a reference of length 1, along an axis that stays with size 1. */
function cosineAlong(builder: GraphBuilder, tensor: string, unit: string, axis: number): string {
  const dot = builder.sum(builder.op('Mul', [tensor, unit]), [axis], true);
  const square = builder.sum(builder.op('Mul', [tensor, tensor]), [axis], true);
  // The small number keeps blank paper, where nothing is seen, from dividing by zero.
  const length = builder.op('Sqrt', [builder.op('Add', [square, builder.scalar(1e-8)])]);
  return builder.op('Div', [dot, length]);
}
