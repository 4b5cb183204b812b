/**
 * Nodes by keyboard: arrows walk the nodes of the chosen stroke, Space grabs one so that arrows move it and puts it down,
 * 1 2 3 make it corner, smooth, symmetric, Delete takes it out, Escape steps out. What happens is said.
 *
 * From Space to Space is one undo step.
 */

import { type Chain, curveCount } from '../geometry/chain.ts';
import { deleteNode, moveNode, type NodeKind, nodesOf, setKind } from '../geometry/nodes.ts';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { changeCourse, changeCourses, type Grasp, grasp } from './grasp.ts';
import { activeNode, chosenStroke, type SheetStroke } from './on-sheet.ts';

const KINDS: Record<string, NodeKind> = { 1: 'corner', 2: 'smooth', 3: 'symmetric' };
/** Where each arrow moves a node, and by how many nodes it walks. */
const ARROWS: Record<string, readonly [dx: number, dy: number, step: 1 | -1]> = {
  ArrowLeft: [-1, 0, -1],
  ArrowRight: [1, 0, 1],
  ArrowUp: [0, -1, -1],
  ArrowDown: [0, 1, 1],
};

export interface NodeKeys {
  /** @returns whether the key was one for nodes */
  key(event: KeyboardEvent): boolean;
  /** Ends what Space began, where the node is. */
  putDown(): void;
  /** Puts it back. */
  putBack(): void;
}

export function nodeKeys(): NodeKeys {
  let held: { id: string; node: number; points: Chain; grasp: Grasp } | null = null;
  const putDown = (): void => {
    held?.grasp.end();
    held = null;
  };
  const putBack = (): void => {
    held?.grasp.cancel();
    held = null;
  };

  return {
    putDown,
    putBack,
    key({ key, shiftKey, altKey, ctrlKey, metaKey }) {
      if (ctrlKey || metaKey) return false;
      const stroke = chosenStroke();
      if (!stroke) return false;
      const { id } = stroke;
      const node = activeNode(stroke);
      const arrow = ARROWS[key];
      if (held && arrow) {
        const by = shiftKey ? 10 : altKey ? 0.1 : 1;
        held.points = moveNode(held.points, held.node, arrow[0] * by, arrow[1] * by);
        held.grasp.preview(new Map([[held.id, [held.points]]]));
        announce(placeWords(held.points, held.node));
        return true;
      }
      if (held && key === 'Escape') {
        putBack();
        announce('Node put back.');
        return true;
      }
      if (held && (key === ' ' || key === 'Enter')) {
        announce(`Node put down at ${placeWords(held.points, held.node)}.`);
        putDown();
        return true;
      }
      if (arrow && !shiftKey && !altKey) return walk(stroke, node, arrow[2]);
      if (node === null) return false;
      if (key === ' ') {
        const taken = grasp('Move node', [id]);
        held = { id, node, points: taken.from.get(id)!, grasp: taken };
        announce(`Node ${node + 1} held. Arrows move it, Space puts it down, Escape puts it back.`);
      } else if (key === 'Escape') {
        useStore.setState({ node: null });
        announce('Stroke selected.');
      } else if (key === 'Delete' || key === 'Backspace') takeOut(stroke, node);
      else if (KINDS[key]) {
        makeNode(stroke, node, KINDS[key]);
      } else return false;
      return true;
    },
  };
}

/** Gives a node a kind: one undo step. */
export function makeNode({ id, points }: SheetStroke, node: number, kind: NodeKind): void {
  changeCourse(`Make node ${kind}`, id, setKind(points, node, kind));
  announce(`Node ${node + 1} is ${kind}.`);
}

/** Takes a node out of a stroke; the last curve takes the stroke with it. */
function takeOut({ id, points }: SheetStroke, node: number): void {
  const rest = deleteNode(points, node);
  if (rest) changeCourse('Delete node', id, rest);
  else changeCourses('Delete stroke', new Map([[id, []]]));
  useStore.setState({ node: null });
}

/** To the next node, round from the last to the first. */
function walk({ id, points }: SheetStroke, node: number | null, step: 1 | -1): boolean {
  const count = curveCount(points) + 1;
  const next = node === null ? (step > 0 ? 0 : count - 1) : (node + step + count) % count;
  useStore.setState({ node: { stroke: id, node: next } });
  const { kind } = nodesOf(points)[next]!;
  announce(`Node ${next + 1} of ${count}, ${kind}, at ${placeWords(points, next)}.`);
  return true;
}

/** Where a node is: "66, 76.1". */
function placeWords(points: Chain, node: number): string {
  const one = (value: number): string => String(Math.round(value * 10) / 10);
  return `${one(points[6 * node]!)}, ${one(points[6 * node + 1]!)}`;
}
