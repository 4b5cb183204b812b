/**
 * What a person may do to a drawing that is still being drawn. Strokes are named by ids, which they keep for as long as
 * they live, tries by their seeds; points are frame units, 8 numbers.
 */

import type { Emphasis } from './emphasis.ts';
import type { Weights } from './scene.ts';

export type StrokeEdit =
  /** Puts a stroke there and pins it; one that is not known is one of those that are still to be drawn. */
  | { kind: 'move'; id: string; points: ArrayLike<number> }
  /** As 'move', but a stroke more. */
  | { kind: 'add'; id: string; points: ArrayLike<number> }
  /** Makes its line so wide, frame units, whatever its place in the drawing. */
  | { kind: 'width'; id: string; width: number }
  /** Lets it move again. */
  | { kind: 'unpin'; id: string }
  | { kind: 'delete'; id: string };

/**
 * What changes how good every drawing is: the objective, how bold lines are (frame units), or who looks: the scene has
 * another encoder already.
 */
export type Turn =
  | { kind: 'closeness'; weights: Weights }
  | { kind: 'emphasis'; emphasis: Emphasis }
  | { kind: 'width'; width: number }
  | { kind: 'encoder' };

/** Which of the tries is looked at (null: whichever leads), and which alone goes on. */
export type Choice = { kind: 'watch'; seed: number | null } | { kind: 'keep'; seed: number };

export type Edit = StrokeEdit | Turn | Choice;
