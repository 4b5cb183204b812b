/**
 * Eraser: cuts what it crosses, a whole stroke while Alt is held. One press to its release is one step.
 */

import { eraseAt } from '../document/edits.ts';
import { app } from '../state/app.ts';
import type { Gesture } from '../state/desk.ts';
import { useStore } from '../state/store.ts';
import { clearGhost, useGhost } from './ghost.ts';
import type { Pointer, Tool } from './tool.ts';

/** Of the eraser, screen px. */
const RADIUS = 8;

export function eraserTool(): Tool {
  let gesture: Gesture | null = null;
  let last: Pointer | null = null;
  /** Rubs from where the pointer was to where it is, in steps that leave nothing between them. */
  const rub = (at: Pointer): void => {
    const from = last ?? at;
    const steps = Math.max(1, Math.ceil(Math.hypot(at.x - from.x, at.y - from.y) / (RADIUS * at.pixel)));
    let { document } = useStore.getState();
    if (!document) return;
    for (let i = 1; i <= steps; i++) {
      const [x, y] = [from.x + ((at.x - from.x) * i) / steps, from.y + ((at.y - from.y) * i) / steps];
      document = eraseAt(document, x, y, RADIUS * at.pixel, at.alt);
    }
    const rubbed = document;
    gesture?.preview(() => rubbed);
    last = at;
  };
  const drop = (): void => {
    gesture = null;
    last = null;
    clearGhost();
  };

  return {
    down(at) {
      if (useStore.getState().job?.latest) return;
      gesture = app.gesture('Erase');
      rub(at);
    },
    move(at) {
      useGhost.setState({ disc: { x: at.x, y: at.y, radius: RADIUS } });
      if (gesture) rub(at);
    },
    up() {
      gesture?.end();
      drop();
    },
    cancel() {
      gesture?.cancel();
      drop();
    },
  };
}
