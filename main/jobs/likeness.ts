/**
 * Likeness, as a person is told it: 100 · (1 − objective / objective of blank paper), straight on. Blank paper has 0, the
 * photo itself 100.
 */

import { Easel } from '../sketch/easel.ts';
import { DEFAULT_WIDTH } from '../sketch/plan.ts';
import type { Scene } from '../sketch/scene.ts';

/** The objective of paper with nothing on it, straight on. */
export async function blankObjective(scene: Scene): Promise<number> {
  const easel = new Easel(scene.encoder.side, scene.encoder.views, DEFAULT_WIDTH);
  const [blank] = await easel.judge(scene, [{ lines: { points: new Float64Array(0) }, view: 0 }]);
  return blank!;
}

/** 0 blank paper to 100 the photo. */
export function likeness(objective: number, blank: number): number {
  return Math.min(100, Math.max(0, 100 * (1 - objective / blank)));
}
