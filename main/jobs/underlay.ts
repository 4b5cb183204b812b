/**
 * A document's strokes as ink that lies on the paper: chains become the cubics that the raster knows, each in its own
 * width, and what nobody sees is left out.
 */

import type { Underlay } from '../sketch/easel.ts';
import { type Frame, toFrame } from '../sketch/frame.ts';

/** What is needed of a stroke to lay it down; photo pixels, `points` a chain of cubics. */
export interface Laid {
  points: number[];
  width: number;
  hidden?: boolean;
  opacity?: number;
}

/** Whether any of it is to be seen. */
export function isSeen({ width, hidden = false, opacity = 1 }: Laid): boolean {
  return !hidden && width > 0 && opacity > 0;
}

/** @param scale photo pixels in one of the working copy */
export function underlayOf(strokes: readonly Laid[], frame: Frame, scale: number): Underlay {
  const cubics = strokes
    .filter(isSeen)
    .flatMap(({ points, width }) => cubicsOf(points).map((cubic) => ({ cubic: toFrame(frame, cubic, scale), width })));
  return {
    points: Float64Array.from(cubics.flatMap(({ cubic }) => cubic)),
    widths: Float64Array.from(cubics, ({ width }) => width / (frame.side * scale)),
  };
}

/** The cubics of a chain, 8 numbers each. */
export function cubicsOf(chain: number[]): number[][] {
  const cubics: number[][] = [];
  for (let at = 0; at + 8 <= chain.length; at += 6) cubics.push(chain.slice(at, at + 8));
  return cubics;
}
