/**
 * What may be asked of a sketch, and what is taken where nothing is said: one list for the command line, the job and
 * whoever else starts one. It loads nothing.
 */

import type { Device } from './devices.ts';
import type { DepthUse, Region } from './guide-wish.ts';

export interface SketchSettings {
  /** 1 to 64. */
  strokes: number;
  /** How many seeds race. */
  seeds: number;
  /** The first of them. */
  seed: number;
  /** Stroke counts that are drawings of their own, rising; empty: 4, 8, 16, … up to `strokes`. */
  levels: number[];
  /** Width of the boldest line in percent of the frame's side; null: 2.3. */
  width: number | null;
  /** A picture, a folder with a picture of each photo's name, 'none', 'auto', 'built-in' or a mask model's name. */
  mask: string;
  /** A grey picture over the whole photo, bright where more detail is wanted; left out where it is everywhere alike. */
  detail?: string;
  /** What depth does to the sketch; left out: nothing. */
  byDepth?: DepthUse[];
  /** Parts of the photo with their own share of the strokes, each a picture's path; left out: none. */
  regions?: readonly Region<string>[];
  /** 'built-in', an ONNX file, or a name in the catalogue. */
  encoder: string;
  /** 0 (loose: what the whole means) to 1 (exact: what is where). */
  fidelity: number;
  quality: 'draft' | 'normal' | 'best';
  protocol: 'lineament' | 'reference';
  /** Steps of one seed; null: by quality. */
  steps: number | null;
  /** Views of the drawing that a step compares, 1 to 8; null: two, or one where two would take too long (step-views.ts). */
  views: number | null;
  /** Where the network runs: 'auto' takes the fastest device whose numbers are right. */
  device: Device;
  /** Threads of the CPU provider; null: ONNX Runtime's choice. */
  threads: number | null;
}

/** Of views that a step may compare. */
export const MOST_VIEWS = 8;

export const DEFAULT_SETTINGS: SketchSettings = {
  strokes: 16,
  seeds: 3,
  seed: 0,
  levels: [],
  width: null,
  mask: 'auto',
  encoder: 'built-in',
  fidelity: 0.5,
  quality: 'normal',
  protocol: 'lineament',
  steps: null,
  views: null,
  device: 'auto',
  threads: null,
};
