/**
 * A control's movement over the looks of a running sketch's strokes: the engine is told of every change, and the whole is
 * one step.
 */

import type { StrokeStyle } from '../document/edits.ts';
import { type Restyling, restyle } from '../tools/restyle.ts';
import { useInHand } from './use-in-hand.ts';

interface LookHandlers {
  preview(ids: readonly string[], style: StrokeStyle): void;
  end(): void;
}

/** @param label of the step: "Line width" */
export function useLiveLook(label: string): LookHandlers {
  const hand = useInHand<Restyling>();
  return {
    preview: (ids, style) => hand.hold(() => restyle(label, ids)).preview(style),
    end: hand.end,
  };
}
