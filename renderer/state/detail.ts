/**
 * The painted "more detail here": what is on the sheet while it is painted, and the document's own map.
 *
 * The document is the truth. Whenever its map becomes another one, by painting, undoing or clearing, that one is shown,
 * and a sketch that runs is told of it; so nothing that changes the document has to think of either.
 */

import type { LineamentDocument } from '../document/document.ts';
import { emptyMap, isPainted, MAP_SIDE } from '../document/emphasis.ts';
import { type GreyPicture, writeGreyPng } from '../document/grey-png.ts';
import type { Desk } from './desk.ts';
import { readGreyPicture } from './grey-picture.ts';
import type { Runs } from './runs.ts';
import { useStore } from './store.ts';
import { guard } from './voice.ts';

export class Detail {
  /** The map that was last put into a document, under its name there. */
  private last: { asset: string; map: GreyPicture } | null = null;
  /** Strokes of the brush become steps in the order in which they were made. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly desk: Desk,
    private readonly runs: Runs,
  ) {}

  /** Follows the document for the page's lifetime. */
  follow(): void {
    useStore.subscribe(({ document, job }, before) => {
      const [now, then] = [document?.emphasis ?? null, before.document?.emphasis ?? null];
      const same = document?.photo === before.document?.photo;
      if (now === then && same) return;
      void guard(() => this.load(now));
      if (same && job) this.runs.edit({ kind: 'emphasis', map: now === null ? null : this.desk.assets.get(now) });
    });
  }

  /** The map as it is to be painted on; of nothing where nothing is painted. */
  get map(): GreyPicture {
    const { detail, document } = useStore.getState();
    return detail ?? emptyMap(document?.photo ?? { width: 1, height: 1 });
  }

  /** Shows a map that is being painted. */
  preview(map: GreyPicture): void {
    useStore.setState({ detail: map });
  }

  /** Goes back to the document's map. */
  drop(): void {
    void guard(() => this.load(useStore.getState().document?.emphasis ?? null));
  }

  /** Makes a painted map the document's, as one step. */
  commit(label: string, map: GreyPicture): Promise<void> {
    this.preview(map);
    const { history, assets } = this.desk;
    const work = async () => {
      const asset = isPainted(map) ? await assets.add(writeGreyPng(map)) : null;
      if (asset) this.last = { asset, map };
      if (this.desk.history !== history) return;
      this.desk.change(label, (document) => withEmphasis(document, asset));
      // Painted over what was painted already: no step, but the preview has to go.
      if (useStore.getState().document?.emphasis === asset) await this.load(asset);
    };
    this.queue = this.queue.then(() => guard(work));
    return this.queue;
  }

  /** Takes all of it away. */
  clear(): void {
    this.desk.change('Clear detail', (document) => withEmphasis(document, null));
  }

  private async load(asset: string | null): Promise<void> {
    const map = asset === null ? null : await this.mapOf(asset);
    if ((useStore.getState().document?.emphasis ?? null) === asset) useStore.setState({ detail: map });
  }

  private async mapOf(asset: string): Promise<GreyPicture> {
    if (this.last?.asset === asset) return this.last.map;
    const map = await readGreyPicture(this.desk.assets.get(asset), MAP_SIDE);
    this.last = { asset, map };
    return map;
  }
}

function withEmphasis(document: LineamentDocument, emphasis: string | null): LineamentDocument {
  return document.emphasis === emphasis ? document : { ...document, emphasis };
}
