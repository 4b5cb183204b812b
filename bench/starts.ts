/**
 * What it is worth to begin on contours: one stage of contour seeds against one stage from the starts of the reference
 * protocol (points by saliency × XDoG, random walks), both optimised by our optimiser with the same encoder, steps and
 * views, and compared by the clean objective.
 */

import { targetInFrame } from '../main/sketch/frame.ts';
import { Random } from '../main/sketch/random.ts';
import { referenceStarts } from '../main/sketch/reference-starts.ts';
import type { Scene } from '../main/sketch/scene.ts';
import { compareWays, drawOnce, LEVELS, STEPS } from './scenes.ts';
import { type BenchContext, type BenchRow, benchRow } from './table.ts';

/** At each of LEVELS; the prototype had 0.64, 0.66 and 0.92 against straight seeds along edges. */
const MOST = [0.65, 0.7, 0.93];

/** Strokes as the reference protocol begins them in this scene. */
async function startsOf({ encoder, subject, frame }: Scene, strokes: number): Promise<number[][]> {
  const target = targetInFrame(subject, frame, encoder.side);
  const { saliency } = await encoder.look(target.rgb, 1);
  // The built-in encoder has attention.
  const where = { map: saliency!.maps[0]!, rows: saliency!.rows };
  return referenceStarts(target, where, strokes, new Random(0, 3));
}

export async function benchStarts(context: BenchContext): Promise<BenchRow[]> {
  const steps = context.steps ?? STEPS;
  const { ratios, means, photos } = await compareWays(context, async (scene) => {
    const contours: number[] = [];
    const reference: number[] = [];
    for (const level of LEVELS) {
      contours.push(...(await drawOnce(scene, { stages: [level], steps })));
      const starts = (await startsOf(scene, level)).map((points) => ({ points }));
      reference.push(...(await drawOnce(scene, { stages: [level], steps, starts })));
    }
    return [contours, reference];
  });
  return LEVELS.map((level, l) => {
    const [contours, reference] = means[l]!;
    return benchRow(
      `contour seeds over the reference's starts, ${level} strokes, clean objective`,
      ratios[l]!,
      '×',
      { most: MOST[l]! },
      `means over ${photos} photos: ${contours.toFixed(3)} over ${reference.toFixed(3)}; one stage, one seed, ${steps} steps each, masks of the photos' folder`,
    );
  });
}
