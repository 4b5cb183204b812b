/**
 * Turns the relief: a drag takes its near parts along, arrows turn it by degrees, a double press or Home faces it.
 *
 * It is in hand while depth is shown as a relief, whatever tool is chosen: on a turned sheet there is nothing to draw on.
 */

import type { Stage } from '../canvas/stage.ts';
import { toScreen } from '../canvas/view.ts';
import { app } from '../state/app.ts';
import { type Pose, turned } from '../state/relief.ts';
import { useStore } from '../state/store.ts';
import type { Pointer, Tool } from './tool.ts';

/** Degrees a screen px that is dragged. */
const DRAG = 0.25;
export const STEP = 5;
const LONG_STEP = 15;
const FRONT: Pose = { turn: 0, tilt: 0 };

const WAYS: Record<string, readonly [right: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** @param stage knows the screen's place of a pointer */
export function reliefTool(stage: () => Stage | null): Tool {
  let held: { from: readonly [number, number]; pose: Pose } | null = null;
  const onScreen = ({ x, y }: Pointer): readonly [number, number] => {
    const own = stage();
    return own ? toScreen(own.view, x, y) : [x, y];
  };
  const set = (pose: Pose) => useStore.setState(({ relief }) => ({ relief: { ...relief, ...pose } }));
  return {
    down(at) {
      if (at.count > 1) app.depth.turn(FRONT);
      held = { from: onScreen(at), pose: useStore.getState().relief };
    },
    move(at) {
      if (!held) return;
      const [x, y] = onScreen(at);
      set(turned(held.pose, DRAG * (x - held.from[0]), DRAG * (y - held.from[1])));
    },
    up() {
      const { relief } = useStore.getState();
      if (held && held.pose !== relief) app.depth.turn(relief);
      held = null;
    },
    cancel() {
      if (held) set(held.pose);
      held = null;
    },
    cursor: () => (held ? 'grabbing' : 'hand'),
    key({ key, shiftKey, altKey, ctrlKey, metaKey }) {
      if (altKey || ctrlKey || metaKey) return false;
      const way = WAYS[key];
      if (way) {
        const step = shiftKey ? LONG_STEP : STEP;
        app.depth.turn(turned(useStore.getState().relief, step * way[0], step * way[1]));
      } else if (key === 'Home') app.depth.turn(FRONT);
      else return false;
      return true;
    },
  };
}
