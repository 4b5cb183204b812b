/**
 * Nodes: drags nodes and handles, bends the curve itself, adds and removes nodes and changes their kind, in the document
 * and on a running sketch alike. The readout says how long and in which direction.
 */

import { polar } from '../geometry/angles.ts';
import { type Chain, curveCount } from '../geometry/chain.ts';
import { nearestPoint, type PartHit, partAt } from '../geometry/hit.ts';
import {
  bendCurve,
  insertNode,
  moveHandle,
  moveNode,
  type NodeKind,
  nodesOf,
  type PathNode,
  type Point,
  retractedSpot,
  setKind,
} from '../geometry/nodes.ts';
import { hover, useStore } from '../state/store.ts';
import { clearGhost, useGhost } from './ghost.ts';
import { changeCourse, type Grasp, grasp } from './grasp.ts';
import { guided, snapped } from './guides.ts';
import { nodeKeys } from './node-keys.ts';
import { activeNode, chosenStroke, type SheetStroke } from './on-sheet.ts';
import { hitAt } from './select.ts';
import { leaves, type Pointer, type Tool } from './tool.ts';

type Grip = { kind: 'part'; part: PartHit } | { kind: 'curve'; curve: number; t: number };

/** What a press took: a part of a stroke as it was then. */
interface Taken {
  from: Pointer;
  grip: Grip;
  id: string;
  points: Chain;
  held: Grasp;
}

type Mode = { kind: 'idle' } | ({ kind: 'pointing' | 'dragging' } & Taken);

const NEXT: Record<NodeKind, NodeKind> = { corner: 'smooth', smooth: 'symmetric', symmetric: 'corner' };
/** Screen px to each side of a curve by which it is bent, at least. */
const CURVE_REACH = 6;

export function nodesTool(): Tool {
  let mode: Mode = { kind: 'idle' };
  const keys = nodeKeys();

  return {
    down(at) {
      keys.putDown();
      const pressed = press(at);
      if (!pressed) return;
      const { stroke, grip } = pressed;
      if (grip.kind === 'part') useStore.setState({ node: { stroke: stroke.id, node: grip.part.node } });
      const held = grasp(labelOf(grip), [stroke.id]);
      mode = { kind: 'pointing', from: at, grip, id: stroke.id, points: stroke.points, held };
    },

    move(at) {
      if (mode.kind === 'idle') return hover(hitAt(at));
      if (mode.kind === 'pointing') {
        if (!leaves(mode.from, at)) return;
        mode = { ...mode, kind: 'dragging' };
      }
      const { points, readout } = dragged(mode, at);
      mode.held.preview(new Map([[mode.id, [points]]]));
      useGhost.setState({ readout: { ...readout, x: at.x, y: at.y } });
    },

    up() {
      if (mode.kind === 'dragging') mode.held.end();
      else if (mode.kind === 'pointing') {
        mode.held.cancel();
        // Only once it is let go is the second press of a double-click known to be no drag.
        if (mode.from.count === 2) twice(mode);
      }
      mode = { kind: 'idle' };
      clearGhost();
    },

    cancel() {
      if (mode.kind !== 'idle') mode.held.cancel();
      mode = { kind: 'idle' };
      clearGhost();
    },

    leave: keys.putDown,
    forget: keys.putBack,
    blur: keys.putDown,
    key: keys.key,
    cursor: () => 'hollow',
  };
}

/** What is pressed on: a part or the curve of the chosen stroke, else the stroke there, which is chosen then. */
function press(at: Pointer): { stroke: SheetStroke; grip: Grip } | null {
  const stroke = chosenStroke();
  const grip = stroke && gripAt(stroke, at);
  if (stroke && grip) return { stroke, grip };
  const hit = hitAt(at);
  useStore.setState({ selection: hit ? [hit] : [], node: null });
  const other = chosenStroke();
  if (!other) return null;
  const { curve, t } = nearestPoint(other.points, at.x, at.y);
  return { stroke: other, grip: { kind: 'curve', curve, t } };
}

function gripAt(stroke: SheetStroke, at: Pointer): Grip | null {
  const part = partAt(stroke.points, at.x, at.y, at.pixel, activeNode(stroke));
  if (part) return { kind: 'part', part };
  const { curve, t, distance } = nearestPoint(stroke.points, at.x, at.y);
  return distance <= Math.max(stroke.width / 2, CURVE_REACH * at.pixel) ? { kind: 'curve', curve, t } : null;
}

/** A double-click: a node more on the curve, the next kind on a node. */
function twice({ id, points, grip }: Taken): void {
  if (grip.kind === 'curve') {
    changeCourse('Add node', id, insertNode(points, grip.curve, grip.t));
    useStore.setState({ node: { stroke: id, node: grip.curve + 1 } });
  } else if (grip.part.side === null) {
    const { node } = grip.part;
    const kind = NEXT[nodesOf(points)[node]!.kind];
    changeCourse(`Make node ${kind}`, id, setKind(points, node, kind));
  }
}

function labelOf(grip: Grip): string {
  if (grip.kind === 'curve') return 'Bend stroke';
  return grip.part.side ? 'Move handle' : 'Move node';
}

/**
 * The chain with what is gripped brought along with the pointer, and what is said of it. Shift keeps to 15° steps and
 * tangents, Alt breaks a handle from its twin, an end snaps to other ends, Ctrl holds all snapping off.
 */
function dragged({ grip, points, from, id }: Taken, at: Pointer): { points: Chain; readout: { text: string } } {
  const along = ([x, y]: Point): Point => [x + at.x - from.x, y + at.y - from.y];
  if (grip.kind === 'curve') {
    const start: Point = [from.x, from.y];
    const [x, y] = guided(start, [at.x, at.y], at);
    return { points: bendCurve(points, grip.curve, grip.t, x - from.x, y - from.y), readout: told(start, [x, y]) };
  }
  const { node, side } = grip.part;
  const nodes = nodesOf(points);
  const own = nodes[node]!;
  if (side) {
    const start = retractedSpot(nodes, node, side, at.pixel) ?? own[side]!;
    const to = guided(own.at, along(start), at, tangentsOf(own, side === 'in' ? 'out' : 'in'));
    return { points: moveHandle(points, node, side, ...to, at.alt ? 'corner' : undefined), readout: told(own.at, to) };
  }
  const wanted = guided(own.at, along(own.at), at, tangentsOf(own, 'in', 'out'));
  const isEnd = node === 0 || node === curveCount(points);
  const to = isEnd ? snapped(wanted, at, id) : wanted;
  return { points: moveNode(points, node, to[0] - own.at[0], to[1] - own.at[1]), readout: told(own.at, to) };
}

/** The directions of these handles of a node, degrees; a retracted one has none. */
function tangentsOf(node: PathNode, ...sides: ('in' | 'out')[]): number[] {
  return sides.flatMap((side) => {
    const handle = node[side];
    if (!handle) return [];
    const { length, degrees } = polar(...node.at, ...handle);
    return length > 0 ? [degrees] : [];
  });
}

/** How long and in which direction the way is: "29.6 px  184°". */
function told(from: Point, to: Point): { text: string } {
  const { length, degrees } = polar(...from, ...to);
  return { text: `${length.toFixed(1)} px  ${Math.round(degrees) % 360}°` };
}
