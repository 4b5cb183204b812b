/** The active node's fields, wherever its stroke is: in the document, or in a sketch that runs. */

import { useStore } from '../state/store.ts';
import { useGhost } from '../tools/ghost.ts';
import { activeNode, chosenStroke } from '../tools/on-sheet.ts';
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
