/**
 * A control's change of the selected strokes' look as one step of the history: every change is a preview, the end is the
 * step. A control that goes away in the middle ends it, so that none stays open.
 */

import { useEffect, useRef } from 'react';
import { type Restyling, restyling } from '../tools/restyle.ts';

/** @param label of the step: "Line width" */
export function useRestyle(label: string, ids: readonly string[]): Restyling {
  const open = useRef<Restyling | null>(null);
  const end = () => {
    open.current?.end();
    open.current = null;
  };
  useEffect(() => () => open.current?.end(), []);
  return {
    preview(style) {
      open.current ??= restyling(label, ids);
      open.current.preview(style);
    },
    end,
  };
}
