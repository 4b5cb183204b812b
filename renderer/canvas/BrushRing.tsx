/** The ring of a brush: as large as what it paints, dashed while it takes away. */

import { brushRadius } from '../document/emphasis.ts';
import { useStore } from '../state/store.ts';
import { useRing } from '../tools/detail.ts';
import { toScreen, type View } from './view.ts';

/** Screen px: of the sign in the ring's middle, to each side. */
const SIGN = 4;

/** The brush that paints detail. */
export function BrushRing({ view }: { view: View }) {
  const { at, taking } = useRing();
  const brush = useStore((state) => state.brush);
  const photo = useStore((state) => state.document?.photo);
  if (!at || !photo) return null;
  const radius = brushRadius(brush, photo) * view.scale;
  return <Ring at={toScreen(view, at.x, at.y)} radius={radius} away={taking || brush.erasing} />;
}

interface RingProps {
  /** Its middle and its radius, screen px. */
  at: readonly [number, number];
  radius: number;
  away: boolean;
}

export function Ring({ at: [x, y], radius, away }: RingProps) {
  const sign = `M${x - SIGN} ${y}H${x + SIGN}${away ? '' : `M${x} ${y - SIGN}V${y + SIGN}`}`;
  return (
    <svg className={away ? 'ring away' : 'ring'} aria-hidden="true">
      <circle className="under" cx={x} cy={y} r={radius} />
      <circle cx={x} cy={y} r={radius} />
      <path className="under" d={sign} />
      <path d={sign} />
    </svg>
  );
}
