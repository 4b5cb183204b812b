/**
 * What a tool is: a small state machine that the canvas feeds with the pointer and keys.
 *
 * It is idle, pointing (pressed, not yet moved by a hand's tremble) or dragging. One press to its release is one gesture
 * of the history; Escape, or a pointer that is taken away, cancels it.
 */

import type { Cursor } from '../canvas/cursors.ts';

/** The pointer in photo px, with the screen's pixel measured in them. */
export interface Pointer {
  x: number;
  y: number;
  /** Photo px of one screen px. */
  pixel: number;
  shift: boolean;
  alt: boolean;
  /** Holds snapping off. */
  free: boolean;
  /** Which press of a double-click it is. */
  count: number;
}

export interface Tool {
  down(at: Pointer): void;
  /** Also without a button, for hovering. */
  move(at: Pointer): void;
  up(at: Pointer): void;
  cancel(): void;
  /** Another tool is taken: what is in hand is finished. */
  leave?(): void;
  /** Another photo is on the desk: what is in hand was of the one before, and goes with it. */
  forget?(): void;
  /** The focus goes elsewhere: what keys hold is put down. */
  blur?(): void;
  /** How the pointer looks there; a tool without it draws its own. */
  cursor?(at: Pointer): Cursor;
  /** @returns whether the key was the tool's */
  key?(event: KeyboardEvent): boolean;
}

/** Screen px that a press may tremble without being a drag. */
const TREMBLE = 3;

/** Whether the pointer has left where it was pressed. */
export function leaves(from: Pointer, at: Pointer): boolean {
  return Math.hypot(at.x - from.x, at.y - from.y) > TREMBLE * at.pixel;
}
