/**
 * What there is to export of a document: its drawing as it is shown, what is known of it, and how it came to be.
 */

import type { Drawing } from '../../main/strokes/stroke.ts';
import { type LineamentDocument, visibleStrokes } from '../document/document.ts';

/** White, like the sheet on the desk: the theme changes the room, never the sheet. */
export const PAPER = '#ffffff';

export interface ExportSource {
  /** Proposed as the file's name, without an ending. */
  name: string;
  drawing: Drawing;
  /** '#rrggbb' of the paper, for formats that are asked to have it. */
  paper: string;
  /** Seed, settings and likeness, for files that keep them. */
  metadata: Record<string, unknown>;
  /** Drawings of the run, in its order; empty where none was seen, and the strokes appear one by one instead. */
  run: readonly Drawing[];
}

/** The document's source. @param run what the page kept of the last run's frames */
export function exportSource(document: LineamentDocument, run: readonly Drawing[] = [], paper = PAPER): ExportSource {
  const strokes = visibleStrokes(document).map(({ points, width, color, opacity }) => ({
    points,
    width,
    color,
    opacity,
  }));
  const { photo, kept, likeness, settings, name } = document;
  return {
    name,
    drawing: { width: photo.width, height: photo.height, strokes },
    paper,
    metadata: { generator: 'Lineament', photo: photo.name, seed: kept, likeness, settings },
    run,
  };
}
