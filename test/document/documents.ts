import type { DocumentStroke } from '../../main/contract.ts';
import { type LineamentDocument, newDocument } from '../../renderer/document/document.ts';

/** A stroke of one straight curve, its number in its place and its name. */
export function stroke(number: number, changes: Partial<DocumentStroke> = {}): DocumentStroke {
  const y = 10 * number;
  return {
    id: `s${number}`,
    points: [0, y, 10, y, 20, y, 30, y],
    width: 2,
    color: '#000000',
    opacity: 1,
    locked: false,
    hidden: false,
    worth: number,
    ...changes,
  };
}

/** A document of strokes s1 to s`count`, all shown, as a run would have left it. */
export function documentOf(count: number, changes: Partial<LineamentDocument> = {}): LineamentDocument {
  const strokes = Array.from({ length: count }, (_, i) => stroke(i + 1));
  return {
    ...newDocument({ asset: 'photo', name: 'hen.jpg', width: 400, height: 300 }),
    strokes,
    shown: count,
    levels: strokes.map((_, i) => ({ strokes: i + 1, likeness: 10 * (i + 1) })),
    likeness: 10 * count,
    kept: 0,
    ...changes,
  };
}

/** Numbers 0 ≤ x < 1 that are the same every time (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
