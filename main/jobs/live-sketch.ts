/**
 * The sketch that a person watches and takes part in: they move, pin, delete and add strokes while the others are drawn,
 * and stop when they like what they see.
 *
 * Stopping is felt at once, so nothing is ranked or measured after it. This file is what comes before the first step;
 * live-run.ts is what comes after.
 */

import type { Choice } from '../sketch/edit.ts';
import { sought } from '../sketch/emphasis.ts';
import { pause } from '../sketch/pause.ts';
import { DEFAULT_WIDTH } from '../sketch/plan.ts';
import { Random } from '../sketch/random.ts';
import { everywhere, openScene } from '../sketch/scene.ts';
import { seedStrokes } from '../sketch/seeds.ts';
import { readDetail } from './detail-map.ts';
import type { Device } from './devices.ts';
import { borrowEncoder } from './encoder-loan.ts';
import { guideFor } from './guide.ts';
import type { Region } from './guide-wish.ts';
import { LiveDrawing, type LiveStroke, type PageStroke, type PageStrokeEdit } from './live-drawing.ts';
import { type DrawnBy, LiveEncoder, type Looking } from './live-encoder.ts';
import { LiveRun } from './live-run.ts';
import { pictureOf, preparePhoto } from './outlook.ts';
import { Sheet } from './sheet.ts';
import { weightsFor } from './sketch.ts';
import { DEFAULT_SETTINGS, type SketchSettings } from './sketch-settings.ts';
import { unlessStopped } from './unless-stopped.ts';

export type LiveSettings = Pick<
  SketchSettings,
  'strokes' | 'seeds' | 'seed' | 'fidelity' | 'width' | 'quality' | 'encoder' | 'byDepth'
> & {
  cutOut: boolean;
};

export interface LiveRequest {
  photo: Uint8Array;
  settings: LiveSettings;
  /** Where the encoder runs; left out: on the fastest device whose numbers are right. */
  device?: Device | undefined;
  /** A picture, white where the subject is; null: found where settings.cutOut says so. */
  mask: Uint8Array | null;
  /** A picture over the whole photo, bright where more detail is wanted; null: everywhere alike. */
  emphasis: Uint8Array | null;
  /** Strokes that stay, while settings.strokes others are drawn. */
  keep: PageStroke[];
  /** Strokes that it begins with instead of contours, in their order; left out: none. */
  from?: readonly PageStroke[];
  /** Parts with their own share of the strokes; left out: none. */
  regions?: readonly Region[];
}

/** What a person does to a running sketch, in the page's words: photo pixels, settings as the page has them, pictures. */
export type PageEdit =
  | PageStrokeEdit
  | Choice
  | { kind: 'closeness'; fidelity: number }
  | { kind: 'width'; width: LiveSettings['width'] }
  | { kind: 'encoder'; encoder: string }
  | { kind: 'emphasis'; map: Uint8Array | null };

export interface LiveTry {
  seed: number;
  /** 0 blank paper to 100 the photo; null before the first step. */
  likeness: number | null;
  state: 'running' | 'leading' | 'dropped';
  strokes: LiveStroke[];
}

export interface LiveProgress {
  /** 0..1, never falling. */
  progress: number;
  /** Seed of the try that is shown: the leader, unless another is watched. */
  watched: number;
  /** Of the try that is shown. */
  likeness: number | null;
  secondsLeft: number | null;
  /** Of the try that is shown. */
  strokes: LiveStroke[];
  /** What draws; null before the first step. */
  by: DrawnBy | null;
  /** Every try, now and then. */
  tries: LiveTry[] | null;
}

export interface LiveOutcome {
  /** Photo pixels. */
  width: number;
  height: number;
  /** In the order in which the stages drew them, dearest first within each; kept ones first. */
  strokes: PageStroke[];
  /** Likeness of the prefixes that are drawings of their own. */
  levels: { strokes: number; likeness: number }[];
  tries: { seed: number; likeness: number; strokes: PageStroke[] }[];
  seed: number;
  likeness: number;
  /** What drew at the end; null where nothing was. */
  by: DrawnBy | null;
  stopped: boolean;
  seconds: number;
  notes: string[];
}

/** The person before the sketch. */
export interface Watcher {
  show(progress: LiveProgress): void;
  /** Edits since it was last asked, oldest first. */
  edits(): PageEdit[];
  /** Aborted when the best so far is wanted. */
  signal: AbortSignal;
  /** Milliseconds by which frames are kept apart; the system's clock where it is left out. */
  now?(): number;
}

