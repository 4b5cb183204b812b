/**
 * A control's movement over the looks of a running sketch's strokes: the engine is told of every change, and the whole is
 * one step. A control that goes away in the middle ends its step, so that none stays open.
 */

import { useEffect, useRef } from 'react';
import type { StrokeStyle } from '../document/edits.ts';
import { type Restyling, restyle } from '../tools/restyle.ts';

interface LookHandlers {
  preview(ids: readonly string[], style: StrokeStyle): void;
  end(): void;
}

/** @param label of the step: "Line width" */
export function useLiveLook(label: string): LookHandlers {
  const open = useRef<Restyling | null>(null);
  const end = () => {
    open.current?.end();
    open.current = null;
  };
  useEffect(() => () => open.current?.end(), []);
  return {
    preview: (ids, style) => {
      open.current ??= restyle(label, ids);
      open.current.preview(style);
    },
    end,
  };
}
