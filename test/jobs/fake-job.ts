/** A sketch job without a photo or a network, for the tests of what comes after it. */

import type { SketchFrame, SketchResult } from '../../main/jobs/sketch.ts';
import { DEFAULT_SETTINGS, type SketchSettings } from '../../main/jobs/sketch-settings.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';

function fakeDrawing(strokes: number, { width = 320, height = 240, color = '#000000' } = {}): Drawing {
  return {
    width,
    height,
    strokes: Array.from({ length: strokes }, (_, s) => {
      const y = ((s + 0.5) * Math.min(height, 400)) / strokes;
      const points = [0.1 * width, y, 0.3 * width, y + s, 0.6 * width, y - s, 0.9 * width, y];
      return { points, width: 0.02 * width + 2, color, opacity: 1 };
    }),
  };
}

/** Levels 4, 8, 16, ... with objectives that halve; everything follows from the settings. */
export function fakeResult(
  settings: Partial<SketchSettings>,
  look: { width?: number; height?: number; color?: string } = {},
): SketchResult {
  const all = { ...DEFAULT_SETTINGS, ...settings };
  const levels: SketchResult['levels'] = [];
  for (let strokes = 4; strokes <= all.strokes; strokes *= 2) levels.push({ strokes, objective: 1 / strokes });
  return {
    drawing: fakeDrawing(all.strokes, look),
    levels,
    worth: Array.from({ length: all.strokes }, (_, s) => 0.01 / (s + 1)),
    seed: all.seed + 2,
    objective: 1 / all.strokes,
    stopped: false,
    settings: all,
    seconds: 1.5,
    notes: [],
  };
}

/** Frames as the real job has them; a photo whose name has "broken" in it cannot be read. */
export async function* fakeSketch(
  photo: string | Uint8Array,
  settings: SketchSettings,
  signal: AbortSignal,
): AsyncGenerator<SketchFrame, SketchResult> {
  if (String(photo).includes('broken')) throw new Error(`${photo} is damaged: expected a picture.`);
  const drawing = fakeDrawing(settings.strokes);
  yield { kind: 'started', progress: 0, objective: null, secondsLeft: null, drawing };
  for (let step = 1; step <= 4 && !signal.aborted; step++)
    yield { kind: 'step', progress: step / 4, objective: 1 / step, secondsLeft: 4 - step, drawing };
  return { ...fakeResult(settings), stopped: signal.aborted };
}
