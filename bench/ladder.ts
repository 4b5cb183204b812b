/**
 * What it costs that one run gives every level: each level of a run in stages against a fresh run, in one stage, with
 * that many strokes and all of the steps for them alone.
 */

import { compareWays, drawOnce, LEVELS, STEPS } from './scenes.ts';
import { type BenchContext, type BenchRow, benchRow } from './table.ts';

/** A level may be this much worse than a drawing made for that level alone. */
const MOST = 1.2;

export async function benchLadder(context: BenchContext): Promise<BenchRow[]> {
  const steps = context.steps ?? STEPS;
  const { ratios, means, photos } = await compareWays(context, async (scene) => {
    const ladder = await drawOnce(scene, { stages: LEVELS, steps });
    const fresh: number[] = [];
    for (const level of LEVELS) fresh.push(...(await drawOnce(scene, { stages: [level], steps })));
    return [ladder, fresh];
  });
  return LEVELS.map((level, l) => {
    const [ladder, fresh] = means[l]!;
    return benchRow(
      `the ladder's ${level} strokes over a fresh run's, clean objective`,
      ratios[l]!,
      '×',
      { most: MOST },
      `means over ${photos} photos: ${ladder.toFixed(3)} over ${fresh.toFixed(3)}; one seed, ${steps} steps each, masks of the photos' folder`,
    );
  });
}
