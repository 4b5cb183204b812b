/**
 * Pencil: a line drawn by hand, fitted to few cubics when the hand lets go; with Shift a straight one.
 */

import { straight } from '../geometry/chain.ts';
import { fitChain, fitTolerance } from '../geometry/fit.ts';
import { useStore } from '../state/store.ts';
import { addLine, nextWidth } from './add.ts';
import { clearGhost, useGhost } from './ghost.ts';
import type { Pointer, Tool } from './tool.ts';

/** Screen px below which the hand is taken not to have moved. */
const SPACING = 1;
/** Screen px that a line is long at least. */
const SHORTEST = 4;

export function pencilTool(): Tool {
  let drawn: number[] = [];
  const drop = (): void => {
    drawn = [];
    clearGhost();
  };
  const line = (at: Pointer): number[] =>
    at.shift
      ? straight(drawn[0]!, drawn[1]!, at.x, at.y)
      : fitChain(drawn, fitTolerance(useStore.getState().smooth, at.pixel));

  return {
    down(at) {
      drawn = [at.x, at.y];
    },
    move(at) {
      if (!drawn.length) return;
      const [x, y] = drawn.slice(-2) as [number, number];
      if (Math.hypot(at.x - x, at.y - y) < SPACING * at.pixel) return;
      drawn.push(at.x, at.y);
      useGhost.setState({ draft: at.shift ? straight(drawn[0]!, drawn[1]!, at.x, at.y) : polyline(drawn) });
    },
    up(at) {
      if (length(drawn) >= SHORTEST * at.pixel) addLine('Draw stroke', line(at));
      drop();
    },
    cancel: drop,
    cursor: ({ pixel }) => ({ dot: nextWidth() / pixel / 2 }),
  };
}

/** The way of the hand as a chain of straight curves, for showing it while it draws. */
function polyline(drawn: readonly number[]): number[] {
  const chain = drawn.slice(0, 2);
  for (let i = 2; i + 1 < drawn.length; i += 2)
    chain.push(...straight(drawn[i - 2]!, drawn[i - 1]!, drawn[i]!, drawn[i + 1]!).slice(2));
  return chain;
}

function length(drawn: readonly number[]): number {
  let sum = 0;
  for (let i = 2; i + 1 < drawn.length; i += 2)
    sum += Math.hypot(drawn[i]! - drawn[i - 2]!, drawn[i + 1]! - drawn[i - 1]!);
  return sum;
}
