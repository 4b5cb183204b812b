/**
 * The scene: all that a sketch knows of the photo, worked out once and shared by every seed of the race.
 *
 * The subject in its frame, its edges, where an encoder looks, and what the encoder sees in each view of the bank.
 */

import type { Encoder, FeatureMap, Looks, Reference } from '../models/encoder.ts';
import { bankOf, directionsIn, seenIn } from './bank.ts';
import { blur, type Edges, findEdges, sample } from './edges.ts';
import { counted, type Emphasis, sought } from './emphasis.ts';
import { type Frame, frameSubject, type Subject, type Target, targetInFrame } from './frame.ts';
import { type Guide, wantedByDepth } from './guide.ts';
import { Random } from './random.ts';
import { type Saliency, salience } from './saliency.ts';
import { closeView, targetInView, type View, warp } from './views.ts';

/** Pixels across the maps in which contours are traced. */
export const TRACE_SIDE = 256;
/** Blur before edges are sought, share of the side: finer is texture, not outline. */
const EDGE_BLUR = 1.6 / 128;
/** Views in the bank beside the clean one. */
const BANK = 12;
/** Views that go close to where more detail is wanted: a third of the steps. */
const CLOSE = 6;

/** How much each term of the objective counts: each interior map, finer first, and the embedding. */
export interface Weights {
  maps: number[];
  embedding: number;
}

/** What can be known before any network has looked: enough for the first drawing. */
export interface Outlook {
  subject: Subject;
  frame: Frame;
  target: Target;
  edges: Edges;
}

export interface Scene extends Outlook {
  encoder: Encoder;
  /** The clean view first. */
  views: View[];
  /** What drawings are compared with in each view; its places change when the scene is weighed anew. */
  references: Reference[];
  /** [side²] how much of the photo is known in each view. */
  known: Float32Array[];
  weights: Weights;
  /** [TRACE_SIDE²] of the frame. */
  emphasis: Emphasis;
  /** How many of the views, the last ones, go close to it. */
  close: number;
  /** Of the bank of views. */
  seed: number;
  /** What else says where strokes begin; null: nothing. */
  guide: Guide | null;
  /** [TRACE_SIDE²] where the encoder looks, mean 1; all ones for a subject that was cut out. */
  saliency: Float32Array;
}

/** Frames the subject and finds its edges. */
export function lookOut(subject: Subject): Outlook {
  return traceTarget(frameTarget(subject));
}

/** The first half of looking out, for who has to answer others in between. */
export function frameTarget(subject: Subject): Omit<Outlook, 'edges'> {
  const frame = frameSubject(subject);
  return { subject, frame, target: targetInFrame(subject, frame, TRACE_SIDE) };
}

/** The second half. */
export function traceTarget(framed: Omit<Outlook, 'edges'>): Outlook {
  const { target } = framed;
  const edges = findEdges(target.rgb, TRACE_SIDE, EDGE_BLUR * TRACE_SIDE);
  // What the photo's border cuts off is no outline: no ridge, and nothing to walk along.
  for (let i = 0; i < edges.strength.length; i++) {
    edges.ridges[i] = edges.ridges[i]! * target.known[i]!;
    edges.fineRidges[i] = edges.fineRidges[i]! * target.known[i]!;
    if (target.known[i]! < 0.5) edges.strength[i] = 0;
  }
  return { ...framed, edges };
}

/**
 * Lets the encoder look at the subject in every view.
 *
 * @param encoder opened for the 'direction' objective
 * @param weights one for each of the encoder's maps, and the embedding's
 * @param seed of the bank of views
 * @param emphasis [TRACE_SIDE²] where more detail is wanted
 * @param bank views beside the clean one
 * @param guide its maps are [TRACE_SIDE²] of the frame
 */
export async function openScene(
  outlook: Outlook,
  encoder: Encoder,
  weights: Weights,
  seed: number,
  { emphasis = null, bank = BANK, guide = null }: { emphasis?: Emphasis; bank?: number; guide?: Guide | null } = {},
): Promise<Scene> {
  const { views, known, directions, straight, looks } = await bankOf(encoder, outlook.target, seed, bank);
  const places = { encoder, views, known, weights, emphasis: null };
  const references = directions.map((one, v) => ({ ...one, ...countIn(places, v) }));
  // Cut out, a subject's whole outline matters, and saliency only makes drawings worse (by 4 to 8 % at 4 strokes).
  const saliency = outlook.subject.mask ? everywhere() : await attention(encoder, straight, looks, references[0]!);
  const scene: Scene = { ...outlook, ...places, references, saliency, seed, guide, close: 0 };
  if (emphasis) await weigh(scene, weights, emphasis);
  return scene;
}

/**
 * From now on the objective counts by these weights and this emphasis, so all drawings' objectives change. The scene's
 * last views go close to where the emphasis is.
 */
export async function weigh(scene: Scene, weights: Weights, emphasis: Emphasis): Promise<void> {
  if (emphasis !== scene.emphasis) {
    const { encoder, target, seed } = scene;
    const views = emphasis ? closeViews(emphasis, encoder.side, seed) : [];
    const { looks, known } = await seenIn(views, target, encoder);
    const kept = scene.views.length - scene.close;
    scene.views = [...scene.views.slice(0, kept), ...views];
    scene.known = [...scene.known.slice(0, kept), ...known];
    const references = views.map((_, v) => ({ ...scene.references[0]!, ...directionsIn(encoder, looks, v) }));
    scene.references = [...scene.references.slice(0, kept), ...references];
    scene.close = views.length;
    scene.emphasis = emphasis;
  }
  scene.weights = weights;
  scene.references = scene.references.map((reference, v) => ({ ...reference, ...countIn(scene, v) }));
}

