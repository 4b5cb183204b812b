/**
 * Nodes: drags nodes and handles, bends the curve itself, adds, removes and changes the kind of nodes. The readout says
 * how long and in which direction.
 */

import { visibleStrokes } from '../document/document.ts';
import { setPoints } from '../document/edits.ts';
import { polar, snapAngle } from '../geometry/angles.ts';
import { nearestPoint, type PartHit, partAt } from '../geometry/hit.ts';
import {
  bendCurve,
  deleteNode,
  insertNode,
  moveHandle,
  moveNode,
  type NodeKind,
  nodesOf,
  setKind,
} from '../geometry/nodes.ts';
import { app } from '../state/app.ts';
import type { Gesture } from '../state/desk.ts';
import { hover, useStore } from '../state/store.ts';
import { clearGhost, useGhost } from './ghost.ts';
import { hitAt, selectTool } from './select.ts';
import { leaves, type Pointer, type Tool } from './tool.ts';

type Grip = { kind: 'part'; part: PartHit } | { kind: 'curve'; curve: number; t: number };

type Mode =
  | { kind: 'idle' }
  | { kind: 'pointing'; from: Pointer; grip: Grip; id: string; points: readonly number[] }
  | { kind: 'dragging'; from: Pointer; grip: Grip; id: string; points: readonly number[]; gesture: Gesture };

const KINDS: Record<string, NodeKind> = { 1: 'corner', 2: 'smooth', 3: 'symmetric' };
const NEXT: Record<NodeKind, NodeKind> = { corner: 'smooth', smooth: 'symmetric', symmetric: 'corner' };
/** Screen px to each side of a curve by which it is bent, at least. */
const CURVE_REACH = 6;

export function nodesTool(): Tool {
  let mode: Mode = { kind: 'idle' };
  // A running sketch has strokes, not nodes: there the hand does what it does with Select.
  const hands = selectTool();
  let handed = false;

  return {
    down(at) {
      if (useStore.getState().job?.latest) {
        handed = true;
        hands.down(at);
        return;
      }
      const stroke = chosen();
      const grip = stroke && gripAt(stroke, at);
      if (!stroke || !grip) {
        const hit = hitAt(at);
        useStore.setState({ selection: hit ? [hit] : [] });
        useGhost.setState({ node: null });
        return;
      }
      const { id, points } = stroke;
      if (at.count === 2) return twice(id, points, grip);
      if (grip.kind === 'part') useGhost.setState({ node: grip.part.node });
      mode = { kind: 'pointing', from: at, grip, id, points };
    },

    move(at) {
      if (handed || useStore.getState().job?.latest) return hands.move(at);
      if (mode.kind === 'idle') {
        return hover(hitAt(at));
      }
      if (mode.kind === 'pointing') {
        if (!leaves(mode.from, at)) return;
        mode = { ...mode, kind: 'dragging', gesture: app.gesture(labelOf(mode.grip)) };
      }
      const { id } = mode;
      const points = dragged(mode.points, mode.grip, mode.from, at);
      mode.gesture.preview((document) => setPoints(document, id, points));
      read(points, mode.grip, mode.from, at);
    },

    up(at) {
      if (handed) hands.up(at);
      handed = false;
      if (mode.kind === 'dragging') mode.gesture.end();
      mode = { kind: 'idle' };
      clearGhost();
    },

    cancel() {
      if (handed) hands.cancel();
      handed = false;
      if (mode.kind === 'dragging') mode.gesture.cancel();
      mode = { kind: 'idle' };
      clearGhost();
    },

    key({ key, ctrlKey, metaKey }) {
      const { node } = useGhost.getState();
      const stroke = chosen();
      if (!stroke || node === null || node >= nodesOf(stroke.points).length || ctrlKey || metaKey) return false;
      const { id, points } = stroke;
      const kind = KINDS[key];
      if (kind) {
        app.change(`Make node ${kind}`, (document) => setPoints(document, id, setKind(points, node, kind)));
        return true;
      }
      if (key !== 'Delete' && key !== 'Backspace') return false;
      const rest = deleteNode(points, node);
      if (rest) app.change('Delete node', (document) => setPoints(document, id, rest));
      else app.remove([id]);
      useGhost.setState({ node: null });
      return true;
    },
  };
}

/** The one stroke whose nodes are shown. */
function chosen(): { id: string; points: readonly number[]; width: number } | null {
  const { selection, document, job } = useStore.getState();
  if (selection.length !== 1 || !document || job?.latest) return null;
  return visibleStrokes(document).find(({ id, locked }) => id === selection[0] && !locked) ?? null;
}

function gripAt(stroke: { points: readonly number[]; width: number }, at: Pointer): Grip | null {
  const part = partAt(stroke.points, at.x, at.y, at.pixel, useGhost.getState().node);
  if (part) return { kind: 'part', part };
  const { curve, t, distance } = nearestPoint(stroke.points, at.x, at.y);
  return distance <= Math.max(stroke.width / 2, CURVE_REACH * at.pixel) ? { kind: 'curve', curve, t } : null;
}

/** A double-click: a node more on the curve, the next kind on a node. */
function twice(id: string, points: readonly number[], grip: Grip): void {
  if (grip.kind === 'curve') {
    app.change('Add node', (document) => setPoints(document, id, insertNode(points, grip.curve, grip.t)));
    useGhost.setState({ node: grip.curve + 1 });
  } else if (grip.part.side === null) {
    const { node } = grip.part;
    const kind = NEXT[nodesOf(points)[node]!.kind];
    app.change(`Make node ${kind}`, (document) => setPoints(document, id, setKind(points, node, kind)));
  }
}

function labelOf(grip: Grip): string {
  if (grip.kind === 'curve') return 'Bend stroke';
  return grip.part.side ? 'Move handle' : 'Move node';
}

/** The chain with what is gripped brought to the pointer; Shift keeps to 15° steps, Alt breaks a handle from its twin. */
function dragged(points: readonly number[], grip: Grip, from: Pointer, at: Pointer): number[] {
  const [x, y] = at.shift && !at.free ? snapAngle(...origin(points, grip, from), at.x, at.y) : [at.x, at.y];
  if (grip.kind === 'curve') return bendCurve(points, grip.curve, grip.t, x - from.x, y - from.y);
  const { node, side } = grip.part;
  if (side) return moveHandle(points, node, side, x, y, at.alt ? 'corner' : undefined);
  return moveNode(points, node, x - from.x, y - from.y);
}

/** From where lengths and angles are told: a handle's node, else where the drag began. */
function origin(points: readonly number[], grip: Grip, from: Pointer): readonly [number, number] {
  return grip.kind === 'part' && grip.part.side ? nodesOf(points)[grip.part.node]!.at : [from.x, from.y];
}

function read(points: readonly number[], grip: Grip, from: Pointer, at: Pointer): void {
  const { length, degrees } = polar(...origin(points, grip, from), at.x, at.y);
  useGhost.setState({ readout: { text: `${length.toFixed(1)} px  ${Math.round(degrees)}°`, x: at.x, y: at.y } });
}
