/**
 * The presets a sketch starts from, a person's own among them, and the specimen that the four cards show.
 *
 * A preset is a count, a closeness and a line width that go together; for some subjects also whether they are cut out.
 * Whatever else is set stays: tries and seed are no part of a look.
 */

import type { PageSettings } from '../../main/contract.ts';
import type { OwnPreset } from '../state/store.ts';
import type { Shown } from './Drawing.tsx';

export interface Preset {
  name: string;
  settings: Pick<PageSettings, 'strokes'> & Partial<OwnPreset['settings']>;
}

const card = (name: string, strokes: number): Preset => ({ name, settings: { strokes, fidelity: 0.5, width: null } });

/** The four cards: the same look with ever more strokes. */
export const PRESETS: readonly Preset[] = [
  card('Minimal', 4),
  card('Iconic', 8),
  card('Classic', 16),
  card('Detailed', 32),
];

/** What suits a kind of photo. A face needs to be met closely and finely; a scene is all of the photo. */
const SUBJECTS: readonly Preset[] = [
  { name: 'Portrait', settings: { strokes: 24, fidelity: 0.7, width: 1.8, cutOut: true } },
  { name: 'Object', settings: { strokes: 12, fidelity: 0.6, width: null, cutOut: true } },
  { name: 'Scene', settings: { strokes: 32, fidelity: 0.4, width: 1.6, cutOut: false } },
];

/** All presets that come with the app. */
export const BUILT_IN: readonly Preset[] = [...PRESETS, ...SUBJECTS];

/** The most characters of a name. */
export const LONGEST_NAME = 40;

/** The preset that the settings are, a person's own first; null: it is none, and reads "Your own". */
export function presetOf(settings: PageSettings, own: readonly Preset[] = []): Preset | null {
  const is = (preset: Preset) =>
    Object.entries(preset.settings).every(([key, value]) => settings[key as keyof PageSettings] === value);
  return [...own, ...BUILT_IN].find(is) ?? null;
}

/** The settings under a name, in place of the ones that bore it. */
export function withPreset(
  own: readonly OwnPreset[],
  name: string,
  { strokes, fidelity, width, cutOut }: PageSettings,
): OwnPreset[] {
  return [...own.filter((one) => one.name !== name), { name, settings: { strokes, fidelity, width, cutOut } }];
}

/** Why a preset cannot have this name, as a sentence; null: it can. */
export function nameFault(name: string): string | null {
  if (!name) return 'A preset needs a name.';
  if (name.length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters.`;
  return BUILT_IN.some((one) => one.name.toLowerCase() === name.toLowerCase())
    ? `${name} comes with Lineament. Give yours another name.`
    : null;
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
