/** The first places of a sketch in their order, over the points of interest: numbers of one size at any zoom. */

import { seen } from '../state/layers.ts';
import { useStore } from '../state/store.ts';
import { toScreen, type View } from './view.ts';

export function Places({ view }: { view: View }) {
  const shown = useStore(({ layers }) => seen(layers.interest) > 0);
  const places = useStore((state) => state.interest?.places);
  // In Compare what lies over the sheet belongs to After.
  const from = useStore(({ looking, divider, document, job }) =>
    looking === 'compare' && !job ? divider * (document?.photo.width ?? 0) : Number.NEGATIVE_INFINITY,
  );
  if (!shown || !places) return null;
  return (
    <svg className="places" role="img" aria-label={`${places.length} places where the first strokes start`}>
      {places.map(({ x, y }, i) => {
        if (x < from) return null;
        const [cx, cy] = toScreen(view, x, y);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place is its number
          <g key={i}>
            <circle cx={cx} cy={cy} r={10} />
            <text x={cx} y={cy} dy="4">
              {i + 1}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
