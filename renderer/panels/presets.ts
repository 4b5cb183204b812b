/**
 * The presets a sketch starts from, and the specimen that their cards show.
 *
 * A preset is a count and the closeness that suits it: few strokes carry an idea, many can follow the outline.
 */

import type { PageSettings } from '../../main/contract.ts';
import type { Shown } from './Drawing.tsx';

export interface Preset {
  name: string;
  strokes: number;
}

export const PRESETS: readonly Preset[] = [
  { name: 'Minimal', strokes: 4 },
  { name: 'Iconic', strokes: 8 },
  { name: 'Classic', strokes: 16 },
  { name: 'Detailed', strokes: 32 },
];

/** The preset that the settings are, or null: then they are the person's own. */
export function presetOf({ strokes }: Pick<PageSettings, 'strokes'>): Preset | null {
  return PRESETS.find((preset) => preset.strokes === strokes) ?? null;
}

export const SPECIMEN_SIZE = { width: 300, height: 243 };

/** An elephant, dearest stroke first: its first four, eight and sixteen are drawings of their own. */
export const SPECIMEN: readonly Shown[] = [
  [84, 61, 128, 62, 200, 26, 241, 106],
  [82, 62, 28, 54, 38, 140, 38, 178],
  [106, 57, 132, 80, 116, 112, 70, 122],
  [127, 146, 146, 148, 170, 156, 218, 158],
  [242, 106, 238, 146, 252, 184, 256, 207],
  [95, 120, 98, 152, 72, 172, 98, 206],
  [38, 178, 38, 200, 54, 196, 52, 184],
  [176, 155, 184, 176, 168, 192, 163, 210],
  [127, 146, 126, 170, 128, 192, 132, 208],
  [46, 120, 40, 131, 30, 137, 15, 140],
  [218, 158, 236, 166, 238, 192, 240, 209],
  [239, 106, 252, 128, 244, 152, 259, 173],
  [201, 158, 190, 170, 187, 192, 184, 210],
  [48, 122, 48, 146, 46, 166, 46, 177],
  [80, 66, 70, 80, 66, 102, 69, 120],
  [110, 164, 96, 174, 98, 188, 114, 196],
  [111, 166, 112, 184, 114, 196, 110, 208],
  [50, 120, 58, 122, 64, 118, 67, 112],
].map((points, i) => ({ id: String(i), points, width: 4.2 }));
