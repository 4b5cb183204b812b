/** The result of a job whose engine had to be ended: what was last seen of it, the document's own strokes as they are. */

import type { SketchOutcome, SketchProgress } from '../../main/contract.ts';
import { INK } from '../../main/strokes/stroke.ts';
import type { LineamentDocument } from '../document/document.ts';

const LOOK = { color: INK, opacity: 1, locked: false, hidden: false, worth: null };

export function seenOutcome(document: LineamentDocument, seen: SketchProgress): SketchOutcome {
  const own = new Map(document.strokes.map((stroke) => [stroke.id, stroke]));
  const strokes = seen.strokes.map(({ id, points, width }) => {
    const stroke = own.get(id);
    if (!stroke) return { id, points, width, ...LOOK };
    // A person may have moved it meanwhile.
    return stroke.points === points ? stroke : { ...stroke, points, worth: null };
  });
  const { photo, settings } = document;
  const rest = { levels: [], tries: [], seed: settings.seed, stopped: true, seconds: 0, notes: [] };
  return { width: photo.width, height: photo.height, strokes, likeness: seen.likeness ?? 0, ...rest };
}
