/**
 * Closeness, line width and model go to the running sketch as a person changes them: at most once a frame, and the last value
 * always, since a slider gives many more than the engine can use.
 */

import type { PageSettings, SketchEdit } from '../../main/contract.ts';

type Live = Pick<PageSettings, 'fidelity' | 'width' | 'encoder'>;

export class LiveSettings {
  private sent: Live;
  private due: Live | null = null;

  /**
   * @param begun what the sketch began with
   * @param nextFrame calls back once, before the next frame is painted
   */
  constructor(
    begun: Live,
    private readonly send: (edit: SketchEdit) => void,
    private readonly nextFrame: (then: () => void) => void,
  ) {
    this.sent = begun;
  }

  /** What the person has set now. */
  take({ fidelity, width, encoder }: Live): void {
    const waits = this.due !== null;
    this.due = { fidelity, width, encoder };
    if (!waits) this.nextFrame(() => this.flush());
  }

  /** Sends what waits, at once: the sketch is about to end. */
  flush(): void {
    const { due } = this;
    this.due = null;
    if (!due) return;
    const { fidelity, width, encoder } = due;
    if (fidelity !== this.sent.fidelity) this.send({ kind: 'closeness', fidelity });
    if (width !== this.sent.width) this.send({ kind: 'width', width });
    if (encoder !== this.sent.encoder) this.send({ kind: 'encoder', encoder });
    this.sent = due;
  }
}
