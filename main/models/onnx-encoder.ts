/**
 * Opens an encoder that can be sketched with: an ONNX graph, differentiated, in two sessions (encoder-runs.ts runs them).
 *
 * One looks and judges (pictures and what they should look like in; activations and the objective out), one compares
 * (drawings in; the objective, and its gradient with respect to them, out). Sizes and batch are fixed when it is opened.
 * Most files take any batch and see all views in one run; one that was exported with a batch of its own often has it in
 * its reshapes too, so it is run at that batch, as often as it takes.
 */

import type { Graph } from '../autodiff/graph.ts';
import type { Encoder } from './encoder.ts';
import { encoderGraphs } from './encoder-graphs.ts';
import { OnnxEncoder, type Sessions } from './encoder-runs.ts';
import { graphsOnce, type OpenableGraphs } from './kept-graphs.ts';
import { createSession, type SessionOptions, targetOf } from './session.ts';

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
  /** SHA-256 of the file; null where its differentiated graphs are not worth keeping. */
  hash: string | null;
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
  /** Drawings compared at once. */
  views: number;
  /** 'direction': cosine at every place (objective.ts); 'paper': CLIPasso's own (paper-objective.ts); null: it looks alone. */
  objective: 'direction' | 'paper' | null;
  /** Whether comparing is computed in float16 where that is safe (autodiff/float16.ts). */
  half?: boolean;
}

/** @throws ModelError when the graph cannot be fixed to this size, or an operator on the way has no rule */
export async function openEncoder(parts: EncoderParts, options: EncoderOptions): Promise<Encoder> {
  // Halves are for GPUs: a CPU computes them in float32, with a conversion on either side.
  const target = options.half ? 'gpu' : targetOf(options.provider);
  const { graph: _, name: __, hash, ...meaning } = parts;
  const { side, views, objective, half = false } = options;
  const asked = hash === null ? null : { hash, meaning, side, views, objective, half, target };
  const { batch, maps, inputs, ...graphs } = await graphsOnce(asked, () => encoderGraphs(parts, options, target));
  const sessions = await openSessions(options, graphs);
  return new OnnxEncoder(parts, maps, { ...options, batch }, sessions, inputs);
}

/** A session for each graph, one after the other; where one cannot be made, none stays open. */
async function openSessions(
  options: SessionOptions,
  { forward, reverse }: Pick<OpenableGraphs, 'forward' | 'reverse'>,
): Promise<Sessions> {
  // The larger one first: what it needs while it is made is gone before the other takes its part.
  const compare = reverse && (await createSession(reverse(), options));
  try {
    return { look: await createSession(forward(), options), compare };
  } catch (error) {
    await compare?.release();
    throw error;
  }
}
