/** The active node's fields, wherever its stroke is: in the document, or in a sketch that runs. */

import { useStore } from '../state/store.ts';
import { useGhost } from '../tools/ghost.ts';
import { activeNode, chosenStroke, isLive, strokesOnSheet } from '../tools/on-sheet.ts';
import { NodeFields } from './NodeFields.tsx';

/** @param reach longer side of the photo, photo px */
export function NodeSection({ reach }: { reach: number }) {
  const tool = useStore((state) => state.tool);
  const node = useStore((state) => state.node);
  useStore((state) => state.selection);
  useStore((state) => state.job?.latest);
  useGhost((ghost) => ghost.held);
  useGhost((ghost) => ghost.painted);
  const stroke = chosenStroke();
  const active = stroke && activeNode(stroke, node);
  if (stroke && active !== null) return <NodeFields stroke={stroke} node={active} reach={reach} />;
  return tool === 'nodes' && stroke ? <p className="p-hint">Press a node, or walk them with the arrows.</p> : null;
}

/** What is selected of a sketch that runs: its place, as the engine has its looks. */
export function LiveInspector({ reach }: { reach: number }) {
  const selection = useStore((state) => state.selection);
  const latest = useStore((state) => state.job?.latest);
  if (!latest || !isLive()) return null;
  const strokes = strokesOnSheet();
  const chosen = latest.strokes.filter(({ id }) => selection.includes(id));
  const [one] = chosen;
  if (!one) return null;
  const number = strokes.findIndex(({ id }) => id === one.id) + 1;
  return (
    <section className="p-inspector c-form" aria-label={chosen.length === 1 ? 'Selected stroke' : 'Selected strokes'}>
      <div className="p-inspector-head">
        <b>{chosen.length === 1 ? `Stroke ${number}` : `${chosen.length} strokes`}</b>
        <small>{chosen.every(({ pinned }) => pinned) ? 'Pinned' : 'On the way'}</small>
      </div>
      <NodeSection reach={reach} />
    </section>
  );
}
