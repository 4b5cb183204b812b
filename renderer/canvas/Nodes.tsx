/**
 * A stroke's nodes and handles: a corner is square, smooth round, symmetric round and filled, the active one filled and
 * larger. A retracted handle of the active node is a dot on a dotted lead, where it can be pulled out.
 */

import { type HandleSide, nodesOf, type PathNode, retractedSpot } from '../geometry/nodes.ts';
import { useStore } from '../state/store.ts';
import { activeNode, type SheetStroke } from '../tools/on-sheet.ts';
import { toScreen, type View } from './view.ts';

export function Nodes({ stroke, view }: { stroke: SheetStroke; view: View }) {
  const active = activeNode(
    stroke,
    useStore((state) => state.node),
  );
  const nodes = nodesOf(stroke.points);
  return nodes.map((node, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place in the chain
    <g key={i}>
      <Handle nodes={nodes} index={i} side="in" active={i === active} view={view} />
      <Handle nodes={nodes} index={i} side="out" active={i === active} view={view} />
      <Node node={node} active={i === active} view={view} />
    </g>
  ));
}

interface HandleProps {
  nodes: readonly PathNode[];
  index: number;
  side: HandleSide;
  active: boolean;
  view: View;
}

function Handle({ nodes, index, side, active, view }: HandleProps) {
  const { at, [side]: handle } = nodes[index]!;
  if (!handle) return null;
  const pulled = retractedSpot(nodes, index, side, 1 / view.scale);
  if (pulled && !active) return null;
  const [x1, y1] = toScreen(view, ...at);
  const [x2, y2] = toScreen(view, ...(pulled ?? handle));
  const line = { x1, y1, x2, y2 };
  return (
    <>
      <line className="halo" {...line} />
      <line className={pulled ? 'lead dotted' : 'lead'} {...line} />
      <circle className="halo" cx={x2} cy={y2} r={pulled ? 2.5 : 4} />
      <circle className="node" cx={x2} cy={y2} r={pulled ? 2.5 : 4} />
    </>
  );
}

function Node({ node, active, view }: { node: PathNode; active: boolean; view: View }) {
  const [x, y] = toScreen(view, ...node.at);
  const half = active ? 5.5 : 4.5;
  const filled = active || node.kind === 'symmetric' ? 'node filled' : 'node';
  if (node.kind === 'corner') {
    const box = { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
    return (
      <>
        <rect className="halo" {...box} />
        <rect className={filled} {...box} />
      </>
    );
  }
  return (
    <>
      <circle className="halo" cx={x} cy={y} r={half} />
      <circle className={filled} cx={x} cy={y} r={half} />
    </>
  );
}
