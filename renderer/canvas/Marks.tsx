/**
 * What lies over the paint: spines of what is chosen and hovered, nodes and handles, guides, the marquee, the line in
 * hand and the readout. Vector marks of constant size on the screen, whatever the zoom.
 */

import { useStore } from '../state/store.ts';
import { type Segment, useGhost } from '../tools/ghost.ts';
import { strokesOnSheet } from '../tools/on-sheet.ts';
import { course } from './course.ts';
import { Nodes } from './Nodes.tsx';
import { toScreen, type View } from './view.ts';

export function Marks({ view, width }: { view: View; width: number }) {
  const document = useStore((state) => state.document);
  const selection = useStore((state) => state.selection);
  const hovered = useStore((state) => state.hovered);
  const tool = useStore((state) => state.tool);
  const job = useStore((state) => state.job);
  // Left of the divider ink is white, and so would be its spine.
  const compares = useStore((state) => state.looking === 'compare') && !job;
  const ghost = useGhost();
  const marked = selection.length || hovered ? strokesOnSheet({ document, job }) : [];
  const chosen = marked.filter(({ id }) => selection.includes(id));
  // A moving stroke is blue itself; what is under the pointer is said by the hand.
  const under = job ? undefined : marked.find(({ id }) => id === hovered && !selection.includes(id));
  const only = chosen.length === 1 && selection.length === 1 && !chosen[0]!.locked ? chosen[0]! : null;
  return (
    <>
      <svg aria-hidden="true">
        {chosen.map(({ id, points }) => (
          <path key={id} className={compares ? 'spine blue' : 'spine'} d={course(points, view)} />
        ))}
        {under && <path className="spine blue" d={course(under.points, view)} />}
        {ghost.guides.map((guide) => (
          <Guide key={guide.join()} guide={guide} view={view} />
        ))}
        {tool === 'nodes' && only && <Nodes stroke={only} view={view} />}
        {ghost.draft && <path className="draft" d={course(ghost.draft, view)} />}
        {ghost.snap && <Snap {...ghost.snap} view={view} />}
        {ghost.box && <Marquee box={ghost.box} view={view} />}
      </svg>
      {ghost.readout && (
        <div className="readout" style={beside(ghost.readout, view, width)}>
          {ghost.readout.color && <i style={{ background: ghost.readout.color }} />}
          {ghost.readout.text}
        </div>
      )}
    </>
  );
}

function Guide({ guide: [x0, y0, x1, y1], view }: { guide: Segment; view: View }) {
  const [from, to] = [toScreen(view, x0, y0), toScreen(view, x1, y1)];
  const line = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
  return (
    <>
      <line className="halo thin" {...line} />
      <line className="guide" {...line} />
    </>
  );
}

function Snap({ x, y, view }: { x: number; y: number; view: View }) {
  const [cx, cy] = toScreen(view, x, y);
  return (
    <>
      <circle className="halo" cx={cx} cy={cy} r={9} />
      <circle className="snap" cx={cx} cy={cy} r={9} />
    </>
  );
}

function Marquee({ box, view }: { box: Segment; view: View }) {
  const [x, y] = toScreen(view, box[0], box[1]);
  const [right, bottom] = toScreen(view, box[2], box[3]);
  return <rect className="marquee" x={x} y={y} width={right - x} height={bottom - y} />;
}

/** Screen px that the readout keeps from the pointer, and what it needs to its right. */
const ASIDE = 16;
const ROOM = 110;

/** Below the pointer and to its right; to its left where the canvas ends. */
function beside({ x, y }: { x: number; y: number }, view: View, width: number): React.CSSProperties {
  const [left, top] = toScreen(view, x, y);
  const turned = left + ASIDE + ROOM > width;
  return { left: left + (turned ? -ASIDE : ASIDE), top: top + ASIDE, transform: turned ? 'translateX(-100%)' : 'none' };
}
