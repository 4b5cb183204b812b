/**
 * What a tool has in hand and nobody else knows: the line being drawn, the marquee, guides, the readout, the strokes of
 * a running sketch that the hand holds. It lives beside the store because none of it is the document's and all of it is
 * gone with the gesture.
 */

import { create } from 'zustand';
import type { Courses } from '../document/courses.ts';
import type { Chain } from '../geometry/chain.ts';

export type Segment = readonly [x0: number, y0: number, x1: number, y1: number];

/** Everything in photo px unless it says otherwise. */
export interface Ghost {
  /** A chain that is being drawn. */
  draft: Chain | null;
  /** The marquee's corners. */
  box: Segment | null;
  /** Words beside the pointer, with a drop of the colour that they name. */
  readout: { text: string; x: number; y: number; color?: string } | null;
  /** Dotted lines that what is dragged keeps to. */
  guides: readonly Segment[];
  /** The end of another stroke to which the dragged one has snapped. */
  snap: { x: number; y: number } | null;
  /** Strokes of a running sketch as the hand has them, whatever the events say; null: none. */
  held: Courses | null;
  /** Of a running sketch's marked strokes, where they are painted this very frame. */
  painted: ReadonlyMap<string, Chain>;
}

const none = { draft: null, box: null, readout: null, guides: [], snap: null };

export const useGhost = create<Ghost>(() => ({ ...none, held: null, painted: new Map() }));

/** Forgets what a gesture showed. What is held of a running sketch stays until the engine has heard of it. */
export function clearGhost(): void {
  useGhost.setState(none);
}
