/**
 * Pen: click for a corner, drag for a smooth node; Enter or Escape ends the line, Backspace takes the last node back,
 * a click on the first node closes it.
 */

import { snapAngle } from '../geometry/angles.ts';
import { type PathNode, pointsOf } from '../geometry/nodes.ts';
import { addLine } from './add.ts';
import { clearGhost, useGhost } from './ghost.ts';
import { leaves, type Pointer, type Tool } from './tool.ts';

type PenNode = Omit<PathNode, 'kind'>;

/** Screen px from the first node within which a click closes the line. */
const CLOSING = 8;

export function penTool(): Tool {
  let nodes: PenNode[] = [];
  let pressed: Pointer | null = null;

  const show = (next: PenNode[]): void => {
    useGhost.setState({ draft: next.length > 1 ? pointsOf(next) : null });
  };
  const end = (): void => {
    const done = nodes;
    nodes = [];
    pressed = null;
    clearGhost();
    if (done.length > 1) addLine('Draw with the pen', pointsOf(done));
  };

  return {
    down(at) {
      pressed = at;
      const spot = placed(nodes, at);
      nodes = [...nodes, { at: spot, in: spot, out: spot }];
      show(nodes);
    },
    move(at) {
      const last = nodes.at(-1);
      if (!last) return;
      if (!pressed) {
        const spot = placed(nodes, at);
        return show([...nodes, { at: spot, in: spot, out: spot }]);
      }
      if (!leaves(pressed, at)) return;
      const [x, y] = at.shift ? snapAngle(...last.at, at.x, at.y) : [at.x, at.y];
      // Alt draws the handle alone, as it makes a cusp.
      const before = at.alt ? last.in : ([2 * last.at[0] - x, 2 * last.at[1] - y] as const);
      nodes = [...nodes.slice(0, -1), { at: last.at, in: before, out: [x, y] }];
      show(nodes);
    },
    up(at) {
      pressed = null;
      const [first, last] = [nodes[0], nodes.at(-1)];
      if (!first || !last || nodes.length < 3) return;
      if (Math.hypot(first.at[0] - last.at[0], first.at[1] - last.at[1]) > CLOSING * at.pixel) return;
      nodes = [...nodes.slice(0, -1), { ...last, at: first.at }];
      end();
    },
    cancel() {
      // A press that was taken away takes its node with it; the line stays in hand.
      if (pressed) nodes = nodes.slice(0, -1);
      pressed = null;
      show(nodes);
    },
    leave: end,
    key({ key }) {
      if (!nodes.length) return false;
      if (key === 'Enter' || key === 'Escape') end();
      else if (key === 'Backspace') {
        nodes = nodes.slice(0, -1);
        show(nodes);
      } else return false;
      return true;
    },
  };
}

/** Where a new node goes: under the pointer, with Shift in a 15° step from the last one. */
function placed(nodes: readonly PenNode[], at: Pointer): readonly [number, number] {
  const last = nodes.at(-1);
  return last && at.shift ? snapAngle(...last.at, at.x, at.y) : [at.x, at.y];
}