function closeViews(emphasis: Float32Array, side: number, seed: number): View[] {
  const random = new Random(seed, 4);
  return Array.from({ length: CLOSE }, () => {
    const at = random.weighted(emphasis);
    return closeView(random, side, (at % TRACE_SIDE) / TRACE_SIDE, Math.floor(at / TRACE_SIDE) / TRACE_SIDE);
  });
}

/** [TRACE_SIDE²] how much strokes are wanted at each place, before anything is drawn. Any scale. */
export function wantedIn({ saliency, emphasis, guide }: Pick<Scene, 'saliency' | 'emphasis' | 'guide'>): Float32Array {
  return wantedByDepth(sought(saliency, emphasis), guide);
}

/** How much every term and place counts in view v. */
function countIn(
  { encoder, views, known, weights, emphasis }: Pick<Scene, 'encoder' | 'views' | 'known' | 'weights' | 'emphasis'>,
  v: number,
): Pick<Reference, 'places' | 'embeddingWeight'> {
  const { side } = encoder;
  const count = counted(known[v]!, emphasis && warp(emphasis, 1, TRACE_SIDE, views[v]!, side));
  return {
    places: encoder.maps.map((map, m) => placesOf(map, count, side, weights.maps[m]!)),
    embeddingWeight: weights.embedding,
  };
}

/** [TRACE_SIDE²] where the encoder looks in the frame, mean 1, whether or not the subject was cut out. */
export async function attentionIn({ target, encoder, views, references }: Scene): Promise<Float32Array> {
  const straight = targetInView(target, views[0]!, encoder.side);
  return attention(encoder, straight, await encoder.look(straight.rgb, 1), references[0]!);
}

/** @param looks of the target, first of their pictures */
async function attention(encoder: Encoder, target: Target, looks: Looks, reference: Reference): Promise<Float32Array> {
  return spread(
    await salience(encoder, target, looks, (blank) => ({ ...reference, ...directionsIn(encoder, blank, 0) })),
  );
}

/** How much each place of a map counts: the mean of what it covers of `count` [side²], all summing to `weight`. */
function placesOf(map: FeatureMap, count: Float32Array, side: number, weight: number): Float32Array {
  const places = new Float32Array(map.skip + map.rows * map.columns);
  let total = 0;
  const down = (row: number) => (row * side) / map.rows;
  const across = (column: number) => (column * side) / map.columns;
  for (let row = 0; row < map.rows; row++)
    for (let column = 0; column < map.columns; column++) {
      let sum = 0;
      let pixels = 0;
      for (let y = Math.floor(down(row)); y < down(row + 1); y++)
        for (let x = Math.floor(across(column)); x < across(column + 1); x++) {
          sum += count[y * side + x]!;
          pixels++;
        }
      places[map.skip + row * map.columns + column] = sum / pixels;
      total += sum / pixels;
    }
  for (let i = 0; i < places.length; i++) places[i] = (places[i]! * weight) / (total || 1);
  return places;
}

/** [TRACE_SIDE²] every place alike. */
export function everywhere(): Float32Array {
  return new Float32Array(TRACE_SIDE * TRACE_SIDE).fill(1);
}

/** A saliency map at the side of the edge maps, mean 1. */
function spread({ map, rows }: Saliency): Float32Array {
  const scale = rows / TRACE_SIDE;
  return everywhere().map((_, i) => {
    const x = (i % TRACE_SIDE) + 0.5;
    const y = Math.floor(i / TRACE_SIDE) + 0.5;
    return sample(map, rows, x * scale, y * scale) * rows * rows;
  });
}

/** [TRACE_SIDE²] 0..1: where a drawing still differs from the photo in the clean view, from its activations. */
export function missing(scene: Scene, maps: Float32Array[]): Float32Array {
  const out = new Float32Array(TRACE_SIDE * TRACE_SIDE);
  scene.encoder.maps.forEach((map, m) => {
    if (map.rows !== map.columns) return;
    const differ = unlikeness(map, maps[m]!, scene.references[0]!.maps[m]!);
    const scale = map.rows / TRACE_SIDE;
    for (let y = 0; y < TRACE_SIDE; y++)
      for (let x = 0; x < TRACE_SIDE; x++) {
        const i = y * TRACE_SIDE + x;
        out[i] = out[i]! + sample(differ, map.rows, (x + 0.5) * scale, (y + 0.5) * scale);
      }
  });
  const soft = blur(out, TRACE_SIDE, TRACE_SIDE / 128);
  let largest = 1e-12;
  for (const v of soft) largest = Math.max(largest, v);
  return soft.map((v) => Math.max(0, v / largest));
}

/** [rows·columns] 1 − cos between a drawing's activations and a reference at each place. */
function unlikeness(map: FeatureMap, activations: Float32Array, reference: Float32Array): Float32Array {
  const places = map.rows * map.columns;
  const out = new Float32Array(places);
  const first = map.layout === 'channels-first';
  for (let p = 0; p < places; p++) {
    let dot = 0;
    let square = 0;
    for (let c = 0; c < map.channels; c++) {
      const i = first ? c * places + p : (map.skip + p) * map.channels + c;
      dot += activations[i]! * reference[i]!;
      square += activations[i]! ** 2;
    }
    out[p] = 1 - dot / Math.sqrt(square + 1e-8);
  }
  return out;
}
