/**
 * What each stroke of any drawing is worth: by how much the likeness falls without it. The drawing may be the engine's
 * or a person's; chains of several cubics count as one stroke.
 */

import { DEFAULT_WIDTH } from '../sketch/draft.ts';
import { Easel, type Underlay } from '../sketch/easel.ts';
import { toFrame } from '../sketch/frame.ts';
import { openScene } from '../sketch/scene.ts';
import { borrowEncoder } from './encoder-loan.ts';
import { cubicsOf, type PageStroke } from './live-drawing.ts';
import { blankObjective, type LiveRequest, likeness } from './live-sketch.ts';
import { preparePhoto } from './outlook.ts';
import { weightsFor } from './sketch.ts';
import { DEFAULT_SETTINGS } from './sketch-settings.ts';

export interface Prices {
  /** One a stroke, in its order, in likeness; a hidden one is worth nothing. */
  worth: number[];
  likeness: number;
}

/** @throws one sentence: the photo, the mask or the encoder cannot be used */
export async function priceStrokes(
  request: Pick<LiveRequest, 'photo' | 'mask' | 'settings'> & { strokes: PageStroke[] },
): Promise<Prices> {
  const { settings, strokes } = request;
  const { photo, mask } = request;
  const { picture, outlook } = await preparePhoto({ photo, mask, cutOut: settings.cutOut });
  const scale = picture.width / picture.workingWidth;
  const { encoder, giveBack } = await borrowEncoder({ ...DEFAULT_SETTINGS, ...settings }, 2, 'direction');
  try {
    const scene = await openScene(outlook, encoder, weightsFor(settings.fidelity, encoder.maps.length), settings.seed);
    // All ink lies under an empty drawing, so that every stroke keeps its own width.
    const under: Underlay = { points: new Float64Array(0), widths: new Float64Array(0) };
    const easel = new Easel(encoder.side, encoder.views, DEFAULT_WIDTH, under);
    const inked = strokes.map(({ points, width, hidden, opacity }) =>
      hidden || width === 0 || opacity === 0
        ? []
        : cubicsOf(points).map((cubic) => ({
            cubic: toFrame(outlook.frame, cubic, scale),
            width: width / scale / outlook.frame.side,
          })),
    );
    const objectiveOf = async (cubics: typeof inked) => {
      under.points = Float64Array.from(cubics.flat().flatMap(({ cubic }) => cubic));
      under.widths = Float64Array.from(cubics.flat(), ({ width }) => width);
      const [objective] = await easel.judge(scene, [{ points: new Float64Array(0), view: 0 }]);
      return objective!;
    };
    const blank = await blankObjective(scene, DEFAULT_WIDTH);
    const all = await objectiveOf(inked);
    const worth: number[] = [];
    for (const [s, own] of inked.entries()) {
      const without = own.length ? await objectiveOf(inked.filter((_, i) => i !== s)) : all;
      worth.push((100 * (without - all)) / blank);
    }
    return { worth, likeness: likeness(all, blank) };
  } finally {
    await giveBack();
  }
}
