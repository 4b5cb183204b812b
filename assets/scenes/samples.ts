/** The sample pictures' scenes, in the order in which they are offered. */

import { breakfast } from './breakfast.ts';
import { toyElephant } from './elephant.ts';
import type { Scene } from './scene.ts';
import { stillLife } from './still-life.ts';

export interface Sample {
  /** Its files' name. */
  name: string;
  /** What is in it, for people. */
  title: string;
  scene: () => Scene;
}

export const SAMPLES: Sample[] = [
  { name: 'still-life', title: 'A teapot, fruit and a window', scene: stillLife },
  { name: 'elephant', title: 'A toy elephant on wheels', scene: toyElephant },
  { name: 'breakfast', title: 'A breakfast, each thing by itself', scene: breakfast },
];
