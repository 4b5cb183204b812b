/**
 * Eraser: cuts what it crosses, a whole stroke while Alt is held. One press to its release is one step, or the running
 * sketch's edits.
 */

import type { Chain } from '../geometry/chain.ts';
import { rubbed } from '../geometry/cut.ts';
import { type Grasp, grasp } from './grasp.ts';
import { isLive, type SheetStroke, strokesOnSheet } from './on-sheet.ts';
import type { Pointer, Tool } from './tool.ts';

/** Of the eraser, screen px. */
const RADIUS = 8;

export function eraserTool(): Tool {
  let held: Grasp | null = null;
  let live = false;
  let strokes: readonly SheetStroke[] = [];
  let remains = new Map<string, readonly Chain[]>();
  let last: Pointer | null = null;
  /** Rubs from where the pointer was to where it is, in steps that leave nothing between them. */
  const rub = (at: Pointer): void => {
    // A sketch's first strokes, or the document's after its last, are others, whatever they are called.
    if (isLive() !== live) {
      held?.end();
      take();
    }
    const from = last ?? at;
    const radius = RADIUS * at.pixel;
    const steps = Math.max(1, Math.ceil(Math.hypot(at.x - from.x, at.y - from.y) / radius));
    let touched = false;
    for (let i = 1; i <= steps; i++) {
      const [x, y] = [from.x + ((at.x - from.x) * i) / steps, from.y + ((at.y - from.y) * i) / steps];
      for (const { id, points, width, locked } of isLive() ? strokesOnSheet() : strokes) {
        if (locked) continue;
        const left = rubbed(remains.get(id) ?? [points], width, { x, y, radius, whole: at.alt });
        if (!left) continue;
        touched = true;
        remains.set(id, left);
      }
    }
    if (touched) held?.preview(new Map(remains));
    last = at;
  };
  /** Takes in hand what is on the sheet: nothing, as what is not touched goes on moving where a sketch runs. */
  const take = (): void => {
    live = isLive();
    strokes = strokesOnSheet();
    remains = new Map();
    held = grasp('Erase', []);
  };
  const drop = (): void => {
    held = null;
    last = null;
    remains = new Map();
  };

  return {
    down(at) {
      take();
      rub(at);
    },
    move(at) {
      if (held) rub(at);
    },
    up() {
      held?.end();
      drop();
    },
    cancel() {
      held?.cancel();
      drop();
    },
    cursor: () => ({ ring: RADIUS }),
  };
}
