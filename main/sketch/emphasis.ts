/**
 * Where a person wants more detail: a map over the frame, and what it does to how much each place counts.
 *
 * It is told to the sketch in three ways. The objective's places count more there. Some views of the bank go close to it,
 * so that the encoder sees what is there at twice the size (scene.ts). And strokes are begun there more often, and closer to
 * each other (seeds.ts), because an optimiser moves lines but does not carry them across a picture; they are finer, so that
 * they do not run together. `npm run bench -- detail` measures it.
 */

import type { Frame } from './frame.ts';
import { meanAlong } from './guide.ts';

/** [side²] of the frame, 0 as always to 1 most; null: every place alike. */
export type Emphasis = Float32Array | null;

/** How many times more than elsewhere the brightest places count in the objective, beside once. */
const COUNTED = 10;
/** The same for the odds that a new stroke begins. */
const SOUGHT = 80;
/** How wide a line in the brightest places is, of what it is elsewhere. */
const FINE = 0.65;

/**
 * A person's map as it lies in the frame, each pixel the mean of what it covers; nothing beyond the photo.
 *
 * @param map [height·width], 0..255
 * @param side pixels across the frame
 * @returns [side²] 0..1; null where nothing of it is brighter than black
 */
export function emphasisInFrame(map: Uint8Array, width: number, height: number, frame: Frame, side: number): Emphasis {
  const step = frame.side / side;
  const samples = Math.max(1, Math.ceil(step));
  const out = new Float32Array(side * side);
  let most = 0;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let k = 0; k < samples * samples; k++) {
        const column = Math.floor(frame.left + (x + ((k % samples) + 0.5) / samples) * step);
        const row = Math.floor(frame.top + (y + (Math.floor(k / samples) + 0.5) / samples) * step);
        if (column >= 0 && row >= 0 && column < width && row < height) sum += map[row * width + column]!;
      }
      const value = sum / (255 * samples * samples);
      out[y * side + x] = value;
      most = Math.max(most, value);
    }
  return most > 0 ? out : null;
}

/** How much places count in the objective. Any scale: they are brought to a sum of their own. */
export function counted(known: Float32Array, emphasis: Emphasis): Float32Array {
  return times(known, emphasis, COUNTED);
}

/** How much strokes are wanted at each place. Any scale. */
export function sought(wanted: Float32Array, emphasis: Emphasis): Float32Array {
  return times(wanted, emphasis, SOUGHT);
}

/** How wide a line is begun, of what it is otherwise: 1 where no detail is asked for. @param points a cubic, frame units */
export function fineness(emphasis: Emphasis, points: ArrayLike<number>): number {
  return emphasis ? FINE ** meanAlong(emphasis, points) : 1;
}

function times(values: Float32Array, emphasis: Emphasis, more: number): Float32Array {
  return emphasis ? values.map((v, i) => v * (1 + more * emphasis[i]!)) : values;
}
