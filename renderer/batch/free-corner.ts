/**
 * The corner of a card where a small photo hides least of the drawing.
 *
 * A card is taken as 240 × 186 px with the drawing fitted into it, which holds within a few px in every window.
 */

/** The order in which corners are taken that are equally free. */
const CORNERS = ['bottom-left', 'bottom-right', 'top-left', 'top-right'] as const;
export type Corner = (typeof CORNERS)[number];

/** Px of the card, of the air round the drawing, and of the small photo with its rim and distance from the edges. */
const CARD = { width: 240, height: 186 };
const AIR = { x: 14, y: 10 };
const PHOTO = { width: 56, height: 50 };

interface Lines {
  strokes: readonly { points: readonly number[] }[];
  /** Photo px. */
  width: number;
  height: number;
}

/** The corner with the fewest control points, and of those the first. */
export function freeCorner({ strokes, width, height }: Lines): Corner {
  const room = { width: CARD.width - 2 * AIR.x, height: CARD.height - 2 * AIR.y };
  const scale = Math.min(room.width / width, room.height / height);
  const left = (CARD.width - width * scale) / 2;
  const top = (CARD.height - height * scale) / 2;
  const hidden = new Map<Corner, number>();
  for (const { points } of strokes) {
    for (let i = 0; i + 1 < points.length; i += 2) {
      const x = left + points[i]! * scale;
      const y = top + points[i + 1]! * scale;
      const across = x < PHOTO.width ? 'left' : x > CARD.width - PHOTO.width ? 'right' : null;
      const down = y < PHOTO.height ? 'top' : y > CARD.height - PHOTO.height ? 'bottom' : null;
      if (across && down) hidden.set(`${down}-${across}`, (hidden.get(`${down}-${across}`) ?? 0) + 1);
    }
  }
  const of = (corner: Corner) => hidden.get(corner) ?? 0;
  return CORNERS.reduce((best, corner) => (of(corner) < of(best) ? corner : best));
}
