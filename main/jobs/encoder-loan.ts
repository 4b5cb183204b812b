/**
 * Lends opened encoders to jobs: opening one takes a third of a second or many, and a folder of photos, or a person who
 * sketches again, wants the same one each time.
 *
 * One idle encoder is kept, the last given back. One in use is never closed.
 */

import type { SteadyEncoder } from '../models/steady-encoder.ts';
import { openChosenEncoder } from './sketch-encoder.ts';
import type { SketchSettings } from './sketch-settings.ts';

export interface EncoderLoan {
  encoder: SteadyEncoder;
  /** What the person should know of it. */
  notes: string[];
  /** Ends the loan. */
  giveBack(): Promise<void>;
}

interface Held {
  key: string;
  opening: ReturnType<typeof openChosenEncoder>;
  users: number;
}

const held = new Map<string, Held>();

/**
 * @param views drawings compared in one run
 * @throws what openChosenEncoder throws
 */
export async function borrowEncoder(
  settings: SketchSettings,
  views: number,
  objective: 'direction' | 'paper',
): Promise<EncoderLoan> {
  const { encoder, fidelity, device, threads, views: asked } = settings;
  // The built-in encoder's maps are always the same two; a file's go by fidelity.
  const depth = encoder === 'built-in' ? null : fidelity;
  const key = JSON.stringify([encoder, depth, device, threads, views, asked, objective]);
  let one = held.get(key);
  if (!one) {
    one = { key, opening: openChosenEncoder(settings, views, objective), users: 0 };
    held.set(key, one);
  }
  one.users++;
  const lent = one;
  try {
    return { ...(await lent.opening), giveBack: () => takeBack(lent) };
  } catch (error) {
    if (held.get(key) === lent) held.delete(key);
    throw error;
  }
}

/** Has an encoder opened anew the next time, because its file or how pixels go in has changed. */
export async function reopenLater(encoder: string): Promise<void> {
  for (const one of [...held.values()])
    if ((JSON.parse(one.key) as unknown[])[0] === encoder) {
      held.delete(one.key);
      if (one.users === 0) await (await one.opening).encoder.close();
    }
}

async function takeBack(returned: Held): Promise<void> {
  returned.users--;
  if (returned.users === 0 && held.get(returned.key) !== returned) {
    await (await returned.opening).encoder.close();
    return;
  }
  for (const other of held.values())
    if (other !== returned && other.users === 0) {
      held.delete(other.key);
      await (await other.opening).encoder.close();
    }
}
