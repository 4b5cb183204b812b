/** What the models' dialog says: places, sizes, progress, speed, and which model of each use is the one that works. */

import type { EncoderSpeed, ModelUse, NormalisationName, ShownModel } from '../../main/contract.ts';
import { spoken } from '../ruler/time-left.ts';
import type { Download } from '../state/models-state.ts';

/** What each kind of model is for. */
export const USES: Record<ModelUse, { label: string; about: string }> = {
  sketching: {
    label: 'Sketching',
    about:
      'Looks at the photo and the drawing, and says how alike they are. Changing it keeps your sketch and goes on from there.',
  },
  'cut-out': { label: 'Cut-out', about: 'Finds the subject, so that it alone is drawn.' },
  pointing: { label: 'Pointing', about: 'Cuts out what you point at with the cut-out tool.' },
  depth: { label: 'Depth', about: 'Tells near from far.' },
};

/** How an own encoder wants its pixels, in the words of those who train them. */
export const PIXELS: readonly { value: NormalisationName; label: string }[] = [
  { value: 'clip', label: 'As CLIP' },
  { value: 'imagenet', label: 'As ImageNet' },
  { value: 'half', label: '−1 to 1' },
  { value: 'none', label: '0 to 1' },
];

/** "3.1 MB", "225 MB", "1.2 GB". */
export function megabyteWords(megabytes: number): string {
  if (megabytes >= 999.5) return `${(megabytes / 1000).toFixed(1)} GB`;
  return Number.isInteger(megabytes) || megabytes >= 9.95
    ? `${Math.round(megabytes)} MB`
    : `${megabytes.toFixed(1)} MB`;
}

/** "138 of 225 MB, 40 s left". */
export function progressWords({ received, total, secondsLeft }: Download): string {
  const come = Math.floor(received / 1e6);
  const of = total === null ? `${come} MB` : `${come} of ${Math.round(total / 1e6)} MB`;
  return secondsLeft === null ? of : `${of}, ${spoken(secondsLeft)} left`;
}

/** What is wrong with a damaged file, for somebody who wants to know what it means. */
export function damageWords({ received, megabytes }: Pick<ShownModel, 'received' | 'megabytes'>): string {
  const missing = Math.round((megabytes ?? 0) - received / 1e6);
  const what = missing >= 1 ? `${missing} MB are missing` : 'it is not what it should be';
  return `Damaged: ${what}. It will not be used.`;
}

/** With a capital, as a sentence or a row begins. */
export const capital = (words: string): string => words[0]!.toUpperCase() + words.slice(1);

/** "62 ms a step, 16 a second". */
export function speedWords({ milliseconds }: Pick<EncoderSpeed, 'milliseconds'>): string {
  const rate = 1000 / milliseconds;
  const exact = (value: number) => (value < 9.95 ? value.toFixed(1) : String(Math.round(value)));
  return `${exact(milliseconds)} ms a step, ${exact(rate)} a second`;
}

/**
 * Whether it is the model that does the work of its use: the chosen one for sketching, else the first that is here whole,
 * with all that it needs.
 *
 * @param encoder name of the one that was chosen for sketching
 */
export function isInUse(model: ShownModel, models: readonly ShownModel[], encoder: string): boolean {
  if (model.use === 'sketching') return model.name === encoder;
  const isHere = (name: string) => models.some((one) => one.name === name && one.state === 'here');
  const rivals = models.filter(({ use, state }) => use === model.use && state === 'here');
  const working = rivals.find(({ name, needs }) => needs.every(isHere) && !isPart(name, models));
  if (!working) return model.state === 'built-in';
  return model === working || working.needs.includes(model.name);
}

/** Whether it is only there for others that need it. */
export function isPart(name: string, models: readonly ShownModel[]): boolean {
  return models.some(({ needs }) => needs.includes(name));
}
