/**
 * Where an encoder looks in a picture.
 *
 * An encoder with attention says so itself (the class token's or pooling head's attention, averaged over heads and
 * blocks). Of any other the gradient says it: where would the picture have to change to be seen as blank paper?
 */

import type { Encoder, Looks, Reference } from '../models/encoder.ts';
import { blur } from './edges.ts';
import type { Target } from './frame.ts';

export interface Saliency {
  /** [rows·rows], sums to 1. */
  map: Float32Array;
  rows: number;
}

/**
 * @param target the picture at the encoder's side
 * @param looks what the encoder made of it, first of its pictures
 * @param referenceOf turns the first of some looks into what `encoder.compare` takes
 */
export async function salience(
  encoder: Encoder,
  target: Target,
  looks: Looks,
  referenceOf: (looks: Looks) => Reference,
): Promise<Saliency> {
  const attention = looks.saliency;
  if (attention && attention.rows === attention.columns) return { map: attention.maps[0]!, rows: attention.rows };
  const { side, views } = encoder;
  const size = side * side;
  const blank = referenceOf(await encoder.look(new Float32Array(3 * size).fill(1), 1));
  const papers = new Float32Array(views * size);
  for (let i = 0; i < papers.length; i++) {
    const p = i % size;
    papers[i] = 0.299 * target.rgb[p]! + 0.587 * target.rgb[size + p]! + 0.114 * target.rgb[2 * size + p]!;
  }
  const { gradient } = await encoder.compare(
    papers,
    Array.from({ length: views }, () => blank),
  );
  const map = blur(gradient.subarray(0, size).map(Math.abs), side, side / 16);
  const total = map.reduce((sum, v) => sum + v, 0) || 1;
  return { map: map.map((v) => v / total), rows: side };
}
