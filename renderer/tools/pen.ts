/**
 * Pen: click for a corner, drag for a smooth node; Enter or Escape ends the line, Backspace takes the last node back, a
 * click on the first node closes it. On the end of a stroke it goes on with that one; on a selected stroke it adds a
 * node, on a node of it takes that away.
 */

import { polar } from '../geometry/angles.ts';
import { type Chain, curveCount, reversed } from '../geometry/chain.ts';
import { nearestPoint, partAt } from '../geometry/hit.ts';
import { deleteNode, insertNode, nodesOf, type PathNode, type Point, pointsOf } from '../geometry/nodes.ts';
import { useStore } from '../state/store.ts';
import { addLine } from './add.ts';
import { clearGhost, useGhost } from './ghost.ts';
import { changeCourse } from './grasp.ts';
import { guided, snapped } from './guides.ts';
import { chosenStroke, strokesOnSheet } from './on-sheet.ts';
import { leaves, type Pointer, type Tool } from './tool.ts';

type PenNode = Omit<PathNode, 'kind'>;
type Spot =
  | { kind: 'new' | 'close' }
  | { kind: 'continue'; id: string; points: Chain }
  | { kind: 'plus'; curve: number; t: number }
  | { kind: 'minus'; node: number };

/** Screen px from a node within which a click means it. */
const REACH = 8;
/** Screen px from a selected stroke within which a click adds a node to it. */
const CURVE_REACH = 5;

export function penTool(): Tool {
  let nodes: PenNode[] = [];
  let pressed: Pointer | null = null;
  /** The stroke that the line goes on from. */
  let onto: { id: string; own: number } | null = null;

  const show = (next: PenNode[]): void => {
    useGhost.setState({ draft: next.length > 1 ? pointsOf(next) : null });
  };
  const forget = (): void => {
    nodes = [];
    pressed = null;
    onto = null;
    clearGhost();
  };
  const end = (): void => {
    const [done, from] = [nodes, onto];
    forget();
    if (from && done.length > from.own) {
      changeCourse('Continue stroke', from.id, pointsOf(done));
      useStore.setState({ selection: [from.id] });
    } else if (!from && done.length > 1) addLine('Draw with the pen', pointsOf(done));
  };
  /** Where a new node goes: under the pointer, with Shift in a 15° step from the last one, or on another's end. */
  const placed = (at: Pointer): Point => {
    const last = nodes.at(-1);
    const spot: Point = last ? guided(last.at, [at.x, at.y], at) : [at.x, at.y];
    return snapped(spot, at, onto?.id ?? null);
  };
  const read = (from: Point, to: Point, at: Pointer): void => {
    const { length, degrees } = polar(...from, ...to);
    const text = `${length.toFixed(1)} px  ${Math.round(degrees) % 360}°`;
    useGhost.setState({ readout: { text, x: at.x, y: at.y } });
  };

  return {
    down(at) {
      const spot = spotAt(nodes, at);
      if (spot.kind === 'plus' || spot.kind === 'minus') return changeNodes(spot);
      pressed = at;
      if (spot.kind === 'continue') {
        nodes = nodesOf(spot.points);
        onto = { id: spot.id, own: nodes.length };
        return show(nodes);
      }
      const point = spot.kind === 'close' ? nodes[0]!.at : placed(at);
      nodes = [...nodes, { at: point, in: point, out: point }];
      show(nodes);
    },
    move(at) {
      const last = nodes.at(-1);
      if (!last) return;
      if (!pressed) {
        const point = placed(at);
        read(last.at, point, at);
        return show([...nodes, { at: point, in: point, out: point }]);
      }
      if (!leaves(pressed, at)) return;
      const out = guided(last.at, [at.x, at.y], at);
      // Alt draws the handle alone, as it makes a cusp; so does the end of a stroke that is gone on with.
      const alone = at.alt || nodes.length === onto?.own;
      const before: Point | null = alone ? last.in : [2 * last.at[0] - out[0], 2 * last.at[1] - out[1]];
      nodes = [...nodes.slice(0, -1), { at: last.at, in: before, out }];
      read(last.at, out, at);
      show(nodes);
    },
    up() {
      pressed = null;
      useGhost.setState({ guides: [], readout: null });
      const [first, last] = [nodes[0], nodes.at(-1)];
      const own = onto?.own ?? 1;
      if (first && last && nodes.length > Math.max(2, own) && samePlace(first.at, last.at)) end();
    },
    cancel() {
      // A press that was taken away takes its node with it; the line stays in hand.
      if (pressed && nodes.length > (onto?.own ?? 0)) nodes = nodes.slice(0, -1);
      pressed = null;
      clearGhost();
      show(nodes);
    },
    leave: end,
    forget,
    key({ key }) {
      if (!nodes.length) return false;
      if (key === 'Enter' || key === 'Escape') end();
      else if (key === 'Backspace') {
        nodes = nodes.length > (onto?.own ?? 0) ? nodes.slice(0, -1) : nodes;
        show(nodes);
      } else return false;
      return true;
    },
    cursor(at) {
      const { kind } = pressed ? { kind: 'new' as const } : spotAt(nodes, at);
      return kind === 'new' ? 'pen' : `pen-${kind}`;
    },
  };
}

function samePlace(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** What a press would do there. */
function spotAt(nodes: readonly PenNode[], at: Pointer): Spot {
  const near = ([x, y]: Point): boolean => Math.hypot(x - at.x, y - at.y) <= REACH * at.pixel;
  if (nodes.length) return { kind: nodes.length > 2 && near(nodes[0]!.at) ? 'close' : 'new' };
  for (const { id, points, locked } of strokesOnSheet().toReversed()) {
    if (locked) continue;
    if (near([points.at(-2)!, points.at(-1)!])) return { kind: 'continue', id, points };
    if (near([points[0]!, points[1]!])) return { kind: 'continue', id, points: reversed(points) };
  }
  const chosen = chosenStroke();
  if (!chosen) return { kind: 'new' };
  const part = partAt(chosen.points, at.x, at.y, at.pixel, null);
  if (part?.side === null && part.node > 0 && part.node < curveCount(chosen.points))
    return { kind: 'minus', node: part.node };
  const { curve, t, distance } = nearestPoint(chosen.points, at.x, at.y);
  return distance <= CURVE_REACH * at.pixel ? { kind: 'plus', curve, t } : { kind: 'new' };
}

function changeNodes(spot: Extract<Spot, { kind: 'plus' | 'minus' }>): void {
  const { id, points } = chosenStroke()!;
  const next = spot.kind === 'plus' ? insertNode(points, spot.curve, spot.t) : deleteNode(points, spot.node);
  if (next) changeCourse(spot.kind === 'plus' ? 'Add node' : 'Delete node', id, next);
}
