/**
 * The blue pins of a running sketch: each stands where a person put a stroke, and lets it go when it is clicked. It
 * stands on the stroke's middle like a pin in a map, so that the middle itself can still be taken in hand.
 *
 * Chains of several curves have none: the engine draws single ones and leaves a chain where it was put.
 */

import { Pin } from 'lucide-react';
import { pointAt } from '../../main/strokes/bezier.ts';
import { useStore } from '../state/store.ts';
import { useGhost } from '../tools/ghost.ts';
import { unpin } from '../tools/grasp.ts';
import { toScreen, type View } from './view.ts';

export function Pins({ view }: { view: View }) {
  const strokes = useStore((state) => state.job?.latest?.strokes);
  const held = useGhost((ghost) => ghost.held);
  return (strokes ?? []).map(({ id, pinned, points }) => {
    const now = held?.get(id)?.[0] ?? points;
    if (!pinned || now.length !== 8) return null;
    const [left, top] = toScreen(view, ...pointAt(now, 0.5));
    return (
      <button
        key={id}
        type="button"
        className="pin"
        aria-label="Let the stroke go"
        title="Let the stroke go"
        style={{ left, top }}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => unpin([id])}
      >
        <Pin size={13} strokeWidth={2.4} aria-hidden="true" />
      </button>
    );
  });
}