/**
 * Sketches a photo until it is done or stopped.
 *
 * @throws one sentence: the photo, the mask, the detail map or the encoder cannot be used
 */
export async function liveSketch(request: LiveRequest, watcher: Watcher): Promise<LiveOutcome> {
  const began = performance.now();
  const { photo, mask, settings, device = DEFAULT_SETTINGS.device } = request;
  const { signal } = watcher;
  const seconds = () => (performance.now() - began) / 1000;
  const wanted = { photo, mask, cutOut: settings.cutOut };
  const unmeasured = (size: { width: number; height: number }, strokes: PageStroke[], notes: string[]): LiveOutcome => {
    const rest = { levels: [], tries: [], seed: settings.seed, likeness: 0, by: null, stopped: true };
    return { width: size.width, height: size.height, strokes, ...rest, seconds: seconds(), notes };
  };

  const prepared = await unlessStopped(signal, preparePhoto(wanted));
  // Who has stopped does not wait behind the rest of the preparation.
  if (prepared) await pause();
  if (!prepared || signal.aborted)
    return unmeasured(await pictureOf(wanted), request.keep, ['Stopped before there were contours: nothing is drawn.']);
  const { picture, outlook } = prepared;
  const { notes } = prepared;
  const emphasis = request.emphasis && (await readDetail(request.emphasis, picture, outlook.frame));
  const width = frameWidth(settings);
  const drawing = new LiveDrawing(new Sheet(picture, outlook.frame, width, false), request.keep);

  const seeding = { total: settings.strokes, wanted: sought(everywhere(), emphasis), drawn: null, emphasis };
  const outlines = request.from?.length
    ? drawing.goOnFrom(request.from)
    : drawing.outlines(seedStrokes(outlook.edges, seeding, new Random(settings.seed, 2)).flat());
  const { seed: watched } = settings;
  watcher.show({ progress: 0, watched, likeness: null, secondsLeft: null, strokes: outlines, by: null, tries: null });
  const contours = (): LiveOutcome => {
    const note = request.from?.length
      ? 'Stopped before the first step: all is as it was.'
      : 'Stopped before the first step: these are contours, and their likeness was not measured.';
    const edits = watcher.edits();
    const last = edits.findLast((edit) => edit.kind === 'width');
    if (last) drawing.setWidth(frameWidth(last));
    const asked = edits.filter((edit) => 'id' in edit);
    const strokes = drawing.edited(outlines, asked, last ? frameWidth(last) / width : 1);
    return unmeasured(picture, drawing.finished(strokes), [...notes, note]);
  };

  const wish = { byDepth: settings.byDepth ?? [], regions: request.regions ?? [] };
  let guiding: ReturnType<typeof guideFor> | null = null;
  const guided = () => {
    guiding ??= guideFor(wish, picture, prepared.mask, outlook);
    return guiding;
  };
  const looking: Looking = {
    lend: (encoder, fidelity) =>
      borrowEncoder({ ...DEFAULT_SETTINGS, ...settings, encoder, fidelity, device }, 2, 'direction'),
    look: async (encoder, fidelity, emphasis) => {
      await pause();
      const { guide } = await guided();
      const weights = weightsFor(fidelity, encoder.maps.length);
      return openScene(outlook, encoder, weights, settings.seed, { emphasis, guide });
    },
  };
  // None of what follows can be interrupted, but nobody waits for it who has stopped.
  const opening = LiveEncoder.open(looking, settings.encoder, settings.fidelity, emphasis);
  const run = opening.then((encoder) => LiveRun.begin(encoder, picture, drawing, watcher));
  const giveBack = () =>
    opening.then(
      (encoder) => encoder.giveBack(),
      () => {},
    );
  const opened = await unlessStopped(signal, run).catch(async (error) => {
    await giveBack();
    throw error;
  });
  if (!opened) {
    run.finally(giveBack).catch(() => {});
    return contours();
  }
  try {
    const found = await opened.finish(settings);
    const { width, height } = picture;
    const said = [...notes, ...(await guided()).notes, ...found.notes];
    return { width, height, ...found, seconds: seconds(), notes: said };
  } finally {
    await giveBack();
  }
}

/** Of the boldest line, frame units, where the page says percent of the frame. */
export function frameWidth({ width }: Pick<LiveSettings, 'width'>): number {
  return width === null ? DEFAULT_WIDTH : width / 100;
}
