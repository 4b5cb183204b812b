/**
 * What each stroke of any drawing is worth: by how much the likeness falls without it. The drawing may be the engine's
 * or a person's; chains of several cubics count as one stroke.
 *
 * It is asked after every edit, so it is quick: only the straight view is looked at, all ink is covered once, and what is
 * no longer wanted ends.
 */

import { Easel } from '../sketch/easel.ts';
import { pause } from '../sketch/pause.ts';
import { DEFAULT_WIDTH } from '../sketch/plan.ts';
import { openScene } from '../sketch/scene.ts';
import { borrowEncoder } from './encoder-loan.ts';
import { blankObjective, likeness } from './likeness.ts';
import type { PageStroke } from './live-drawing.ts';
import type { LiveRequest } from './live-sketch.ts';
import { newestOnly, type Outdated } from './newest.ts';
import { preparePhoto } from './outlook.ts';
import { photoScale } from './sheet.ts';
import { weightsFor } from './sketch.ts';
import { DEFAULT_SETTINGS } from './sketch-settings.ts';
import { cubicsOf, isSeen, underlayOf } from './underlay.ts';

export interface Prices {
  /** One a stroke, in its order, in likeness; a hidden one is worth nothing. */
  worth: number[];
  likeness: number;
}

export type PriceRequest = Pick<LiveRequest, 'photo' | 'mask' | 'settings' | 'device'> & { strokes: PageStroke[] };

/** Drawings judged between two looks at what else is asked. */
const AT_ONCE = 8;

/**
 * Prices a drawing's strokes.
 *
 * @throws one sentence: the photo, the mask or the encoder cannot be used, or another drawing is priced instead
 */
export const priceStrokes = newestOnly(price, 'These strokes were not priced, because newer ones are.');

async function price(request: PriceRequest, outdated: Outdated): Promise<Prices | null> {
  const { photo, mask, settings, strokes, device = DEFAULT_SETTINGS.device } = request;
  const { picture, outlook } = await preparePhoto({ photo, mask, cutOut: settings.cutOut });
  const { encoder, giveBack } = await borrowEncoder({ ...DEFAULT_SETTINGS, ...settings, device }, 2, 'direction');
  try {
    const weights = weightsFor(settings.fidelity, encoder.maps.length);
    const scene = await openScene(outlook, encoder, weights, settings.seed, { bank: 0 });
    // All ink lies under an empty drawing, so that every stroke keeps its own width.
    const easel = new Easel(
      encoder.side,
      encoder.views,
      DEFAULT_WIDTH,
      underlayOf(strokes, outlook.frame, photoScale(picture)),
    );
    const left = [[], ...cubicsBy(strokes)];
    const objectives: number[] = [];
    for (let at = 0; at < left.length; at += AT_ONCE) {
      await pause();
      if (outdated()) return null;
      objectives.push(...(await easel.judgeWithout(scene, left.slice(at, at + AT_ONCE))));
    }
    const blank = await blankObjective(scene);
    const [all, ...without] = objectives as [number, ...number[]];
    return {
      worth: without.map((objective, s) => (isSeen(strokes[s]!) ? (100 * (objective - all)) / blank : 0)),
      likeness: likeness(all, blank),
    };
  } finally {
    await giveBack();
  }
}

/** Which cubics of the underlay are each stroke's. */
function cubicsBy(strokes: PageStroke[]): number[][] {
  let next = 0;
  return strokes.map((stroke) => (isSeen(stroke) ? cubicsOf(stroke.points).map(() => next++) : []));
}
