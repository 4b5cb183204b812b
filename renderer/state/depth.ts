/**
 * The photo's depth: measured when a person asks for it, kept while the photo is open, looked at in three ways.
 */

import { ConnectionLost } from '../../main/rpc.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { withLayer } from './layers.ts';
import { type DepthView, FIRST_RELIEF, type Pose, poseWords } from './relief.ts';
import { useStore } from './store.ts';
import { announce, fail, notify } from './voice.ts';

/** What was measured, as the page keeps it. */
export interface DepthRecord {
  width: number;
  height: number;
  /** Relative inverse depth, 0 farthest to 65 535 nearest [height · width]. */
  steps: Uint16Array;
  /** What it comes from, in a sentence or two. */
  note: string;
  /** Whether that is a model of the catalogue, and not what ships. */
  fromModel: boolean;
  /** The document's mask that helped to tell; null: the one that was found. */
  mask: string | null;
}

const SEEN: Record<DepthView, string> = {
  grey: 'Depth is shown in greys, near is bright.',
  colour: 'Depth is shown in colours, near is red and far is blue.',
  relief: 'Depth is shown as a relief. Arrows on the canvas turn it.',
};

export class Depth {
  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
  ) {}

  /** Forgets the depth of a photo that is put away, and lays the relief flat for a tool, for the page's lifetime. */
  follow(): void {
    useStore.subscribe((state, before) => {
      if (state.document?.photo !== before.document?.photo && (state.depth || state.measuring))
        useStore.setState({ depth: null, measuring: false, relief: FIRST_RELIEF });
      const drawing = state.tool !== 'select' && state.tool !== 'hand' && state.tool !== 'zoom';
      // Tools work on the flat sheet; the two that only look go with the relief.
      if (state.tool !== before.tool && drawing && state.depthView === 'relief' && state.layers.depth.shown)
        useStore.setState({ layers: withLayer(state.layers, 'depth', { shown: false }) });
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
    notify('Measuring depth…');
    try {
      const input = { photo: assets.get(photo.asset), mask: mask ? assets.get(mask) : null };
      const { width, height, depth, note, fromModel } = await this.connection.engine().call('measureDepth', input);
      if (!isStillOpen()) return;
      useStore.setState(({ layers }) => ({
        depth: { width, height, steps: stepsOf(depth), note, fromModel, mask },
        layers: withLayer(layers, 'depth', { shown: true }),
      }));
      notify(`Depth is measured. ${note}`);
    } catch (error) {
      if (!isStillOpen()) return;
      const lost = error instanceof ConnectionLost;
      const reason = lost ? 'the process that looks at pictures stopped.' : (error as Error).message;
      fail(`Depth was not measured: ${reason}`, [
        { label: 'Measure again', command: 'depth.measure' },
        { label: 'Close', command: 'fault.dismiss' },
      ]);
    } finally {
      if (isStillOpen()) useStore.setState({ measuring: false });
    }
  }

  /** Shows the depth in one of three ways. A relief is one of the finished sheet, so Compare ends. */
  show(depthView: DepthView): void {
    useStore.setState(({ layers, looking }) => ({
      depthView,
      reliefFault: null,
      layers: withLayer(layers, 'depth', { shown: true }),
      looking: depthView === 'relief' ? 'after' : looking,
      tool: depthView === 'relief' ? 'select' : useStore.getState().tool,
    }));
    announce(SEEN[depthView]);
  }

  /** Turns the relief, and says how it lies now. */
  turn(pose: Pose): void {
    useStore.setState(({ relief }) => ({ relief: { ...relief, ...pose } }));
    announce(`Relief ${poseWords(pose)}.`);
  }
}

/** Little-endian pairs of bytes as numbers, wherever in a message they lie. */
function stepsOf(bytes: Uint8Array): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true));
}
