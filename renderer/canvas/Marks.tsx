/**
 * What lies over the paint: spines of what is chosen and hovered, nodes and handles, the marquee, the line in hand and
 * the readout. Vector marks of constant size on the screen, whatever the zoom.
 */

import { nodesOf } from '../geometry/nodes.ts';
import { useStore } from '../state/store.ts';
import { useGhost } from '../tools/ghost.ts';
import { toScreen, type View } from './view.ts';

export function Marks({ view }: { view: View }) {
  const document = useStore((state) => state.document);
  const selection = useStore((state) => state.selection);
  const hovered = useStore((state) => state.hovered);
  const tool = useStore((state) => state.tool);
  const running = useStore((state) => state.job !== null);
  const ghost = useGhost();
  const chosen = running ? [] : (document?.strokes.filter(({ id }) => selection.includes(id)) ?? []);
  const under = running ? undefined : document?.strokes.find(({ id }) => id === hovered && !selection.includes(id));
  return (
    <>
      <svg aria-hidden="true">
        {chosen.map(({ id, points }) => (
          <path key={id} className="spine" d={course(points, view)} />
        ))}
        {under && <path className="spine blue" d={course(under.points, view)} />}
        {tool === 'nodes' &&
          chosen.length === 1 &&
          nodesOf(chosen[0]!.points).map((node, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place in the chain
            <Node key={i} node={node} active={ghost.node === i} view={view} />
          ))}
        {ghost.draft && <path className="draft" d={course(ghost.draft, view)} />}
        {ghost.box && <Marquee box={ghost.box} view={view} />}
        {ghost.disc && <Disc {...ghost.disc} view={view} />}
      </svg>
      {ghost.readout && (
        <div className="readout" style={beside(ghost.readout, view)}>
          {ghost.readout.text}
        </div>
      )}
    </>
  );
}

function Node({ node, active, view }: { node: ReturnType<typeof nodesOf>[number]; active: boolean; view: View }) {
  const [x, y] = toScreen(view, ...node.at);
  const filled = active || node.kind === 'symmetric' ? 'node filled' : 'node';
  return (
    <g>
      {[node.in, node.out].map((handle, i) => {
        if (!handle) return null;
        const [hx, hy] = toScreen(view, ...handle);
        const line = { x1: x, y1: y, x2: hx, y2: hy };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: in and out
          <g key={i}>
            <line className="halo" {...line} />
            <line className="lead" {...line} />
            <circle className="halo" cx={hx} cy={hy} r={4} />
            <circle className="node" cx={hx} cy={hy} r={4} />
          </g>
        );
      })}
      {node.kind === 'corner' ? (
        <>
          <rect className="halo" x={x - 4.5} y={y - 4.5} width={9} height={9} />
          <rect className={filled} x={x - 4.5} y={y - 4.5} width={9} height={9} />
        </>
      ) : (
        <>
          <circle className="halo" cx={x} cy={y} r={4.5} />
          <circle className={filled} cx={x} cy={y} r={4.5} />
        </>
      )}
    </g>
  );
}

function Marquee({ box, view }: { box: readonly [number, number, number, number]; view: View }) {
  const [x, y] = toScreen(view, box[0], box[1]);
  const [right, bottom] = toScreen(view, box[2], box[3]);
  return <rect className="marquee" x={x} y={y} width={right - x} height={bottom - y} />;
}

function Disc({ x, y, radius, view }: { x: number; y: number; radius: number; view: View }) {
  const [cx, cy] = toScreen(view, x, y);
  return <circle className="disc" cx={cx} cy={cy} r={radius} />;
}

function beside({ x, y }: { x: number; y: number }, view: View): { left: number; top: number } {
  const [left, top] = toScreen(view, x, y);
  return { left: left + 14, top: top + 14 };
}

/** A chain as path data in screen px. */
function course(points: readonly number[], view: View): string {
  let data = '';
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = toScreen(view, points[i]!, points[i + 1]!);
    data += `${i === 0 ? 'M' : i % 6 === 2 ? 'C' : ' '}${x.toFixed(2)} ${y.toFixed(2)}`;
  }
  return data;
}
