/**
 * An opened encoder at work: pictures and drawings go into its two sessions, batch by batch, and what comes out is
 * sorted by picture.
 *
 * A batch is all views wherever the file allows it (encoder-graphs.ts); then a step is one run, and nothing is copied.
 */

import type { InferenceSession } from 'onnxruntime-node';
import * as ort from 'onnxruntime-node';
import { ModelError } from '../autodiff/graph.ts';
import { count } from '../autodiff/tensor.ts';
import type { Comparison, Encoder, FeatureMap, Looks, Reference } from './encoder.ts';
import type { EncoderOptions, EncoderParts, SaliencyPart } from './onnx-encoder.ts';

/** Pictures and references to activations and the objective; drawings and references to the objective and its gradient. */
export interface Sessions {
  look: InferenceSession;
  /** null for an encoder that looks alone. */
  compare: InferenceSession | null;
}

/** What one of the graphs' inputs takes from each view's reference. */
export interface ReferenceInput {
  name: string;
  dims: number[];
  takes: keyof Reference;
  /** Which of the maps, where it takes one's activations or places. */
  map?: number;
}

export class OnnxEncoder implements Encoder {
  readonly name: string;
  readonly side: number;
  readonly views: number;
  /** Pictures or drawings a run of a session takes. */
  private readonly batch: number;
  private readonly parts: Pick<EncoderParts, 'embedding' | 'saliency' | 'grid'>;
  /** What the objective is fed where nobody asks for it. */
  private readonly nothing: Record<string, ort.Tensor>;

  constructor(
    { name, embedding, saliency, grid }: EncoderParts,
    readonly maps: FeatureMap[],
    { side, views, batch }: EncoderOptions & { batch: number },
    private readonly sessions: Sessions,
    private readonly inputs: ReferenceInput[],
  ) {
    this.name = name;
    // Not the parts themselves: their graph holds all of the file.
    this.parts = { embedding, saliency, grid };
    this.nothing = Object.fromEntries(
      inputs.map(({ name: input, dims }) => [input, new ort.Tensor('float32', new Float32Array(count(dims)), dims)]),
    );
    this.side = side;
    this.views = views;
    this.batch = batch;
  }

  async look(pictures: Float32Array, n: number): Promise<Looks> {
    const { side, batch, maps, parts } = this;
    const size = 3 * side * side;
    const looks: Looks = { maps: maps.map(() => []), embedding: [] };
    const saliency: Float32Array[] = [];
    const wanted = this.sessions.look.outputNames.filter((name) => name !== 'losses');
    for (let first = 0; first < n; first += batch) {
      const seen = new Float32Array(batch * size);
      const some = Math.min(batch, n - first);
      seen.set(pictures.subarray(first * size, (first + some) * size));
      const feeds = { ...this.nothing, pictures: new ort.Tensor('float32', seen, [batch, 3, side, side]) };
      const results = await this.sessions.look.run(feeds, wanted);
      const read = (i: number) => {
        const data = results[`look_${i}`]!.data as Float32Array;
        const each = data.length / batch;
        return Array.from({ length: some }, (_, b) => data.slice(b * each, (b + 1) * each));
      };
      maps.forEach((_, m) => {
        looks.maps[m]!.push(...read(m));
      });
      let next = maps.length;
      if (parts.embedding) looks.embedding.push(...read(next++));
      else looks.embedding.push(...Array.from({ length: some }, () => new Float32Array(0)));
      const each = parts.saliency.map((part, i) => read(next + i).map((data) => this.attended(part, data)));
      if (each.length) for (let b = 0; b < some; b++) saliency.push(meanOf(each.map((maps) => maps[b]!)));
    }
    if (saliency.length) {
      const { rows, columns } = parts.grid ?? squareOf(saliency[0]!.length);
      looks.saliency = { maps: saliency, rows, columns };
    }
    return looks;
  }

  /** [rows·columns] where one tensor says the encoder looked: of attention, query 0 over the picture's keys, mean of heads. */
  private attended(part: SaliencyPart, data: Float32Array): Float32Array {
    if (part.kind === 'map') return data;
    const { tensor, queries } = part;
    const { grid } = this.parts;
    if (!grid) throw new ModelError(`"${tensor}" is attention, and nothing says how its keys lie on the picture`);
    const places = grid.rows * grid.columns;
    const keys = grid.skip + places;
    const heads = data.length / (queries * keys);
    const out = new Float32Array(places);
    for (let h = 0; h < heads; h++)
      for (let p = 0; p < places; p++) out[p] = out[p]! + data[h * queries * keys + grid.skip + p]! / heads;
    return out;
  }

