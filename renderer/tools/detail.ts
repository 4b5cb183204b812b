/**
 * More detail here: a brush that paints where detail counts more; with Alt, or set to it, it takes away.
 *
 * By keys: Enter or Space paints round the selected stroke, which Tab walks; where no stroke is, arrows move the ring,
 * and they paint under it. One press to its release, or one key, is one step.
 */

import { create } from 'zustand';
import { brushRadius, lineAlong, paintLine } from '../document/emphasis.ts';
import type { GreyPicture } from '../document/grey-png.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { strokesOnSheet } from './on-sheet.ts';
import type { Pointer, Tool } from './tool.ts';

interface Ring {
  /** Middle of the brush, photo px; null: it is not over the canvas. */
  at: { x: number; y: number } | null;
  /** Whether Alt is held. */
  taking: boolean;
}

/** Where the brush is, for its ring to be drawn there. */
export const useRing = create<Ring>(() => ({ at: null, taking: false }));

/** By how much a key makes the brush larger or smaller. */
const STEP = 1.25;
export const BRUSH_SIZE = { min: 1, max: 60, step: 0.5 };

/** Photo px, of a brush's radius, by which an arrow moves the ring; with Shift, and without. */
const MOVES = { long: 2, short: 0.5 };
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Makes the brush larger or smaller by steps that look alike at any size. */
export function resizeBrush(by: 1 | -1): void {
  const { brush } = useStore.getState();
  const stepped = Math.round(2 * brush.size * STEP ** by) / 2;
  const size = Math.min(BRUSH_SIZE.max, Math.max(BRUSH_SIZE.min, stepped));
  useStore.setState({ brush: { ...brush, size } });
  announce(`Brush ${size} %`);
}

export function detailTool(): Tool {
  let painting: { base: GreyPicture; map: GreyPicture; from: Pointer; last: Pointer; taking: boolean } | null = null;

  return {
    down(at) {
      const { brush } = useStore.getState();
      const base = app.detail.map;
      painting = { base, map: base, from: at, last: at, taking: brush.erasing || at.alt };
      paint(at);
    },
    move(at) {
      useRing.setState({ at: { x: at.x, y: at.y }, taking: painting?.taking ?? at.alt });
      if (painting) paint(at);
    },
    up() {
      if (!painting) return;
      const { map, taking } = painting;
      painting = null;
      void app.detail.commit(stepName(taking), map);
    },
    cancel() {
      if (painting) app.detail.drop();
      painting = null;
    },
    leave: hideRing,
    blur: hideRing,
    key({ key, shiftKey, altKey, ctrlKey, metaKey }) {
      if (ctrlKey || metaKey) return false;
      const arrow = ARROWS[key];
      if (arrow) moveRing(arrow, shiftKey ? MOVES.long : MOVES.short, altKey);
      else if (key === 'Enter' || key === ' ') paintByKey(altKey);
      else return false;
      return true;
    },
  };

  /** Paints from where the pointer was to where it is; with Shift straight from where it was pressed. */
  function paint(at: Pointer): void {
    const { document } = useStore.getState();
    if (!document || !painting) return;
    const { base, from, last, taking } = painting;
    const line = at.shift ? [from.x, from.y, at.x, at.y] : [last.x, last.y, at.x, at.y];
    const map = paintLine(at.shift ? base : painting.map, document.photo, line, brushOf(taking));
    painting = { ...painting, map, last: at };
    app.detail.preview(map);
  }
}

/** The brush is not over the canvas. */
export function hideRing(): void {
  useRing.setState({ at: null, taking: false });
}

function brushOf(taking: boolean) {
  return { ...useStore.getState().brush, erasing: taking };
}

function stepName(taking: boolean): string {
  return taking ? 'Take detail away' : 'More detail here';
}

/** Moves the ring by parts of its radius; it starts at the selected stroke, else in the middle of the photo. */
function moveRing([dx, dy]: readonly [number, number], parts: number, taking: boolean): void {
  const { document, brush, selection } = useStore.getState();
  if (!document) return;
  const { width, height } = document.photo;
  const line = lineOf(selection[0]);
  const middle = line ? line.slice(2 * Math.floor(line.length / 4)) : [width / 2, height / 2];
  const { x, y } = useRing.getState().at ?? { x: middle[0]!, y: middle[1]! };
  const by = parts * brushRadius(brush, document.photo);
  const at = { x: clamp(x + dx * by, width), y: clamp(y + dy * by, height) };
  useRing.setState({ at, taking });
  // From here on Enter means the ring, not the stroke.
  useStore.setState({ selection: [] });
  announce(`${Math.round((100 * at.x) / width)} % across, ${Math.round((100 * at.y) / height)} % down`);
}

/** Paints round the selected strokes, else under the ring. */
function paintByKey(alt: boolean): void {
  const { document, selection, brush } = useStore.getState();
  const { at } = useRing.getState();
  if (!document) return;
  const lines = selection.flatMap((id) => {
    const line = lineOf(id);
    return line ? [line] : [];
  });
  const taking = brush.erasing || alt;
  if (!lines.length && at) lines.push([at.x, at.y]);
  if (!lines.length) {
    announce('Select a stroke with Tab, or move the ring with the arrows.');
    return;
  }
  const map = lines.reduce(
    (painted, line) => paintLine(painted, document.photo, line, brushOf(taking)),
    app.detail.map,
  );
  void app.detail.commit(stepName(taking), map);
  const where = selection.length ? `round ${selection.length === 1 ? 'the stroke' : 'the strokes'}` : 'here';
  announce(taking ? `Detail taken away ${where}.` : `More detail ${where}.`);
}

/** A stroke of the sheet as a line of points. */
function lineOf(id: string | undefined): number[] | null {
  const stroke = strokesOnSheet().find((one) => one.id === id);
  return stroke ? lineAlong([...stroke.points]) : null;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
