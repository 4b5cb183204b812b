/** The ring of the brush that paints detail: as large as what it paints, dashed while it takes away. */

import { brushRadius } from '../document/emphasis.ts';
import { useStore } from '../state/store.ts';
import { useRing } from '../tools/detail.ts';
import { toScreen, type View } from './view.ts';

/** Screen px: of the sign in the ring's middle, to each side. */
const SIGN = 4;

export function BrushRing({ view }: { view: View }) {
  const { at, taking } = useRing();
  const brush = useStore((state) => state.brush);
  const photo = useStore((state) => state.document?.photo);
  if (!at || !photo) return null;
  const [x, y] = toScreen(view, at.x, at.y);
  const radius = brushRadius(brush, photo) * view.scale;
  const away = taking || brush.erasing;
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
