/**
 * The engine's work that nobody waits for: what strokes are worth after an edit, the other rows of the pad. One at a time,
 * only after a quiet second or when a person asked for it, and it gives way at once to anything that a person starts.
 */

import type { Connection } from './connection.ts';
import { useStore } from './store.ts';

/** Milliseconds without anything done before work begins that nobody asked for. */
export const QUIET = 1000;

/** Work under way. */
export interface Chore {
  /** Never rejects. */
  done: Promise<void>;
  /** Somebody needs the engine: what is half done is given up, and comes again. */
  giveWay(): void;
}

/** Something that may have work to do. */
export interface Worker {
  /** Whether its answers come in a moment: then it does not wait for an engine that a batch keeps busy for hours. */
  readonly isLight?: boolean;
  /** Begins what is due; null: nothing is. @param quiet false: only what a person asked for is due */
  begin(quiet: boolean): Chore | null;
}

export class Beside {
  private current: Chore | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private quiet = false;

  /**
   * @param busy whether the engine works for somebody
   * @param workers the first that has work comes first
   */
  constructor(
    private readonly busy: () => boolean,
    private readonly workers: readonly Worker[],
  ) {}

  /** Hears, for the page's lifetime, what a person does and when somebody needs the engine. */
  listen(connection: Connection): void {
    connection.onWork = (begins) => (begins ? this.giveWay() : this.stir());
    for (const type of ['pointerdown', 'pointerup', 'keydown', 'wheel'])
      window.addEventListener(type, () => this.stir(), { capture: true, passive: true });
    useStore.subscribe(({ document, settings, fillVariations }, before) => {
      const same =
        document === before.document && settings === before.settings && fillVariations === before.fillVariations;
      if (!same) this.stir();
    });
  }

  /** A person did something, or something ended: a quiet second begins anew. What they asked for begins now. */
  stir(): void {
    clearTimeout(this.timer);
    this.quiet = false;
    this.timer = setTimeout(() => {
      this.quiet = true;
      this.consider();
    }, QUIET);
    this.consider();
  }

  /** Somebody needs the engine. */
  giveWay(): void {
    this.current?.giveWay();
    this.stir();
  }

  private consider(): void {
    if (this.current) return;
    const busy = this.busy();
    for (const worker of this.workers) {
      if (busy && !worker.isLight) continue;
      const chore = worker.begin(this.quiet);
      if (!chore) continue;
      this.current = chore;
      void chore.done.then(() => {
        this.current = null;
        this.consider();
      });
      return;
    }
  }
}
