/**
 * Select: click, Shift adds, a marquee, a drag that moves (Alt copies), and hands on a running sketch, where a grabbed
 * stroke stops, follows the pointer and is pinned where it is let go.
 */

import { shifted } from '../geometry/chain.ts';
import { STROKE_REACH, strokesAt, touchesBox } from '../geometry/hit.ts';
import { hover, useStore } from '../state/store.ts';
import { type Copies, copies } from './copies.ts';
import { clearGhost, useGhost } from './ghost.ts';
import { type Grasp, grasp } from './grasp.ts';
import { guideThrough } from './guides.ts';
import { isLive, strokesOnSheet } from './on-sheet.ts';
import { leaves, type Pointer, type Tool } from './tool.ts';

/** Screen px within which a moving stroke is grabbed: wider than at rest, as it runs away. */
const GRAB = 10;

type Mode =
  | { kind: 'idle' }
  | { kind: 'pointing'; from: Pointer; hit: string | null; held: Grasp | null }
  | { kind: 'moving'; from: Pointer; held: Grasp }
  | { kind: 'copying'; from: Pointer; held: Copies }
  | { kind: 'marquee'; from: Pointer; kept: readonly string[] };

export function selectTool(): Tool {
  let mode: Mode = { kind: 'idle' };

  return {
    down(at) {
      const { selection } = useStore.getState();
      const hit = hitAt(at);
      if (hit && at.shift) {
        const rest = selection.filter((id) => id !== hit);
        useStore.setState({ selection: rest.length < selection.length ? rest : [...selection, hit] });
      } else if (hit && !selection.includes(hit)) useStore.setState({ selection: [hit] });
      // A moving stroke stops under the finger, not only once the finger moves.
      mode = { kind: 'pointing', from: at, hit, held: hit && isLive() ? take() : null };
    },

    move(at) {
      if (mode.kind === 'idle') return hover(hitAt(at));
      if (mode.kind === 'pointing' && leaves(mode.from, at)) mode = begin(mode, at);
      if (mode.kind === 'moving') {
        const [dx, dy] = way(mode.from, at);
        mode.held.preview(new Map([...mode.held.from].map(([id, points]) => [id, [shifted(points, dx, dy)]])));
      } else if (mode.kind === 'copying') mode.held.preview(...way(mode.from, at));
      else if (mode.kind === 'marquee') sweep(mode, at);
    },

    up(at) {
      if (mode.kind === 'pointing') {
        mode.held?.cancel();
        if (!mode.hit && !at.shift) useStore.setState({ selection: [] });
      } else if (mode.kind === 'moving' || mode.kind === 'copying') mode.held.end();
      mode = { kind: 'idle' };
      clearGhost();
    },

    cancel() {
      if (mode.kind === 'pointing' || mode.kind === 'moving' || mode.kind === 'copying') mode.held?.cancel();
      if (mode.kind === 'marquee') useStore.setState({ selection: mode.kept });
      mode = { kind: 'idle' };
      clearGhost();
    },

    cursor(at) {
      if (mode.kind === 'copying') return 'copy';
      if (mode.kind === 'moving') return isLive() ? 'grabbing' : 'arrow';
      if (mode.kind !== 'idle' || !hitAt(at)) return 'arrow';
      if (at.alt) return 'copy';
      return isLive() ? 'hand-pin' : 'arrow';
    },
  };
}

/** All that is selected and not locked. */
function take(): Grasp {
  const { selection } = useStore.getState();
  return grasp(`Move ${selection.length === 1 ? 'stroke' : 'strokes'}`, selection);
}

function begin({ from, hit, held }: Extract<Mode, { kind: 'pointing' }>, at: Pointer): Mode {
  const { selection } = useStore.getState();
  if (!hit) return { kind: 'marquee', from, kept: from.shift ? selection : [] };
  if (!at.alt) return { kind: 'moving', from, held: held ?? take() };
  held?.cancel();
  return { kind: 'copying', from, held: copies(`Copy ${selection.length === 1 ? 'stroke' : 'strokes'}`, selection) };
}

function sweep({ from, kept }: Extract<Mode, { kind: 'marquee' }>, at: Pointer): void {
  const box = [Math.min(from.x, at.x), Math.min(from.y, at.y), Math.max(from.x, at.x), Math.max(from.y, at.y)] as const;
  const inside = strokesOnSheet().filter(({ points }) => touchesBox(points, ...box));
  useStore.setState({ selection: [...new Set([...kept, ...inside.map(({ id }) => id)])] });
  useGhost.setState({ box });
}

/** The way dragged; with Shift along one axis, unless Ctrl holds that off. */
function way(from: Pointer, at: Pointer): [number, number] {
  const [dx, dy] = [at.x - from.x, at.y - from.y];
  if (!at.shift || at.free) {
    useGhost.setState({ guides: [] });
    return [dx, dy];
  }
  const level = Math.abs(dx) > Math.abs(dy);
  useGhost.setState({ guides: [guideThrough(from, level ? 0 : 90, Math.hypot(dx, dy), at.pixel)] });
  return level ? [dx, 0] : [0, dy];
}

/** The stroke under the pointer: a selected one first, with Alt the one beneath. Locked ones cannot be grabbed live. */
export function hitAt(at: Pointer): string | null {
  const { selection } = useStore.getState();
  const live = isLive();
  const strokes = strokesOnSheet().filter(({ locked }) => !live || !locked);
  const hits = strokesAt(strokes, at.x, at.y, at.pixel, live ? GRAB : STROKE_REACH);
  if (at.alt && hits.length > 1) return hits[1]!.id;
  return (hits.find(({ id }) => selection.includes(id)) ?? hits[0])?.id ?? null;
}
