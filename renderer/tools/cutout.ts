/**
 * Cut-out: a click points at a thing, a drag draws a box round one, a scribble goes over one, brush and eraser paint the
 * mask itself. With Alt, or set to it, points, boxes and scribbles take away, and the brush erases.
 *
 * By keys: arrows move the ring, Enter or Space does what a press would do there, of a box first one corner and then the
 * other. One press to its release, or one key, is one step of the cut-out; Backspace takes the last one back.
 */

import { type Brush, brushRadius, paintLine } from '../document/emphasis.ts';
import type { GreyPicture } from '../document/grey-png.ts';
import { app } from '../state/app.ts';
import type { CutBox } from '../state/cutting.ts';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { BRUSH_SIZE, hideRing, useRing } from './detail.ts';
import { useGhost } from './ghost.ts';
import { leaves, type Pointer, type Tool } from './tool.ts';

/** Half the width that a click covers, share of the photo's longer side: a place, not an area. */
const POINT = 0.008;
/** Shares of the photo's longer side by which an arrow moves the ring; with Shift, and without. */
const MOVES = { long: 0.1, short: 0.02 };
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const STEP = 1.25;

interface Press {
  from: Pointer;
  last: Pointer;
  takes: boolean;
  /** x0 y0 x1 y1 …, photo px: where a scribble or a brush went. */
  line: number[];
  /** Whether it has become a drag. */
  drags: boolean;
  /** The mask under the brush, and with it; null: nothing is painted. */
  painting: { base: GreyPicture; mask: GreyPicture } | null;
}

/** Makes brush and scribble larger or smaller by steps that look alike at any size. */
export function resizeCutBrush(by: 1 | -1): void {
  const { cutTool } = useStore.getState();
  const stepped = Math.round(2 * cutTool.size * STEP ** by) / 2;
  const size = Math.min(BRUSH_SIZE.max, Math.max(BRUSH_SIZE.min, stepped));
  useStore.setState({ cutTool: { ...cutTool, size } });
  announce(`Brush ${size} %`);
}

export function cutoutTool(): Tool {
  let press: Press | null = null;
  /** The first corner of a box that is drawn by keys. */
  let corner: { x: number; y: number } | null = null;

  const put = (): void => {
    press = null;
    corner = null;
    useGhost.setState({ box: null, draft: null });
  };

  return {
    down(at) {
      const mask = paints() ? (useStore.getState().cutting?.mask ?? null) : null;
      const painting = mask && { base: mask, mask };
      press = { from: at, last: at, takes: takes(at.alt), line: [at.x, at.y], drags: false, painting };
      if (painting) paint(at);
    },
    move(at) {
      useRing.setState({ at: { x: at.x, y: at.y }, taking: press?.takes ?? takes(at.alt) });
      if (!press) return;
      press.drags ||= leaves(press.from, at);
      if (press.painting) paint(at);
      else if (modeNow() === 'scribble') scribble(at);
      else if (press.drags) useGhost.setState({ box: [press.from.x, press.from.y, at.x, at.y] });
    },
    up(at) {
      if (!press) return;
      const { from, drags, line, painting } = press;
      const takesAway = press.takes;
      put();
      if (painting) endPainting(line, takesAway);
      else if (modeNow() === 'scribble') app.cutting.hint(inPhoto(line), scribbleRadius(), takesAway);
      else if (drags) app.cutting.box(boxOf(from, at), takesAway);
      else if (modeNow() === 'point') app.cutting.hint(inPhoto([at.x, at.y]), POINT, takesAway);
    },
    cancel() {
      if (press?.painting) app.cutting.drop();
      put();
    },
    leave() {
      put();
      hideRing();
    },
    blur: hideRing,
    key({ key, shiftKey, altKey, ctrlKey, metaKey }) {
      if (ctrlKey || metaKey) return false;
      const arrow = ARROWS[key];
      if (arrow) moveRing(arrow, shiftKey ? MOVES.long : MOVES.short, takes(altKey));
      else if (key === 'Enter' || key === ' ') pressByKey(takes(altKey));
      else if (key === 'Backspace') app.cutting.undo();
      else return false;
      return true;
    },
  };

  /** Paints from where the pointer was to where it is; with Shift straight from where it was pressed. */
  function paint(at: Pointer): void {
    const { document } = useStore.getState();
    if (!document || !press?.painting) return;
    const { from, last, takes: erasing, painting } = press;
    const line = at.shift ? [from.x, from.y, at.x, at.y] : [last.x, last.y, at.x, at.y];
    const mask = paintLine(at.shift ? painting.base : painting.mask, document.photo, line, brushOf(erasing));
    press.painting = { ...painting, mask };
    press.line = at.shift ? line : [...press.line, at.x, at.y];
    press.last = at;
    app.cutting.preview(mask);
  }

  function scribble(at: Pointer): void {
    if (!press) return;
    const { from } = press;
    press.line = at.shift ? [from.x, from.y, at.x, at.y] : [...press.line, at.x, at.y];
    useGhost.setState({ draft: chainAlong(press.line) });
  }

  /** What a press and release under the ring would do. */
  function pressByKey(takesAway: boolean): void {
    const { at } = useRing.getState();
    if (!at) {
      announce('Move the ring with the arrows first.');
      return;
    }
    if (paints()) endPainting([at.x, at.y], takesAway);
    else if (modeNow() !== 'box')
      app.cutting.hint(inPhoto([at.x, at.y]), modeNow() === 'scribble' ? scribbleRadius() : POINT, takesAway);
    else if (corner) {
      const box = boxOf(corner, at);
      put();
      if (box.right > box.left && box.bottom > box.top) app.cutting.box(box, takesAway);
    } else {
      corner = at;
      announce('One corner is set. Move to the other and press Enter.');
    }
  }

  function moveRing([dx, dy]: readonly [number, number], share: number, taking: boolean): void {
    const { document } = useStore.getState();
    if (!document) return;
    const { width, height } = document.photo;
    const from = useRing.getState().at ?? { x: width / 2, y: height / 2 };
    const by = share * Math.max(width, height);
    const at = { x: clamp(from.x + dx * by, width), y: clamp(from.y + dy * by, height) };
    useRing.setState({ at, taking });
    if (corner) useGhost.setState({ box: [corner.x, corner.y, at.x, at.y] });
    announce(`${Math.round((100 * at.x) / width)} % across, ${Math.round((100 * at.y) / height)} % down`);
  }
}

