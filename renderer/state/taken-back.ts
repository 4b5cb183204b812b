/** What takes a hand's work on a running sketch back. */

import type { LiveStroke, SketchEdit } from '../../main/contract.ts';
import { lookOf } from './begun.ts';

/**
 * Edits of a running sketch that take others back: strokes lie and look as they did, and those that moved by themselves
 * do so again, from there.
 *
 * @param edits of strokes
 * @param before the strokes as they were
 */
export function takenBack(edits: readonly SketchEdit[], before: readonly LiveStroke[]): SketchEdit[] {
  const ofStrokes = edits.filter((edit) => 'id' in edit);
  return [...new Set(ofStrokes.map(({ id }) => id))].flatMap((id): SketchEdit[] => {
    const was = before.find((stroke) => stroke.id === id);
    if (!was) return [{ kind: 'delete', id }];
    const own = ofStrokes.filter((edit) => edit.id === id);
    const { points, pinned } = was;
    if (own.some(({ kind }) => kind === 'delete'))
      return [{ kind: 'add', id, points }, lookOf(was), ...(pinned ? [] : [{ kind: 'unpin' as const, id }])];
    const styles = own.filter((edit) => edit.kind === 'style');
    const look = (['width', 'color', 'opacity'] as const).filter((name) =>
      styles.some((edit) => edit[name] !== undefined),
    );
    const moved = own.length > styles.length;
    return [
      ...(moved ? [{ kind: 'move' as const, id, points }] : []),
      ...(look.length
        ? [{ kind: 'style' as const, id, ...Object.fromEntries(look.map((name) => [name, was[name]])) }]
        : []),
      ...(moved && !pinned ? [{ kind: 'unpin' as const, id }] : []),
    ];
  });
}
