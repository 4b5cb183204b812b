/**
 * Replay: the strokes come one by one, in order, as the count's own gesture, which is given up at the end: nothing of
 * it is left in the history. Any key, press or new job ends it. With reduced motion the drawing just stands there.
 */

import { setShown } from '../document/edits.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';

/** Milliseconds a stroke, and at most in all. */
const EACH = 220;
const MOST = 6000;

let running: (() => void) | null = null;

/** Starts the replay, or ends the one under way. */
export function replay(): void {
  if (running) {
    running();
    return;
  }
  const { document: record, job } = useStore.getState();
  if (!record || job || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const { shown } = record;
  const each = Math.min(EACH, MOST / Math.max(1, shown));
  const gesture = app.gesture('Replay');
  let count = 0;
  const timer = setInterval(() => {
    count++;
    if (count >= shown) end();
    else gesture.preview((from) => setShown(from, count));
  }, each);
  const end = () => {
    clearInterval(timer);
    window.removeEventListener('pointerdown', end, true);
    window.removeEventListener('keydown', end, true);
    running = null;
    gesture.cancel();
  };
  running = end;
  gesture.preview((from) => setShown(from, 0));
  window.addEventListener('pointerdown', end, true);
  window.addEventListener('keydown', end, true);
}
