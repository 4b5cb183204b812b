/**
 * A control's movement as one step of the history: every change is a preview, the end is the step.
 *
 * A control that goes away in the middle ends its gesture, so that none stays open.
 */

import { useEffect, useRef } from 'react';
import type { LineamentDocument } from '../document/document.ts';
import { app } from '../state/app.ts';
import type { Gesture } from '../state/desk.ts';

interface GestureHandlers {
  preview(change: (from: LineamentDocument) => LineamentDocument): void;
  end(): void;
}

/** @param label of the step: "Line width" */
export function useGesture(label: string): GestureHandlers {
  const open = useRef<Gesture | null>(null);
  const end = () => {
    open.current?.end();
    open.current = null;
  };
  useEffect(() => () => open.current?.end(), []);
  return {
    preview: (change) => {
      open.current ??= app.gesture(label);
      open.current.preview(change);
    },
    end,
  };
}
