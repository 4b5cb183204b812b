/**
 * CLIPasso's own objective as a piece of graph (Vinker et al. 2022, section 3.2, equations 1 and 2): the squared
 * difference of interior activations, and 1 − cosine of the embeddings with a weight of 0.1.
 *
 * Means are over all elements, of the batch or of each picture, so that the numbers agree with the reference implementation's. The target's
 * activations come in as inputs: they are computed once by a plain run.
 */

import type { GraphBuilder } from '../autodiff/builder.ts';

/** The embedding term's weight in the paper's experiments. */
export const SEMANTIC_WEIGHT = 0.1;

export interface PaperObjective {
  /** The scalar loss, or each picture's own, [B]. */
  loss: string;
  /** For each tensor that is compared, the input that takes the target's value of it, of the same shape. */
  targets: { tensor: string; input: string }[];
}

/**
 * Appends Σ over stages of mean((A − A*)²) + 0.1·mean(1 − cos(e, e*)).
 *
 * @param features interior tensors of any shape, and the embedding [B, …], whose cosine is over its last axis; null
 *   where there is none
 * @param means one loss for the batch, or one for each picture, whose tensors then have the batch as their first axis
 */
export function appendPaperObjective(
  builder: GraphBuilder,
  features: { stages: readonly string[]; embedding: string | null },
  means: 'over all' | 'each picture' = 'over all',
): PaperObjective {
  const targets: PaperObjective['targets'] = [];
  const target = (tensor: string): string => {
    const input = builder.input(`target of ${tensor}`, builder.shape(tensor));
    targets.push({ tensor, input });
    return input;
  };
  const terms = features.stages.map((stage) => {
    const difference = builder.op('Sub', [stage, target(stage)]);
    const axes = builder.shape(stage).map((_, axis) => axis);
    return builder.mean(builder.op('Mul', [difference, difference]), means === 'over all' ? null : axes.slice(1));
  });
  if (features.embedding !== null) {
    const { embedding } = features;
    const axis = [builder.shape(embedding).length - 1];
    const direction = (tensor: string) => builder.op('Div', [tensor, builder.reduce('ReduceL2', tensor, axis, true)]);
    // 1 − cos as half the squared distance of the directions: near 1, a cosine in float32 has no digits left.
    const apart = builder.op('Sub', [direction(embedding), direction(target(embedding))]);
    const square = builder.sum(builder.op('Mul', [apart, apart]), axis);
    const each = means === 'over all' ? builder.mean(square) : square;
    const unlike = builder.op('Mul', [each, builder.scalar(0.5)]);
    terms.push(builder.op('Mul', [unlike, builder.scalar(SEMANTIC_WEIGHT)]));
  }
  return { loss: terms.reduce((a, b) => builder.op('Add', [a, b])), targets };
}
