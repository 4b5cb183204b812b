/**
 * A field's movement of a stroke as one step of the history, or as the running sketch's edit: every change is a preview,
 * the end is the step.
 */

import type { Chain } from '../geometry/chain.ts';
import { type Grasp, grasp } from '../tools/grasp.ts';
import { strokeOnSheet } from '../tools/on-sheet.ts';
import { useInHand } from './use-in-hand.ts';

interface GraspHandlers {
  /** The stroke's course when the field took it, which is now where it has not. */
  from(): Chain;
  preview(points: Chain): void;
  end(): void;
}

/** @param label of the step: "Move node" */
export function useGrasp(label: string, id: string): GraspHandlers {
  const hand = useInHand<Grasp>();
  return {
    from: () => hand.held?.from.get(id) ?? strokeOnSheet(id)?.points ?? [],
    preview: (points) => hand.hold(() => grasp(label, [id])).preview(new Map([[id, [points]]])),
    end: hand.end,
  };
}
