/**
 * An encoder that goes on when its provider fails: what was asked is asked again of the next one, and the job does not
 * notice but by its speed.
 *
 * An encoder holds no state between two questions, so another one, opened on another provider, can answer the next. What
 * a photo was seen as on the first goes on being compared with on the next: looks are computed in float32 everywhere, and
 * differ by its rounding alone.
 */

import { ModelError } from '../autodiff/graph.ts';
import type { Comparison, Encoder, FeatureMap, Looks, Reference } from './encoder.ts';
import type { Provider } from './session.ts';

/** Comparisons that the pace is taken of. */
const PACED = 5;

export class SteadyEncoder implements Encoder {
  /** Milliseconds of the last comparisons on the present provider. */
  private times: number[] = [];
  /** While another provider is opened in place of one that failed. */
  private moving: Promise<void> | null = null;

  private constructor(
    private current: Encoder,
    private rest: Provider[],
    /** Where it runs now. */
    private at: Provider,
    private readonly open: (provider: Provider) => Promise<Encoder>,
    private readonly onFallback: (from: Provider, to: Provider, why: string) => void,
  ) {}

  /**
   * Opens the encoder on the first of the providers that takes it.
   *
   * @param providers the wanted one first, at least one
   * @param open opens the same encoder on a provider
   * @param onFallback told of each provider that failed, and why
   * @throws what the last provider throws
   */
  static async open(
    providers: readonly Provider[],
    open: (provider: Provider) => Promise<Encoder>,
    onFallback: (from: Provider, to: Provider, why: string) => void,
  ): Promise<SteadyEncoder> {
    const [first, ...rest] = providers as [Provider, ...Provider[]];
    try {
      return new SteadyEncoder(await open(first), rest, first, open, onFallback);
    } catch (error) {
      const [next] = rest;
      if (!next) throw error;
      onFallback(first, next, (error as Error).message);
      return SteadyEncoder.open(rest, open, onFallback);
    }
  }

  get provider(): Provider {
    return this.at;
  }

  get name(): string {
    return this.current.name;
  }

  get side(): number {
    return this.current.side;
  }

  get views(): number {
    return this.current.views;
  }

  get maps(): FeatureMap[] {
    return this.current.maps;
  }

  look(pictures: Float32Array, n: number): Promise<Looks> {
    return this.ask(async (encoder) => {
      const looks = await encoder.look(pictures, n);
      // It would be kept and compared with, so that every other provider failed by it as well.
      if (!areFinite(looks))
        throw new ModelError(
          `${encoder.name} answers a photo with what is no finite number, so no sketch can be made with it; use its float32 file, or another encoder`,
        );
      return looks;
    });
  }

  async compare(papers: Float32Array, references: Reference[]): Promise<Comparison> {
    const began = performance.now();
    const at = this.at;
    const comparison = await this.ask((encoder) => encoder.compare(papers, references));
    if (at !== this.at) this.times = [];
    else this.times = [...this.times.slice(1 - PACED), performance.now() - began];
    return comparison;
  }

  /** Milliseconds of a comparison, the median of the last few; null before the first. */
  get pace(): number | null {
    return [...this.times].sort((a, b) => a - b)[this.times.length >> 1] ?? null;
  }

  judge(papers: Float32Array, references: Reference[]): Promise<Float32Array> {
    return this.ask((encoder) => encoder.judge(papers, references));
  }

  close(): Promise<void> {
    return this.current.close();
  }

  private async ask<T>(question: (encoder: Encoder) => Promise<T>): Promise<T> {
    for (;;) {
      const { current } = this;
      try {
        return await question(current);
      } catch (error) {
        // Another question may have failed of the same provider, and moved on already.
        if (this.current !== current) continue;
        this.moving ??= this.moveOn(error as Error).finally(() => {
          this.moving = null;
        });
        await this.moving;
      }
    }
  }

  /**
   * Opens the encoder on the next provider that takes it; where none does, whoever asks again tries them again.
   * @throws what the last one says
   */
  private async moveOn(failure: Error): Promise<void> {
    const failed = this.current;
    let from = this.at;
    let why = failure;
    for (const [i, next] of this.rest.entries()) {
      this.onFallback(from, next, why.message);
      from = next;
      try {
        this.current = await this.open(next);
        this.at = next;
        this.rest = this.rest.slice(i + 1);
        await failed.close().catch(() => undefined);
        return;
      } catch (error) {
        why = error as Error;
      }
    }
    throw why;
  }
}

/** Whether every number in what was seen is one. */
function areFinite({ maps, embedding, saliency }: Looks): boolean {
  return [...maps.flat(), ...embedding, ...(saliency?.maps ?? [])].every((values) => {
    let sum = 0;
    for (const value of values) sum += value;
    return Number.isFinite(sum);
  });
}
