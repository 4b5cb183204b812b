/** A piece of the photo on paper, as large as it fits: a subject of the mask, or a region. */

import { useId } from 'react';
import type { PieceShown } from '../state/parts.ts';
import { useStore } from '../state/store.ts';

/** What is left free round the piece, of its longer side. */
const MARGIN = 0.06;

export function Thumb({ piece: { url, box } }: { piece: Pick<PieceShown, 'url' | 'box'> }) {
  const photoUrl = useStore((state) => state.photoUrl);
  const photo = useStore((state) => state.document?.photo);
  const id = useId();
  if (!photo || !photoUrl) return null;
  const { width, height } = photo;
  const [w, h] = [(box.right - box.left) * width, (box.bottom - box.top) * height];
  const margin = MARGIN * Math.max(w, h);
  const view = [box.left * width - margin, box.top * height - margin, w + 2 * margin, h + 2 * margin];
  const whole = { width, height, preserveAspectRatio: 'none' };
  return (
    <svg className="p-thumb" viewBox={view.join(' ')} aria-hidden="true">
      <mask id={id} maskUnits="userSpaceOnUse" x={0} y={0} {...{ width, height }}>
        <image href={url} {...whole} />
      </mask>
      <image href={photoUrl} mask={`url(#${id})`} {...whole} />
    </svg>
  );
}
