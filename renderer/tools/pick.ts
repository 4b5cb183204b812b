/**
 * Pick colour: a pipette that takes a stroke's colour, or the photo's where there is none, shown or not. It goes to what
 * is selected, else to the lines that are drawn from then on; then the tool before it is in the hand again.
 */

import type { Stage } from '../canvas/stage.ts';
import { STROKE_REACH, strokesAt } from '../geometry/hit.ts';
import { useStore } from '../state/store.ts';
import { announce, notify } from '../state/voice.ts';
import { clearGhost, useGhost } from './ghost.ts';
import { strokesOnSheet } from './on-sheet.ts';
import { changeStyle } from './restyle.ts';
import type { Pointer, Tool } from './tool.ts';

export function pickTool(stage: () => Stage | null): Tool {
  const colorAt = (at: Pointer): string | null => strokeColor(at) ?? stage()?.photoColor(at.x, at.y) ?? null;
  const show = (at: Pointer): void => {
    const color = colorAt(at);
    useGhost.setState({ readout: color ? { text: color, color, x: at.x, y: at.y } : null });
  };
  return {
    down: show,
    move: show,
    up(at) {
      const color = colorAt(at);
      if (color) takeColor(color);
      goBack();
    },
    cancel: clearGhost,
    key({ key }) {
      if (key !== 'Escape') return false;
      goBack();
      return true;
    },
    cursor: () => 'pipette',
  };
}

/** Gives a colour to what is selected, else to the lines to come. */
function takeColor(color: string): void {
  const { selection } = useStore.getState();
  if (!selection.length) {
    useStore.setState({ nextColor: color });
    notify(`Lines are drawn in ${color} from now on.`);
    return;
  }
  changeStyle('Pick colour', selection, { color });
  announce(`${selection.length === 1 ? 'Stroke is' : 'Strokes are'} ${color} now.`);
}

function goBack(): void {
  clearGhost();
  useStore.setState({ tool: useStore.getState().toolBefore });
}

function strokeColor(at: Pointer): string | null {
  return strokesAt(strokesOnSheet(), at.x, at.y, at.pixel, STROKE_REACH / 2)[0]?.color ?? null;
}
