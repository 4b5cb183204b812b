/**
 * What a tool has in hand and nobody else knows: the line being drawn, the marquee, the readout, the active node.
 * It lives beside the store because none of it is the document's and all of it is gone with the gesture.
 */

import { create } from 'zustand';

export interface Ghost {
  /** A chain that is being drawn, photo px. */
  draft: readonly number[] | null;
  /** The marquee's corners, photo px. */
  box: readonly [number, number, number, number] | null;
  /** Words beside the pointer, at a photo point. */
  readout: { text: string; x: number; y: number } | null;
  /** Number of the node that keys act on. */
  node: number | null;
  /** A running job's stroke that is held: it follows the pointer whatever the events say. */
  held: { id: string; points: readonly number[] } | null;
  /** Radius of the eraser round the pointer, screen px, and where it is (photo px). */
  disc: { x: number; y: number; radius: number } | null;
}

const none: Ghost = { draft: null, box: null, readout: null, node: null, held: null, disc: null };

export const useGhost = create<Ghost>(() => none);

/** Forgets everything but the active node. */
export function clearGhost(): void {
  useGhost.setState({ ...none, node: useGhost.getState().node });
}