  async compare(papers: Float32Array, references: Reference[]): Promise<Comparison> {
    const session = this.comparing();
    const { losses, gradient } = await this.run(papers, references, (feeds) => session.run(feeds));
    if (![losses!, gradient!].every((values) => Number.isFinite(sumOf(values))))
      throw new ModelError(
        `${this.name} answers a drawing with what is no finite number, so no sketch can be made with it; use its float32 file, or another encoder`,
      );
    return { losses: losses!, gradient: gradient! };
  }

  async judge(papers: Float32Array, references: Reference[]): Promise<Float32Array> {
    this.comparing();
    const { losses } = await this.run(papers, references, ({ papers: grey, ...rest }) =>
      this.sessions.look.run({ ...rest, pictures: inColour(grey!) }, ['losses']),
    );
    return losses!;
  }

  private comparing(): InferenceSession {
    const { compare } = this.sessions;
    if (!compare) throw new Error(`${this.name} was opened to look alone, and there is no objective to compare by`);
    return compare;
  }

  /** Runs a session on all views, batch by batch; a last batch that is short is filled up with its last view. */
  private async run(
    papers: Float32Array,
    references: Reference[],
    ask: (feeds: Record<string, ort.Tensor>) => Promise<InferenceSession.ReturnType>,
  ): Promise<Record<string, Float32Array>> {
    const { side, views, batch } = this;
    const run = async (some: Float32Array, of: Reference[]) => {
      const results = await ask(this.feeds(some, of));
      return Object.entries(results).map(([name, { data }]) => [name, data as Float32Array] as const);
    };
    if (batch === views) return Object.fromEntries(await run(papers, references));
    const size = side * side;
    const whole: Record<string, Float32Array> = {};
    for (let first = 0; first < views; first += batch) {
      const which = Array.from({ length: batch }, (_, k) => Math.min(first + k, views - 1));
      const some = new Float32Array(batch * size);
      which.forEach((view, k) => {
        some.set(papers.subarray(view * size, (view + 1) * size), k * size);
      });
      const found = await run(
        some,
        which.map((view) => references[view]!),
      );
      for (const [name, data] of found) {
        const each = data.length / batch;
        whole[name] ??= new Float32Array(views * each);
        whole[name].set(data.subarray(0, Math.min(batch, views - first) * each), first * each);
      }
    }
    return whole;
  }

  private feeds(papers: Float32Array, references: Reference[]): Record<string, ort.Tensor> {
    const { side, batch } = this;
    const feeds: Record<string, ort.Tensor> = { papers: new ort.Tensor('float32', papers, [batch, 1, side, side]) };
    for (const { name, dims, takes, map = 0 } of this.inputs) {
      const read = (reference: Reference) => {
        const taken = reference[takes];
        if (typeof taken === 'number') return [taken];
        return Array.isArray(taken) ? taken[map]! : taken;
      };
      feeds[name] = new ort.Tensor('float32', joined(references.map(read), count(dims)), dims);
    }
    return feeds;
  }

  async close(): Promise<void> {
    const { look, compare } = this.sessions;
    try {
      await look.release();
    } finally {
      // A lost device may refuse to release one: the other's memory is freed all the same.
      await compare?.release();
    }
  }
}

/** Grey drawings [B,1,h,w] as pictures of three equal channels. */
function inColour({ data, dims }: ort.Tensor): ort.Tensor {
  const [batch, , rows, columns] = dims as [number, number, number, number];
  const size = rows * columns;
  const pictures = new Float32Array(batch * 3 * size);
  for (let b = 0; b < batch; b++)
    for (let c = 0; c < 3; c++)
      pictures.set((data as Float32Array).subarray(b * size, (b + 1) * size), (3 * b + c) * size);
  return new ort.Tensor('float32', pictures, [batch, 3, rows, columns]);
}

/** [length] parts, one behind the other; one that is all is itself, for a large encoder's take megabytes. */
function joined(parts: ArrayLike<number>[], length: number): Float32Array {
  const [only] = parts;
  if (only instanceof Float32Array && only.length === length) return only;
  const data = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return data;
}

function meanOf(maps: Float32Array[]): Float32Array {
  return maps[0]!.map((_, i) => maps.reduce((sum, map) => sum + map[i]!, 0) / maps.length);
}

/** Not finite where any of the values is not. */
function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function squareOf(places: number): { rows: number; columns: number } {
  const side = Math.round(Math.sqrt(places));
  return { rows: side, columns: side };
}
