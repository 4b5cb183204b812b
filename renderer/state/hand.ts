/**
 * What a person did to strokes of a running sketch, for the case that the engine can answer no more: its last event may
 * be older than the last edits, and what is kept of the sketch then has to hold them all the same.
 *
 * An edit that the events have shown already is done again without harm: strokes that were put lie where they were put.
 */

import type { LiveStroke, SketchEdit } from '../../main/contract.ts';
import { INK } from '../../main/strokes/stroke.ts';
import type { Looks } from './live-looks.ts';

/** Where strokes were put, by id; null: deleted. */
export type Hand = ReadonlyMap<string, number[] | null>;

/** The hand's work with one edit of a stroke more. */
export function withHand(hand: Hand, edit: SketchEdit): Hand {
  if (edit.kind === 'move' || edit.kind === 'add') return new Map([...hand, [edit.id, edit.points]]);
  if (edit.kind === 'delete') return new Map([...hand, [edit.id, null]]);
  // A stroke that is let go is the engine's again.
  if (edit.kind === 'unpin') return new Map([...hand].filter(([id]) => id !== edit.id));
  return hand;
}

/** The strokes of an event as the hand has them; those that it does not know yet come last, as bold as the boldest. */
export function inHand(strokes: readonly LiveStroke[], hand: Hand, looks: Looks): LiveStroke[] {
  const known = new Set(strokes.map(({ id }) => id));
  const width = strokes.reduce((widest, stroke) => Math.max(widest, stroke.width), 1);
  const put = strokes.flatMap((stroke) => {
    const points = hand.get(stroke.id);
    if (points === undefined) return [stroke];
    return points ? [{ ...stroke, points, pinned: true }] : [];
  });
  const added = [...hand].flatMap(([id, points]) =>
    points && !known.has(id) ? [{ id, points, width, color: INK, opacity: 1, ...looks.get(id), pinned: true }] : [],
  );
  return [...put, ...added];
}
