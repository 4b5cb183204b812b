/**
 * Copies of strokes in a hand. In the document they are one step of the history; to a running sketch they are strokes
 * more, in their originals' looks, which it gets when they are let go.
 */

import type { SketchEdit } from '../../main/contract.ts';
import { duplicate } from '../document/edits.ts';
import { shifted } from '../geometry/chain.ts';
import { app } from '../state/app.ts';
import { lookOf } from '../state/begun.ts';
import { useStore } from '../state/store.ts';
import { useGhost } from './ghost.ts';
import { freshIds, isLive, type SheetStroke, strokesOnSheet } from './on-sheet.ts';

export interface Copies {
  /** Shows them that far from their originals, photo px. */
  preview(dx: number, dy: number): void;
  /** Leaves them there, selected. */
  end(): void;
  /** There are none, and the originals are selected again. */
  cancel(): void;
}

/** Copies strokes. `label` names the undo step. */
export function copies(label: string, ids: readonly string[]): Copies {
  return isLive() ? liveCopies(label, ids) : documentCopies(label, ids);
}

function documentCopies(label: string, ids: readonly string[]): Copies {
  const gesture = app.gesture(label);
  const fresh = freshIds();
  const names: string[] = [];
  return {
    preview(dx, dy) {
      gesture.preview((document) => {
        let copy = 0;
        const copied = duplicate(document, ids, dx, dy, () => (names[copy++] ??= fresh()));
        useStore.setState({ selection: copied.ids });
        return copied.document;
      });
    },
    end: () => gesture.end(),
    cancel() {
      gesture.cancel();
      useStore.setState({ selection: [...ids] });
    },
  };
}

function liveCopies(label: string, ids: readonly string[]): Copies {
  const fresh = freshIds();
  const originals = strokesOnSheet().filter(({ id }) => ids.includes(id));
  const named = new Map(originals.map((stroke): [string, SheetStroke] => [fresh(), stroke]));
  let by: [number, number] = [0, 0];
  const placed = () => new Map([...named].map(([id, { points }]) => [id, [shifted(points, ...by)]]));
  return {
    preview(dx, dy) {
      by = [dx, dy];
      useGhost.setState({ held: placed() });
    },
    end() {
      const edits = [...placed()].flatMap(([id, [points]]): SketchEdit[] => {
        const { width, color, opacity } = named.get(id)!;
        return [{ kind: 'add', id, points: [...points!] }, lookOf({ id, width, color, opacity })];
      });
      app.stepRunning(label, edits);
      useGhost.setState({ held: null });
      useStore.setState({ selection: [...named.keys()] });
    },
    cancel: () => useGhost.setState({ held: null }),
  };
}
