/**
 * Select: click, Shift adds, a marquee, a drag that moves (Alt copies), and hands on a running sketch, where a grabbed
 * stroke follows the pointer and is pinned where it is let go.
 */

import { visibleStrokes } from '../document/document.ts';
import { duplicate, moveStrokes } from '../document/edits.ts';
import { nearestPoint, strokesAt, touchesBox } from '../geometry/hit.ts';
import { app } from '../state/app.ts';
import type { Gesture } from '../state/desk.ts';
import { hover, useStore } from '../state/store.ts';
import { clearGhost, useGhost } from './ghost.ts';
import { leaves, type Pointer, type Tool } from './tool.ts';

/** Screen px within which a moving stroke is grabbed: wider than at rest, as it runs away. */
const GRAB = 10;

type Mode =
  | { kind: 'idle' }
  | { kind: 'pointing'; from: Pointer; hit: string | null }
  | { kind: 'moving'; from: Pointer; gesture: Gesture; ids: readonly string[]; copies: boolean }
  | { kind: 'marquee'; from: Pointer; kept: readonly string[] }
  | { kind: 'holding'; from: Pointer; id: string; points: readonly number[] };

export function selectTool(): Tool {
  let mode: Mode = { kind: 'idle' };

  return {
    down(at) {
      const { selection, job } = useStore.getState();
      if (job?.latest) {
        const grabbed = liveAt(at);
        useStore.setState({ selection: grabbed ? [grabbed.id] : [] });
        if (grabbed) {
          mode = { kind: 'holding', from: at, id: grabbed.id, points: grabbed.points };
          useGhost.setState({ held: { id: grabbed.id, points: grabbed.points } });
        }
        return;
      }
      const hit = hitAt(at);
      if (hit && at.shift) {
        const rest = selection.filter((id) => id !== hit);
        useStore.setState({ selection: rest.length < selection.length ? rest : [...selection, hit] });
      } else if (hit && !selection.includes(hit)) useStore.setState({ selection: [hit] });
      mode = { kind: 'pointing', from: at, hit };
    },

    move(at) {
      if (mode.kind === 'idle') return hover(useStore.getState().job?.latest ? (liveAt(at)?.id ?? null) : hitAt(at));
      if (mode.kind === 'pointing' && leaves(mode.from, at)) mode = begin(mode.from, mode.hit, at);
      if (mode.kind === 'moving') drag(mode, at);
      else if (mode.kind === 'marquee') sweep(mode, at);
      else if (mode.kind === 'holding') {
        const [dx, dy] = way(mode.from, at);
        const points = mode.points.map((value, i) => value + (i % 2 ? dy : dx));
        useGhost.setState({ held: { id: mode.id, points } });
      }
    },

    up(at) {
      if (mode.kind === 'pointing' && !mode.hit && !at.shift) useStore.setState({ selection: [] });
      if (mode.kind === 'moving') mode.gesture.end();
      if (mode.kind === 'holding') {
        const { from } = mode;
        const { held } = useGhost.getState();
        mode = { kind: 'idle' };
        if (!held || !leaves(from, at)) return clearGhost();
        app.editRunning({ kind: 'move', id: held.id, points: [...held.points] });
        return letGoWhenPinned(held.id);
      }
      mode = { kind: 'idle' };
      clearGhost();
    },

    cancel() {
      if (mode.kind === 'moving') {
        mode.gesture.cancel();
        useStore.setState({ selection: mode.ids });
      }
      if (mode.kind === 'marquee') useStore.setState({ selection: mode.kept });
      mode = { kind: 'idle' };
      clearGhost();
    },
  };
}

/** Holds the stroke where it was put until the engine says so too, else it would jump back for an event or two. */
function letGoWhenPinned(id: string): void {
  const stop = useStore.subscribe(({ job }) => {
    const own = job?.latest?.strokes.find((stroke) => stroke.id === id);
    if (own && !own.pinned) return;
    stop();
    if (useGhost.getState().held?.id === id) useGhost.setState({ held: null });
  });
}

function begin(from: Pointer, hit: string | null, at: Pointer): Mode {
  const { selection, document } = useStore.getState();
  if (!hit || !document) return { kind: 'marquee', from, kept: from.shift ? selection : [] };
  const ids = selection.length ? selection : [hit];
  const label = `${at.alt ? 'Copy' : 'Move'} ${ids.length === 1 ? 'stroke' : 'strokes'}`;
  return { kind: 'moving', from, gesture: app.gesture(label), ids, copies: at.alt };
}

function drag({ from, gesture, ids, copies }: Extract<Mode, { kind: 'moving' }>, at: Pointer): void {
  const [dx, dy] = way(from, at);
  let made: readonly string[] = ids;
  gesture.preview((document) => {
    if (!copies) return moveStrokes(document, ids, dx, dy);
    const result = duplicate(document, ids, dx, dy);
    made = result.ids;
    return result.document;
  });
  if (copies) useStore.setState({ selection: made });
}

function sweep({ from, kept }: Extract<Mode, { kind: 'marquee' }>, at: Pointer): void {
  const { document } = useStore.getState();
  if (!document) return;
  const box = [Math.min(from.x, at.x), Math.min(from.y, at.y), Math.max(from.x, at.x), Math.max(from.y, at.y)] as const;
  const inside = visibleStrokes(document).filter(({ points }) => touchesBox(points, ...box));
  useStore.setState({ selection: [...new Set([...kept, ...inside.map(({ id }) => id)])] });
  useGhost.setState({ box });
}

/** The way dragged; with Shift along one axis. */
function way(from: Pointer, at: Pointer): [number, number] {
  const [dx, dy] = [at.x - from.x, at.y - from.y];
  if (!at.shift) return [dx, dy];
  return Math.abs(dx) > Math.abs(dy) ? [dx, 0] : [0, dy];
}

/** The stroke under the pointer: a selected one first, with Alt the one beneath. */
export function hitAt(at: Pointer): string | null {
  const { document, selection } = useStore.getState();
  if (!document) return null;
  const hits = strokesAt(visibleStrokes(document), at.x, at.y, at.pixel);
  if (at.alt && hits.length > 1) return hits[1]!.id;
  return (hits.find(({ id }) => selection.includes(id)) ?? hits[0])?.id ?? null;
}

/** The stroke of a running sketch under the pointer, of those that are not locked. */
function liveAt(at: Pointer): { id: string; points: number[] } | null {
  const { job, document } = useStore.getState();
  const locked = new Set(document?.strokes.filter((stroke) => stroke.locked).map(({ id }) => id));
  let [best, least] = [null as { id: string; points: number[] } | null, Number.POSITIVE_INFINITY];
  for (const stroke of job?.latest?.strokes ?? []) {
    if (locked.has(stroke.id)) continue;
    const { distance } = nearestPoint(stroke.points, at.x, at.y);
    if (distance <= Math.max(stroke.width / 2, GRAB * at.pixel) && distance < least) [best, least] = [stroke, distance];
  }
  return best;
}
