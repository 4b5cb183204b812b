/**
 * Which of a model's inputs is the picture, and which of its outputs is the embedding: by rank and by name, one row a
 * habit of some exporter.
 */

import { type Graph, ModelError, type StaticGraph, type ValueInfo } from '../graph.ts';
import { count } from '../tensor.ts';

/** The picture's input as the file declares it. */
export interface PictureInput {
  name: string;
  layout: 'channels-first' | 'channels-last';
  channels: number;
  /** What the file fixes; null where any is taken. */
  batch: number | null;
  rows: number | null;
  columns: number | null;
}

const FLOATS: ReadonlySet<string> = new Set(['float32', 'float16', 'bfloat16', 'float64']);

/** Names that exporters give the picture, best first. */
const PICTURE_NAMES = [/pixel/i, /image/i, /picture|photo/i, /^(input|x|data)/i];

/**
 * Finds the picture among a model's inputs: four axes of floats, one of them colours.
 *
 * @throws ModelError no such input
 */
export function findPicture(graph: Graph): PictureInput {
  const candidates = graph.inputs.filter(
    (value) => !graph.initializers.has(value.name) && value.dims.length === 4 && FLOATS.has(value.type),
  );
  const rank = (value: ValueInfo) => {
    const row = PICTURE_NAMES.findIndex((pattern) => pattern.test(value.name));
    return row < 0 ? PICTURE_NAMES.length : row;
  };
  const [value] = candidates.sort((a, b) => rank(a) - rank(b));
  if (!value) {
    const has = graph.inputs.map(
      (input) => `"${input.name}" (${input.type} [${input.dims.map((dim) => dim ?? '?').join(', ')}])`,
    );
    throw new ModelError(
      `the model has no input for a picture (floats with 4 axes: batch, channels, height, width); its inputs are ${has.join(', ') || 'none'}`,
    );
  }
  const size = (axis: number) => {
    const dim = value.dims[axis];
    return typeof dim === 'number' && dim > 0 ? dim : null;
  };
  const isColour = (dim: number | null) => dim === 3 || dim === 1;
  const last = isColour(size(3)) && !isColour(size(1));
  const [channels, rows, columns] = last ? [size(3), size(1), size(2)] : [size(1), size(2), size(3)];
  return {
    name: value.name,
    layout: last ? 'channels-last' : 'channels-first',
    channels: channels ?? 3,
    batch: size(0),
    rows,
    columns,
  };
}

/** The picture's dims for a batch of square pictures. */
export function pictureDims(picture: PictureInput, batch: number, size: number): number[] {
  return picture.layout === 'channels-first'
    ? [batch, picture.channels, size, size]
    : [batch, size, size, picture.channels];
}

/** Names that exporters give outputs, and how good an embedding each is; shapes decide where no name does. */
const EMBEDDING_NAMES: [RegExp, number][] = [
  [/image_?(embed|feature)/i, 40],
  [/^(embed|embedding|embeddings|embeds|sentence_embedding)$/i, 35],
  [/embed|pooler_output|pooled/i, 30],
  [/logits|prob|score|class|mask/i, -15],
  [/hidden_state|saliency|attention|attn/i, -30],
];

/** How good an embedding a tensor is by its shape: a vector a picture, one that only looks otherwise, tokens, a map. */
function shapeScore(dims: readonly number[], batch: number): number {
  if (dims[0] !== batch) return -100;
  const size = count(dims.slice(1));
  if (size < 2) return -100;
  if (dims.length === 2) return 60;
  if (Math.max(...dims.slice(1)) === size) return 50;
  return dims.length === 3 ? 20 : 10;
}

/** The embedding among the outputs: the pooled vector of the picture. Null where every output is a map or tokens. */
export function findEmbedding(graph: StaticGraph, batch: number): { tensor: string; dims: number[] } | null {
  let best: { tensor: string; dims: number[]; score: number } | null = null;
  for (const output of graph.outputs) {
    const dims = graph.shapes.get(output.name) ?? [];
    const named = EMBEDDING_NAMES.find(([pattern]) => pattern.test(output.name))?.[1] ?? 0;
    const score = shapeScore(dims, batch) + named;
    const isVector = dims.length >= 2 && Math.max(...dims.slice(1)) === count(dims.slice(1));
    if (isVector && score > 0 && score > (best?.score ?? 0)) best = { tensor: output.name, dims, score };
  }
  return best && { tensor: best.tensor, dims: best.dims };
}
