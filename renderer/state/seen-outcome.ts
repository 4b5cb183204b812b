/** The result of a job whose engine had to be ended: what was last seen of it, the document's own strokes as they are. */

import type { SketchOutcome, SketchProgress } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';

const NEW = { locked: false, hidden: false, worth: null };

export function seenOutcome(document: LineamentDocument, seen: SketchProgress): SketchOutcome {
  const own = new Map(document.strokes.map((stroke) => [stroke.id, stroke]));
  const strokes = seen.strokes.map(({ pinned, ...live }) => {
    const stroke = own.get(live.id);
    if (!stroke) return { ...live, ...NEW };
    // A person may have changed it meanwhile.
    const { points, width, color, opacity } = stroke;
    const same = points === live.points && width === live.width && color === live.color && opacity === live.opacity;
    return same ? stroke : { ...stroke, ...live, worth: null };
  });
  const { photo, settings } = document;
  const rest = { levels: [], tries: [], seed: settings.seed, stopped: true, seconds: 0, notes: [] };
  const { likeness, by } = seen;
  return { width: photo.width, height: photo.height, strokes, likeness: likeness ?? 0, by, ...rest };
}
