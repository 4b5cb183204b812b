/**
 * The blue pins of a running sketch: each stands where a person put a stroke, and lets it go when it is clicked.
 */

import { Pin } from 'lucide-react';
import { pointAt } from '../../main/strokes/bezier.ts';
import { useStore } from '../state/store.ts';
import { toScreen, type View } from './view.ts';

export function Pins({ view, unpin }: { view: View; unpin: (id: string) => void }) {
  const strokes = useStore((state) => state.job?.latest?.strokes);
  return (strokes ?? []).map(({ id, pinned, points }) => {
    if (!pinned) return null;
    const [left, top] = toScreen(view, ...pointAt(points, 0.5));
    return (
      <button
        key={id}
        type="button"
        className="pin"
        aria-label="Let the stroke go"
        style={{ left, top }}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => unpin(id)}
      >
        <Pin size={13} strokeWidth={2.4} aria-hidden="true" />
      </button>
    );
  });
}
