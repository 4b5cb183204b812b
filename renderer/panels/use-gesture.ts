/** A control's movement as one step of the history: every change is a preview, the end is the step. */

import type { LineamentDocument } from '../document/document.ts';
import { app } from '../state/app.ts';
import type { Gesture } from '../state/desk.ts';
import { useInHand } from './use-in-hand.ts';

interface GestureHandlers {
  preview(change: (from: LineamentDocument) => LineamentDocument): void;
  end(): void;
}

/** @param label of the step: "Line width" */
export function useGesture(label: string): GestureHandlers {
  const hand = useInHand<Gesture>();
  return {
    preview: (change) => hand.hold(() => app.gesture(label)).preview(change),
    end: hand.end,
  };
}
