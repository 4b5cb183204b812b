/**
 * What an encoder sees of a photo in a bank of views: what drawings are compared with.
 *
 * The last banks are kept with their encoder: a photo that is sketched anew, with other strokes or another width, and
 * strokes that are priced need not be looked at in thirteen views each time.
 */

import type { Encoder, FeatureMap, Looks, Reference } from '../models/encoder.ts';
import type { Target } from './frame.ts';
import { pause } from './pause.ts';
import { Random } from './random.ts';
import { cleanView, randomView, targetInView, type View } from './views.ts';

/** What a picture is to an encoder, apart from how much each part counts. */
export type Directions = Pick<Reference, 'maps' | 'embedding'>;

export interface Bank {
  /** The clean view first. */
  views: View[];
  /** [side²] how much of the photo is known in each view. */
  known: Float32Array[];
  /** What the photo is in each view. */
  directions: Directions[];
  /** The photo in the clean view. */
  straight: Target;
  /** Where the encoder says that it looked; nothing else. */
  looks: Looks;
}

interface Kept {
  target: Target;
  seed: number;
  size: number;
  bank: Promise<Bank>;
}

/** An RN101's bank takes 35 MB. A sketch has one, and pricing after it one of the clean view alone. */
const MOST_KEPT = 2;
const kept = new WeakMap<Encoder, Kept[]>();

/**
 * The photo as an encoder sees it straight and in `size` random views.
 *
 * @param target the same object for the same photo, frame and mask; the caller leaves it and the bank as they are
 * @param seed of the views
 */
export function bankOf(encoder: Encoder, target: Target, seed: number, size: number): Promise<Bank> {
  const banks = kept.get(encoder) ?? [];
  const known = banks.find((one) => one.target === target && one.seed === seed && one.size === size);
  if (known) return known.bank;
  const one: Kept = { target, seed, size, bank: lookAtBank(encoder, target, seed, size) };
  kept.set(encoder, [...banks.slice(1 - MOST_KEPT), one]);
  one.bank.catch(() => {
    kept.set(
      encoder,
      (kept.get(encoder) ?? []).filter((other) => other !== one),
    );
  });
  return one.bank;
}

async function lookAtBank(encoder: Encoder, target: Target, seed: number, size: number): Promise<Bank> {
  const random = new Random(seed, 1);
  const { side } = encoder;
  const views = [cleanView(side), ...Array.from({ length: size }, () => randomView(random, side))];
  const { seen, known, looks } = await seenIn(views, target, encoder);
  const directions = views.map((_, v) => directionsIn(encoder, looks, v));
  return { views, known, directions, straight: seen[0]!, looks: { ...looks, maps: [], embedding: [] } };
}

/** The photo in some views, as the encoder sees it, and how much of it is known there. */
export async function seenIn(views: View[], target: Target, encoder: Encoder) {
  const { side } = encoder;
  const pictures = new Float32Array(views.length * 3 * side * side);
  const seen: Target[] = [];
  for (const [v, view] of views.entries()) {
    const one = targetInView(target, view, side);
    pictures.set(one.rgb, v * 3 * side * side);
    seen.push(one);
    await pause();
  }
  return { seen, known: seen.map(({ known }) => known), looks: await encoder.look(pictures, views.length) };
}

/** What one of the pictures is to the encoder: directions alone. */
export function directionsIn(encoder: Encoder, looks: Looks, v: number): Directions {
  return {
    maps: encoder.maps.map((map, m) => directions(map, looks.maps[m]![v]!)),
    embedding: direction(looks.embedding[v]!),
  };
}

/** A map's activations, divided by their length at every place: what is there, not how strongly. */
function directions(map: FeatureMap, data: Float32Array): Float32Array {
  const places = map.skip + map.rows * map.columns;
  const [step, next] = map.layout === 'channels-first' ? [places, 1] : [1, map.channels];
  const out = new Float32Array(data.length);
  for (let p = 0; p < places; p++) {
    let square = 0;
    for (let c = 0; c < map.channels; c++) square += data[p * next + c * step]! ** 2;
    const scale = 1 / Math.sqrt(square + 1e-8);
    for (let c = 0; c < map.channels; c++) out[p * next + c * step] = data[p * next + c * step]! * scale;
  }
  return out;
}

function direction(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 1e-8));
  return vector.map((v) => v / length);
}
