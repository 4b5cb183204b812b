/**
 * Where a sketch begins: how much each place of the photo draws the encoder's eye, and where its first strokes start.
 *
 * The map is the encoder's saliency, brought from the frame to the whole photo. A subject that is cut out is not seeded
 * by it (scene.ts), but what draws the eye in it is still worth seeing: there it is shown inside the mask alone.
 */

import { Draft } from '../sketch/draft.ts';
import { Easel } from '../sketch/easel.ts';
import { sample } from '../sketch/edges.ts';
import { DEFAULT_PLAN, DEFAULT_WIDTH } from '../sketch/plan.ts';
import { attentionIn, openScene, TRACE_SIDE } from '../sketch/scene.ts';
import { borrowEncoder } from './encoder-loan.ts';
import { greyPng } from './grey-png.ts';
import { type Prepared, preparePhoto, type Wanted } from './outlook.ts';
import { Sheet } from './sheet.ts';
import { stagesFor, weightsFor } from './sketch.ts';
import { DEFAULT_SETTINGS } from './sketch-settings.ts';

export interface PointsOfInterest {
  /** A grey PNG to lay over the whole photo: 255 where most of the eye goes. */
  png: Uint8Array;
  /** Pixels of the PNG: the working copy's, not the photo's. */
  width: number;
  height: number;
  /** Where the strokes of the first stage start, photo pixels, in their order. */
  places: { x: number; y: number }[];
}

/** @throws one sentence: the photo or the mask cannot be used */
export async function pointsOfInterest(wanted: Wanted): Promise<PointsOfInterest> {
  const prepared = await preparePhoto(wanted);
  const { picture, outlook } = prepared;
  const { fidelity, seed, strokes } = DEFAULT_SETTINGS;
  const { encoder, giveBack } = await borrowEncoder(DEFAULT_SETTINGS, 2, 'direction');
  try {
    const scene = await openScene(outlook, encoder, weightsFor(fidelity, encoder.maps.length), seed);
    const [first] = stagesFor(strokes);
    const plan = { ...DEFAULT_PLAN, stages: [first!], steps: 0, width: DEFAULT_WIDTH };
    const draft = new Draft(scene, new Easel(encoder.side, encoder.views, DEFAULT_WIDTH), plan, seed);
    await draft.beginStage();
    const sheet = new Sheet(picture, outlook.frame, DEFAULT_WIDTH, false);
    const places = sheet.draw(draft.lines()).strokes.map(({ points: [x, y] }) => ({ x: x!, y: y! }));
    return { ...(await overPhoto(await attentionIn(scene), prepared)), places };
  } finally {
    await giveBack();
  }
}

/** A map of the frame as a grey PNG of the working copy. */
async function overPhoto(map: Float32Array, { outlook, mask }: Prepared): Promise<Omit<PointsOfInterest, 'places'>> {
  const { frame, subject } = outlook;
  const { width, height } = subject;
  const scale = TRACE_SIDE / frame.side;
  const seen = Float32Array.from({ length: width * height }, (_, i) => {
    const x = ((i % width) + 0.5 - frame.left) * scale;
    const y = (Math.floor(i / width) + 0.5 - frame.top) * scale;
    if (x < 0 || y < 0 || x > TRACE_SIDE || y > TRACE_SIDE) return 0;
    return (sample(map, TRACE_SIDE, x, y) * (mask?.[i] ?? 255)) / 255;
  });
  const most = seen.reduce((a, b) => Math.max(a, b), 1e-12);
  const grey = Uint8Array.from(seen, (v) => Math.round((255 * v) / most));
  return { png: await greyPng(grey, width, height), width, height };
}
