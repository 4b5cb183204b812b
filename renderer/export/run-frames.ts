/**
 * Which drawings a GIF or WebP of the run shows: the frames that the page saw, or, where it saw none, the strokes
 * appearing one by one.
 */

import type { Drawing } from '../../main/strokes/stroke.ts';
import type { ExportSource } from './source.ts';

/** Frames at most, which the contract allows. */
const MOST_FRAMES = 600;
/** More are not seen, and a GIF cannot show them. */
const FRAMES_A_SECOND = 20;

/** The drawings to show in so many seconds: evenly chosen, the exported one last. */
export function framesOf({ drawing, run }: Pick<ExportSource, 'drawing' | 'run'>, seconds: number): Drawing[] {
  const { strokes } = drawing;
  const grown = Array.from({ length: strokes.length + 1 }, (_, i) => ({ ...drawing, strokes: strokes.slice(0, i) }));
  // A run ends in what is exported, whatever was changed by hand since.
  const all = run.length ? [...run, drawing] : grown;
  const last = all.length - 1;
  const count = Math.max(1, Math.min(all.length, MOST_FRAMES, Math.round(FRAMES_A_SECOND * seconds)));
  return Array.from({ length: count }, (_, k) => all[count > 1 ? Math.round((k * last) / (count - 1)) : last]!);
}
