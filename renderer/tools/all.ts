/**
 * The tools by name, made once for a canvas.
 */

import type { Stage } from '../canvas/stage.ts';
import type { Tool as ToolName } from '../state/store.ts';
import { cutoutTool } from './cutout.ts';
import { detailTool } from './detail.ts';
import { eraserTool } from './eraser.ts';
import { handTool, zoomTool } from './hand.ts';
import { nodesTool } from './nodes.ts';
import { penTool } from './pen.ts';
import { pencilTool } from './pencil.ts';
import { pickTool } from './pick.ts';
import { selectTool } from './select.ts';
import type { Tool } from './tool.ts';

/** All tools; those that see the view are told where the stage is. */
export function allTools(stage: () => Stage | null): Record<ToolName, Tool> {
  return {
    select: selectTool(),
    nodes: nodesTool(),
    pen: penTool(),
    pencil: pencilTool(),
    eraser: eraserTool(),
    detail: detailTool(),
    cutout: cutoutTool(),
    hand: handTool(stage),
    zoom: zoomTool(stage),
    pick: pickTool(stage),
  };
}
