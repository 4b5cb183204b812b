/** The sample pictures' scenes, in the order in which they are offered. */

import type { Scene } from './scene.ts';

export interface Sample {
  /** Its files' name. */
  name: string;
  /** What is in it, for people. */
  title: string;
  scene: () => Scene;
}

export const SAMPLES: Sample[] = [];
