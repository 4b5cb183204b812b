/**
 * The tools by name, made once for a canvas.
 */

import type { Stage } from '../canvas/stage.ts';
import type { Tool as ToolName } from '../state/store.ts';
import { handTool, zoomTool } from './hand.ts';
import { selectTool } from './select.ts';
import type { Tool } from './tool.ts';

/** All tools; those that see the view are told where the stage is. */
export function allTools(stage: () => Stage | null): Record<ToolName, Tool> {
  const select = selectTool();
  return {
    select,
    nodes: select,
    pen: select,
    pencil: select,
    eraser: select,
    hand: handTool(stage),
    zoom: zoomTool(stage),
  };
}
