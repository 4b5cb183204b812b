/**
 * What each stroke of any drawing is worth: by how much the likeness falls without it. The drawing may be the engine's
 * or a person's; chains of several cubics count as one stroke.
 */

import { DEFAULT_WIDTH } from '../sketch/draft.ts';
import { Easel, type Underlay } from '../sketch/easel.ts';
import { openScene } from '../sketch/scene.ts';
import { borrowEncoder } from './encoder-loan.ts';
import type { PageStroke } from './live-drawing.ts';
import { blankObjective, type LiveRequest, likeness } from './live-sketch.ts';
import { preparePhoto } from './outlook.ts';
import { weightsFor } from './sketch.ts';
import { DEFAULT_SETTINGS } from './sketch-settings.ts';
import { isSeen, underlayOf } from './underlay.ts';

export interface Prices {
  /** One a stroke, in its order, in likeness; a hidden one is worth nothing. */
  worth: number[];
  likeness: number;
}

/** @throws one sentence: the photo, the mask or the encoder cannot be used */
export async function priceStrokes(
  request: Pick<LiveRequest, 'photo' | 'mask' | 'settings'> & { strokes: PageStroke[] },
): Promise<Prices> {
  const { photo, mask, settings, strokes } = request;
  const { picture, outlook } = await preparePhoto({ photo, mask, cutOut: settings.cutOut });
  const scale = picture.width / picture.workingWidth;
  const { encoder, giveBack } = await borrowEncoder({ ...DEFAULT_SETTINGS, ...settings }, 2, 'direction');
  try {
    const scene = await openScene(outlook, encoder, weightsFor(settings.fidelity, encoder.maps.length), settings.seed);
    // All ink lies under an empty drawing, so that every stroke keeps its own width.
    const under: Underlay = { points: new Float64Array(0), widths: new Float64Array(0) };
    const easel = new Easel(encoder.side, encoder.views, DEFAULT_WIDTH, under);
    const objectiveOf = async (inked: PageStroke[]) => {
      Object.assign(under, underlayOf(inked, outlook.frame, scale));
      const [objective] = await easel.judge(scene, [{ points: new Float64Array(0), view: 0 }]);
      return objective!;
    };
    const blank = await blankObjective(scene, DEFAULT_WIDTH);
    const all = await objectiveOf(strokes);
    const worth: number[] = [];
    for (const stroke of strokes) {
      const without = isSeen(stroke) ? await objectiveOf(strokes.filter((other) => other !== stroke)) : all;
      worth.push((100 * (without - all)) / blank);
    }
    return { worth, likeness: likeness(all, blank) };
  } finally {
    await giveBack();
  }
}
