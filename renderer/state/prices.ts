/**
 * Measures anew what the strokes are worth after a person changed the drawing: beside everything else, once it has been
 * quiet, and at once where "Remove the least important" needs to know. What was measured is no step and nothing unsaved;
 * it counts only for the very strokes that were measured, so an edit that came meanwhile makes it void.
 */

import type { LineamentDocument } from '../document/document.ts';
import { price, pricesAreStale } from '../document/pricing.ts';
import type { Chore, Worker } from './beside.ts';
import type { Connection, Engine } from './connection.ts';
import type { Desk } from './desk.ts';
import { useStore } from './store.ts';

export class Prices implements Worker {
  /** Strokes that could not be measured: they are not tried again by themselves. */
  private failed: LineamentDocument['strokes'] | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
  ) {}

  begin(quiet: boolean): Chore | null {
    const { document, job } = useStore.getState();
    if (!quiet || !document || job || !pricesAreStale(document) || document.strokes === this.failed) return null;
    let gone = false;
    const done = this.measure(document, this.connection.engineBeside(), () => gone).catch(() => {
      if (!gone) this.failed = document.strokes;
    });
    return {
      done,
      giveWay: () => {
        gone = true;
      },
    };
  }

  /**
   * The document once its strokes' worth is known; measured now where it is not.
   * @throws Error of one sentence where it cannot be measured
   */
  async fresh(): Promise<LineamentDocument | null> {
    const { document } = useStore.getState();
    if (document && pricesAreStale(document)) await this.measure(document, this.connection.engine(), () => false);
    return useStore.getState().document;
  }

  private async measure(document: LineamentDocument, engine: Engine, isVoid: () => boolean): Promise<void> {
    const { history, assets } = this.desk;
    const { photo, mask, settings, strokes } = document;
    const prices = await engine.call('priceStrokes', {
      photo: assets.get(photo.asset),
      mask: mask ? assets.get(mask) : null,
      settings,
      device: useStore.getState().device,
      strokes: [...strokes],
    });
    if (isVoid() || this.desk.history !== history) return;
    this.desk.amend((one) => price(one, strokes, prices));
  }
}
