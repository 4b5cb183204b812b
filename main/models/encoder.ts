/**
 * What a sketch asks of an encoder: to look at pictures, and to say how a drawing should change to be seen as the photo.
 *
 * The sketch knows nothing of graphs, sessions or providers; models/onnx-encoder.ts implements this on a differentiated ONNX
 * graph.
 */

/** One interior map that is compared place by place. */
export interface FeatureMap {
  name: string;
  channels: number;
  rows: number;
  columns: number;
  /** Tokens before the places (class and register tokens of a ViT); 0 for a CNN. */
  skip: number;
  /** Where the channels are: 1 for [B, C, h, w], last for [B, tokens, C]. */
  layout: 'channels-first' | 'channels-last';
}

/** What the encoder made of some pictures. */
export interface Looks {
  /** For each map, the raw activations of every picture, one array a picture. */
  maps: Float32Array[][];
  /** The embedding of every picture. */
  embedding: Float32Array[];
  /** Where the encoder looked, one [rows·columns] map a picture that sums to 1; absent where it has no attention. */
  saliency?: { maps: Float32Array[]; rows: number; columns: number };
}

/** What a view of a drawing is compared with: a view of the photo. */
export interface Reference {
  /** For each map, the photo's activations divided by their length at every place, in the encoder's own layout. */
  maps: Float32Array[];
  /** For each map, how much each place (tokens included) counts, the term's weight included. Sums to the term's weight. */
  places: Float32Array[];
  /** At length 1. */
  embedding: Float32Array;
  /** How much the embedding counts. */
  embeddingWeight: number;
}

export interface Comparison {
  /** The objective of each view. */
  losses: Float32Array;
  /** ∂losses[b]/∂paper, [views·side·side]: the three channels of a grey drawing taken together. */
  gradient: Float32Array;
}

export interface Encoder {
  name: string;
  /** Encoder pixels across a view. */
  side: number;
  /** Views a run of `compare` takes. */
  views: number;
  maps: FeatureMap[];

  /** @param pictures [n·3·side·side] planes of red, green, blue, 0..1 */
  look(pictures: Float32Array, n: number): Promise<Looks>;

  /**
   * Compares drawings with the photo.
   *
   * @param papers [views·side·side] grey, 0 ink to 1 paper
   * @param references one a view
   * @throws when a loss or the gradient is not finite
   */
  compare(papers: Float32Array, references: Reference[]): Promise<Comparison>;

  /** The losses of `compare` alone, at less than half its cost. */
  judge(papers: Float32Array, references: Reference[]): Promise<Float32Array>;

  /** Frees the sessions. */
  close(): Promise<void>;
}
