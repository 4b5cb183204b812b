/**
 * The encoder of a live sketch, which a person may change for another while it runs: the scene keeps the photo and gets
 * what the other one sees in it.
 */

import type { Encoder } from '../models/encoder.ts';
import type { Emphasis } from '../sketch/emphasis.ts';
import type { Scene } from '../sketch/scene.ts';
import { DEVICE_NAMES } from './devices.ts';
import type { EncoderLoan } from './encoder-loan.ts';
import { unlessStopped } from './unless-stopped.ts';

/** What draws, and how quickly. */
export interface DrawnBy {
  /** 'built-in', or the name that it was asked for by. */
  encoder: string;
  /** In words. */
  device: string;
  /** Of a step of one try; null before the first. */
  milliseconds: number | null;
}

/** How encoders are got for the photo in hand. */
export interface Looking {
  /** @throws one sentence: there is no such encoder, or it cannot be used */
  lend(encoder: string, fidelity: number): Promise<EncoderLoan>;
  look(encoder: Encoder, fidelity: number, emphasis: Emphasis): Promise<Scene>;
}

interface Ready {
  loan: EncoderLoan;
  scene: Scene;
}

export class LiveEncoder {
  /** What its loans had to say before the present one. */
  private readonly said: string[] = [];

  private constructor(
    private readonly looking: Looking,
    /** The same one throughout: its content changes with the encoder. */
    readonly scene: Scene,
    private loan: EncoderLoan,
    public name: string,
  ) {}

  static async open(looking: Looking, name: string, fidelity: number, emphasis: Emphasis): Promise<LiveEncoder> {
    const { loan, scene } = await ready(looking, name, fidelity, emphasis);
    return new LiveEncoder(looking, scene, loan, name);
  }

  get by(): DrawnBy {
    const { provider, pace } = this.loan.encoder;
    return { encoder: this.name, device: DEVICE_NAMES[provider], milliseconds: pace };
  }

  /** What the person should know of those that were used. */
  get notes(): string[] {
    return [...this.said, ...this.loan.notes];
  }

  /**
   * Has another one look from now on. It weighs as the scene did last, but for the fidelity.
   *
   * @returns false where it was stopped before the other one was ready: then nothing has changed
   * @throws one sentence: there is no such encoder, or it cannot be used
   */
  async change(name: string, fidelity: number, signal: AbortSignal): Promise<boolean> {
    const coming = ready(this.looking, name, fidelity, this.scene.emphasis);
    const come = await unlessStopped(signal, coming);
    if (!come) {
      coming.then(({ loan }) => loan.giveBack()).catch(() => {});
      return false;
    }
    const { loan } = this;
    this.said.push(...loan.notes);
    this.loan = come.loan;
    this.name = name;
    Object.assign(this.scene, come.scene);
    await loan.giveBack();
    return true;
  }

  giveBack(): Promise<void> {
    return this.loan.giveBack();
  }
}

async function ready(looking: Looking, name: string, fidelity: number, emphasis: Emphasis): Promise<Ready> {
  const loan = await looking.lend(name, fidelity);
  try {
    return { loan, scene: await looking.look(loan.encoder, fidelity, emphasis) };
  } catch (error) {
    await loan.giveBack();
    throw error;
  }
}
