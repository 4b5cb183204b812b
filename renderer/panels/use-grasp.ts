/**
 * A field's movement of a stroke as one step of the history, or as the running sketch's edit: every change is a preview,
 * the end is the step. A field that goes away in the middle ends it, so that none stays open.
 */

import { useEffect, useRef } from 'react';
import type { Chain } from '../geometry/chain.ts';
import { type Grasp, grasp } from '../tools/grasp.ts';
import { strokeOnSheet } from '../tools/on-sheet.ts';

interface GraspHandlers {
  /** The stroke's course when the field took it, which is now where it has not. */
  from(): Chain;
  preview(points: Chain): void;
  end(): void;
}

/** @param label of the step: "Move node" */
export function useGrasp(label: string, id: string): GraspHandlers {
  const open = useRef<Grasp | null>(null);
  const end = () => {
    open.current?.end();
    open.current = null;
  };
  useEffect(() => () => open.current?.end(), []);
  return {
    from: () => open.current?.from.get(id) ?? strokeOnSheet(id)?.points ?? [],
    preview(points) {
      open.current ??= grasp(label, [id]);
      open.current.preview(new Map([[id, [points]]]));
    },
    end,
  };
}
