/**
 * Hand and Zoom: the two tools that change how the sheet is seen and nothing else.
 */

import type { Stage } from '../canvas/stage.ts';
import { toScreen, type View, zoomAt } from '../canvas/view.ts';
import { useStore } from '../state/store.ts';
import { leaves, type Pointer, type Tool } from './tool.ts';

const STEP = 2;

/** Drags the sheet about. */
export function handTool(stage: () => Stage | null): Tool {
  let held: { x: number; y: number; view: View } | null = null;
  return {
    down(at) {
      const view = stage()?.view;
      if (!view) return;
      const [x, y] = toScreen(view, at.x, at.y);
      held = { x, y, view };
    },
    move(at) {
      const view = stage()?.view;
      if (!held || !view) return;
      // The view moves under the pointer, so the way is measured on the screen.
      const [x, y] = toScreen(view, at.x, at.y);
      useStore.setState({ zoom: { ...held.view, x: held.view.x + x - held.x, y: held.view.y + y - held.y } });
    },
    up() {
      held = null;
    },
    cancel() {
      if (held) useStore.setState({ zoom: held.view });
      held = null;
    },
    cursor: () => (held ? 'grabbing' : 'hand'),
  };
}

/** Click nearer, with Alt farther; a drag to the right or left zooms as it goes. */
export function zoomTool(stage: () => Stage | null): Tool {
  let pressed: { at: Pointer; x: number; y: number; view: View; dragged: boolean } | null = null;
  return {
    down(at) {
      const view = stage()?.view;
      if (!view) return;
      const [x, y] = toScreen(view, at.x, at.y);
      pressed = { at, x, y, view, dragged: false };
    },
    move(at) {
      const view = stage()?.view;
      if (!pressed || !view) return;
      const [x] = toScreen(view, at.x, at.y);
      pressed.dragged ||= leaves(pressed.at, at);
      if (!pressed.dragged) return;
      useStore.setState({ zoom: zoomAt(pressed.view, pressed.x, pressed.y, 2 ** ((x - pressed.x) / 120)) });
    },
    up(at) {
      if (pressed && !pressed.dragged)
        useStore.setState({ zoom: zoomAt(pressed.view, pressed.x, pressed.y, at.alt ? 1 / STEP : STEP) });
      pressed = null;
    },
    cancel() {
      if (pressed) useStore.setState({ zoom: pressed.view });
      pressed = null;
    },
    cursor: ({ alt }) => (alt ? 'zoom-out' : 'zoom-in'),
  };
}
