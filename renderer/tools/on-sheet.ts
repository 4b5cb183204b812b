/**
 * The strokes that are on the sheet now: the document's, or those of a running sketch as they are painted this frame.
 *
 * Tools, marks and fields ask here, so that a stroke is a stroke whether or not the engine moves it.
 */

import type { DocumentStroke } from '../../main/contract.ts';
import { visibleStrokes } from '../document/document.ts';
import { newIds } from '../document/stroke-ids.ts';
import { type Chain, curveCount, longestOf } from '../geometry/chain.ts';
import { type AppState, useStore } from '../state/store.ts';
import { useGhost } from './ghost.ts';

export type SheetStroke = Pick<DocumentStroke, 'id' | 'width' | 'color' | 'opacity' | 'locked'> & { points: Chain };

/** Whether a sketch's strokes are on the sheet and not the document's. */
export function isLive({ job }: Pick<AppState, 'job'> = useStore.getState()): boolean {
  return job?.latest != null;
}

/** Those that can be seen, most important first. */
export function strokesOnSheet(state: Pick<AppState, 'job' | 'document'> = useStore.getState()): SheetStroke[] {
  const { document, job } = state;
  if (!document) return [];
  if (!job?.latest) return visibleStrokes(document);
  const { held, painted } = useGhost.getState();
  const locked = new Set(document.strokes.filter((stroke) => stroke.locked).map(({ id }) => id));
  return job.latest.strokes.flatMap(({ id, points, width, color, opacity }) => {
    const pieces = held?.get(id);
    const now = pieces ? pieces[longestOf(pieces)] : (painted.get(id) ?? points);
    return now ? [{ id, width, color, opacity, points: now, locked: locked.has(id) }] : [];
  });
}

/** One stroke of the sheet by its name. */
export function strokeOnSheet(id: string): SheetStroke | null {
  return strokesOnSheet().find((stroke) => stroke.id === id) ?? null;
}

/** The one stroke whose nodes can be worked on: it alone is selected, is seen and not locked. */
export function chosenStroke(): SheetStroke | null {
  const { selection } = useStore.getState();
  const stroke = selection.length === 1 ? strokeOnSheet(selection[0]!) : null;
  return stroke && !stroke.locked ? stroke : null;
}

/** Number of the node of a stroke that keys and fields act on, or null. */
export function activeNode(stroke: Pick<SheetStroke, 'id' | 'points'>, node = useStore.getState().node): number | null {
  return node?.stroke === stroke.id && node.node <= curveCount(stroke.points) ? node.node : null;
}

/** Names that were given since a sketch runs: its events speak of a new stroke only some time after it was told. */
let given: { id: string }[] = [];
useStore.subscribe(({ job }) => {
  if (!job && given.length) given = [];
});

/** A source of ids that no stroke has, neither of the document nor of what runs. */
export function freshIds(): () => string {
  const { document, job } = useStore.getState();
  const { strokes, tries, variations } = document ?? { strokes: [], tries: [], variations: [] };
  const live = [{ strokes: job?.latest?.strokes ?? [] }, ...(job?.tries ?? []), { strokes: given }];
  const fresh = newIds({ strokes, tries: [...tries, ...live], variations });
  return () => {
    const id = fresh();
    if (job) given.push({ id });
    return id;
  };
}
