/**
 * Photos as scenes, and one seed's drawing of a scene: what the benches of the drawing method share.
 *
 * Subjects come from the masks that lie beside the photos, so that what is measured is the drawing, not the cutting out.
 * All drawings of a bench are compared by one encoder, opened once.
 */

import { resolveMask } from '../main/jobs/mask.ts';
import { readPhoto } from '../main/jobs/photo.ts';
import { weightsFor } from '../main/jobs/sketch.ts';
import { openChosenEncoder } from '../main/jobs/sketch-encoder.ts';
import { DEFAULT_SETTINGS } from '../main/jobs/sketch-settings.ts';
import { DEFAULT_PLAN, DEFAULT_WIDTH, type DraftPlan } from '../main/sketch/plan.ts';
import { race } from '../main/sketch/race.ts';
import { lookOut, openScene, type Scene } from '../main/sketch/scene.ts';
import { MASK_FOLDER, need, sharedPhotos } from './shared.ts';
import { type BenchContext, mean } from './table.ts';

/** The strokes at which drawings are compared. */
export const LEVELS = [4, 8, 16];
/** Steps of one seed in every run that is compared, however many strokes it has. */
export const STEPS = 150;
const SEED = 0;

/** What a run of one seed must say beyond the defaults. */
export type OneRun = Pick<DraftPlan, 'stages'> & Partial<DraftPlan>;

/**
 * Draws with one seed.
 *
 * @returns the clean objective at each of the run's stages; where the photo gave fewer strokes, that of those it gave
 */
export async function drawOnce(scene: Scene, run: OneRun): Promise<number[]> {
  const plan = { ...DEFAULT_PLAN, width: DEFAULT_WIDTH, steps: STEPS, ...run };
  const running = race(scene, plan, [SEED], () => false);
  for (;;) {
    const next = await running.next();
    if (!next.done) continue;
    const { levels } = next.value;
    return plan.stages.map((_, s) => levels[Math.min(s, levels.length - 1)]!.objective);
  }
}

/**
 * Draws each photo in two ways and compares the ways' clean objectives.
 *
 * @param draw the objectives of both ways at each of LEVELS
 * @returns at each level, the mean over the photos of the first way's objective over that of the second's
 * @throws Skipped when the photos are not there
 */
export async function compareWays(
  { photos, say }: BenchContext,
  draw: (scene: Scene) => Promise<[number[], number[]]>,
): Promise<{ ratios: number[]; means: [number, number][]; photos: number }> {
  need(MASK_FOLDER);
  const chosen = sharedPhotos(photos);
  const { encoder } = await openChosenEncoder(DEFAULT_SETTINGS, 2, 'direction');
  try {
    const drawn: [number[], number[]][] = [];
    for (const { name, file } of chosen) {
      const photo = await readPhoto(file);
      const { mask } = await resolveMask(MASK_FOLDER, file, photo);
      const outlook = lookOut({ width: photo.workingWidth, height: photo.workingHeight, rgb: photo.rgb, mask });
      const scene = await openScene(outlook, encoder, weightsFor(0.5, encoder.maps.length), SEED);
      const ways = await draw(scene);
      say(`${name}: ${LEVELS.map((_, l) => (ways[0][l]! / ways[1][l]!).toFixed(2)).join(' ')}`);
      drawn.push(ways);
    }
    const means = LEVELS.map((_, l): [number, number] => [
      mean(drawn.map(([first]) => first[l]!)),
      mean(drawn.map(([, second]) => second[l]!)),
    ]);
    return { ratios: means.map(([first, second]) => first / second), means, photos: chosen.length };
  } finally {
    await encoder.close();
  }
}
