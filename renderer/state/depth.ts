/**
 * The photo's depth as a layer: measured when a person asks for it, kept while the photo is open, near is bright.
 *
 * What the engine tells in 16 bits is shown in 8: more than eyes and screens tell apart.
 */

import { writeGreyPng } from '../document/grey-png.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { withLayer } from './layers.ts';
import { useStore } from './store.ts';
import { announce, guard } from './voice.ts';

export class Depth {
  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
  ) {}

  /** Forgets the depth of a photo that is put away, for the page's lifetime. */
  follow(): void {
    useStore.subscribe((state, before) => {
      if (state.document?.photo === before.document?.photo) return;
      if (before.depth) URL.revokeObjectURL(before.depth.url);
      if (state.depth || state.measuring) useStore.setState({ depth: null, measuring: false });
    });
  }

  /** Measures the depth of the photo that is open, and shows it on the sheet. */
  async measure(): Promise<void> {
    const { document, measuring } = useStore.getState();
    if (!document || measuring) return;
    const { photo, mask } = document;
    const { assets } = this.desk;
    const isStillOpen = () => useStore.getState().document?.photo === photo;
    useStore.setState({ measuring: true });
    await guard(async () => {
      const input = { photo: assets.get(photo.asset), mask: mask ? assets.get(mask) : null };
      const { width, height, depth, note } = await this.connection.engine().call('measureDepth', input);
      if (!isStillOpen()) return;
      const grey = Uint8Array.from({ length: width * height }, (_, i) => depth[2 * i + 1]!);
      const url = URL.createObjectURL(new Blob([writeGreyPng({ width, height, grey })], { type: 'image/png' }));
      const old = useStore.getState().depth;
      if (old) URL.revokeObjectURL(old.url);
      useStore.setState(({ layers }) => ({
        depth: { url, note },
        layers: withLayer(layers, 'depth', { shown: true }),
      }));
      announce(`Depth is measured. ${note}`);
    });
    if (isStillOpen()) useStore.setState({ measuring: false });
  }
}
