/** The result of a job whose engine had to be ended: what was last seen of it, the document's own strokes as they are. */

import type { DocumentStroke, SketchOutcome, SketchProgress } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';

const NEW = { locked: false, hidden: false, worth: null };

/** @param stays strokes of the document that the run left alone; those of them that nobody sees are in no event */
export function seenOutcome(
  document: LineamentDocument,
  seen: SketchProgress,
  stays: (stroke: DocumentStroke) => boolean,
): SketchOutcome {
  const own = new Map(document.strokes.map((stroke) => [stroke.id, stroke]));
  const strokes = seen.strokes.map(({ pinned, ...live }) => {
    const stroke = own.get(live.id);
    if (!stroke) return { ...live, ...NEW };
    // A person may have changed it meanwhile.
    const { points, width, color, opacity } = stroke;
    const same = points === live.points && width === live.width && color === live.color && opacity === live.opacity;
    return same ? stroke : { ...stroke, ...live, worth: null };
  });
  const shown = new Set(seen.strokes.map(({ id }) => id));
  const unseen = document.strokes.filter((stroke) => stays(stroke) && stroke.hidden && !shown.has(stroke.id));
  const { photo, settings } = document;
  const rest = { levels: [], tries: [], seed: settings.seed, stopped: true, seconds: 0, notes: [] };
  const { likeness, by } = seen;
  return {
    width: photo.width,
    height: photo.height,
    strokes: [...unseen, ...strokes],
    likeness: likeness ?? 0,
    by,
    ...rest,
  };
}
