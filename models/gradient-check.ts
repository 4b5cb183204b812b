/**
 * Whether an encoder's gradient is right: by central differences along random directions, and in mixed precision by the
 * one in float32. All pictures are white noise.
 *
 * A directional derivative of a deep network of ReLUs wants a step so small that few units change sides (a larger one was
 * off by as much as it was large), and then a loss in float32 has too few digits left. So the loss is not asked of the
 * graph: it is computed here in double precision from what the encoder sees at both ends of the step, which also holds
 * the objective in the graph against the paper's formula written down a second time.
 */

import type { Encoder, Looks, Reference } from '../main/models/encoder.ts';
import { type EncoderParts, openEncoder } from '../main/models/onnx-encoder.ts';
import { SEMANTIC_WEIGHT } from '../main/models/paper-objective.ts';
import { Random } from '../main/sketch/random.ts';

/** Of a direction whose numbers lie evenly between −1 and 1; pixels are 0..1. */
const STEP = 4e-5;

/**
 * The root mean square of the differences between g·d and (L(x + hd) − L(x − hd)) / 2h, relative to that of g·d, over
 * pictures x and directions d of white noise, one of each a view.
 *
 * @param encoder opened for the paper's objective
 * @param rounds directions that each view is tried along
 */
export async function directionalError(encoder: Encoder, rounds: number, seed = 0): Promise<number> {
  const { side, views } = encoder;
  const size = side * side;
  const random = new Random(seed);
  const { papers, references } = await trial(encoder, random);
  const { gradient } = await encoder.compare(papers, references);
  let error = 0;
  let length = 0;
  for (let round = 0; round < rounds; round++) {
    const direction = noise(random, views * size).map((v) => 2 * v - 1);
    const seenAt = (step: number) =>
      encoder.look(
        inColour(
          papers.map((v, i) => v + step * direction[i]!),
          size,
        ),
        views,
      );
    const [ahead, behind] = [await seenAt(STEP), await seenAt(-STEP)];
    references.forEach((reference, v) => {
      let slope = 0;
      for (let i = v * size; i < (v + 1) * size; i++) slope += gradient[i]! * direction[i]!;
      const difference = (loss(ahead, v, reference) - loss(behind, v, reference)) / (2 * STEP);
      error += (difference - slope) ** 2;
      length += slope ** 2;
    });
  }
  return Math.sqrt(error / length);
}

/**
 * The cosine of an encoder's gradient in mixed precision with that in float32, all views together, on the CPU provider.
 *
 * @param options all but the objective, which is the paper's, and how precisely it is computed
 */
export async function halfCosine(parts: EncoderParts, options: { side: number; views: number }): Promise<number> {
  const gradients: Float32Array[] = [];
  for (const half of [false, true]) {
    const encoder = await openEncoder(parts, { ...options, objective: 'paper', half });
    const { papers, references } = await trial(encoder, new Random(0));
    gradients.push((await encoder.compare(papers, references)).gradient);
    await encoder.close();
  }
  const [whole, halved] = gradients as [Float32Array, Float32Array];
  return dot(whole, halved) / Math.sqrt(dot(whole, whole) * dot(halved, halved));
}

/** Drawings, and what they are compared with, each of their own picture. */
export async function trial(
  encoder: Encoder,
  random: Random,
): Promise<{ papers: Float32Array; references: Reference[] }> {
  const { side, views } = encoder;
  const looks = await encoder.look(noise(random, 3 * views * side * side), views);
  const references = Array.from({ length: views }, (_, v): Reference => {
    const maps = looks.maps.map((map) => map[v]!);
    return { maps, places: [], embedding: looks.embedding[v]!, embeddingWeight: SEMANTIC_WEIGHT };
  });
  return { papers: noise(random, views * side * side), references };
}

function noise(random: Random, length: number): Float32Array {
  return Float32Array.from({ length }, () => random.uniform());
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Grey views [V·size] as pictures [V·3·size]. */
function inColour(papers: Float32Array, size: number): Float32Array {
  const pictures = new Float32Array(3 * papers.length);
  for (let i = 0; i < pictures.length; i++) pictures[i] = papers[Math.floor(i / (3 * size)) * size + (i % size)]!;
  return pictures;
}

/** CLIPasso's objective of view v (Vinker et al. 2022, section 3.2). */
function loss({ maps, embedding }: Looks, v: number, reference: Reference): number {
  const geometric = reference.maps.map((wanted, m) => {
    const seen = maps[m]![v]!;
    return wanted.reduce((sum, value, i) => sum + (seen[i]! - value) ** 2, 0) / wanted.length;
  });
  const [seen, wanted] = [embedding[v]!, reference.embedding];
  const cosine = dot(seen, wanted) / Math.sqrt(dot(seen, seen) * dot(wanted, wanted));
  return geometric.reduce((sum, term) => sum + term, 0) + SEMANTIC_WEIGHT * (1 - cosine);
}
