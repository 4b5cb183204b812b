/**
 * The strokes that the list shows: the document's, or those of a running sketch as they were a moment ago. A list that
 * followed every event could not be read, nor pressed.
 */

import { useEffect, useState } from 'react';
import type { LiveStroke } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';
import { useStore } from '../state/store.ts';

/** Milliseconds between two looks at a running sketch. */
const PACE = 500;

/** @returns the document to list, and whether its strokes are a running sketch's */
export function useListed(document: LineamentDocument): { listed: LineamentDocument; live: boolean } {
  const [strokes, setStrokes] = useState<readonly LiveStroke[] | null>(null);
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const look = () => {
      clearTimeout(due);
      due = undefined;
      last = performance.now();
      setStrokes(useStore.getState().job?.latest?.strokes ?? null);
    };
    look();
    const stop = useStore.subscribe(({ job }, before) => {
      if (job?.latest === before.job?.latest) return;
      const wait = last + PACE - performance.now();
      // Its beginning and its end are seen at once.
      if (wait <= 0 || !job?.latest || !before.job?.latest) look();
      else due ??= setTimeout(look, wait);
    });
    return () => {
      stop();
      clearTimeout(due);
    };
  }, []);
  if (!strokes) return { listed: document, live: false };
  const own = new Map(document.strokes.map((stroke) => [stroke.id, stroke]));
  const asListed = strokes.map(({ pinned, ...stroke }) => ({
    ...stroke,
    locked: own.get(stroke.id)?.locked ?? false,
    hidden: false,
    worth: null,
  }));
  return { listed: { ...document, strokes: asListed }, live: true };
}