const modeNow = () => useStore.getState().cutTool.mode;

/** Whether what is in hand paints the mask itself. */
function paints(): boolean {
  return modeNow() === 'brush' || modeNow() === 'eraser';
}

/** Whether a press takes away; Alt turns what is set round. */
function takes(alt: boolean): boolean {
  const { mode, takes: set } = useStore.getState().cutTool;
  return (mode === 'eraser' || (mode !== 'brush' && set)) !== alt;
}

function brushOf(erasing: boolean): Brush {
  const { size, soft } = useStore.getState().cutTool;
  return { size, soft, strength: 1, erasing };
}

function endPainting(line: readonly number[], erasing: boolean): void {
  const { photo } = useStore.getState().document!;
  const brush = brushOf(erasing);
  app.cutting.painted(brush, (mask) => paintLine(mask, photo, line, brush));
}

/** Share of the photo's longer side. */
function scribbleRadius(): number {
  const { photo } = useStore.getState().document!;
  return brushRadius(brushOf(false), photo) / Math.max(photo.width, photo.height);
}

/** Photo px as shares of the photo's width and height, at most as many as the engine takes. */
function inPhoto(line: readonly number[]): number[] {
  const { width, height } = useStore.getState().document!.photo;
  const every = Math.ceil(line.length / 2 / MOST_POINTS);
  return line
    .map((value, i) => clamp(value / (i % 2 ? height : width), 1))
    .filter((_, i) => Math.floor(i / 2) % every === 0);
}
const MOST_POINTS = 2000;

function boxOf(from: { x: number; y: number }, to: { x: number; y: number }): CutBox {
  const { width, height } = useStore.getState().document!.photo;
  return {
    left: clamp(Math.min(from.x, to.x) / width, 1),
    right: clamp(Math.max(from.x, to.x) / width, 1),
    top: clamp(Math.min(from.y, to.y) / height, 1),
    bottom: clamp(Math.max(from.y, to.y) / height, 1),
  };
}

/** A line of points as a chain of straight curves, for the marks that are drawn as strokes are. */
function chainAlong(line: readonly number[]): number[] {
  const chain = line.slice(0, 2);
  for (let i = 2; i + 1 < line.length; i += 2) {
    const [x0, y0, x1, y1] = line.slice(i - 2, i + 2) as [number, number, number, number];
    const third = (share: number) => [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
    chain.push(...third(1 / 3), ...third(2 / 3), x1, y1);
  }
  return chain;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
