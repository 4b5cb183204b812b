/**
 * The sketch that a person watches and takes part in: they move, pin, delete and add strokes while the others are drawn,
 * and stop when they like what they see.
 *
 * Stopping is felt at once, so nothing is ranked or measured after it. Likeness is 100 · (1 − objective / objective of
 * blank paper), straight on: 0 is blank paper.
 */

import { DEFAULT_PLAN, DEFAULT_WIDTH, type Draft } from '../sketch/draft.ts';
import { Easel } from '../sketch/easel.ts';
import { type RaceMoment, race } from '../sketch/race.ts';
import { Random } from '../sketch/random.ts';
import { everywhere, openScene, type Scene } from '../sketch/scene.ts';
import { seedStrokes } from '../sketch/seeds.ts';
import { rankStrokes } from '../sketch/worth.ts';
import { borrowEncoder } from './encoder-loan.ts';
import { LiveDrawing, type LiveStroke, type PageEdit, type PageStroke } from './live-drawing.ts';
import { preparePhoto } from './outlook.ts';
import { Sheet } from './sheet.ts';
import { contourNotes, stagesFor, stepsFor, timeLeft, weightsFor } from './sketch.ts';
import { DEFAULT_SETTINGS, type SketchSettings } from './sketch-settings.ts';

export type LiveSettings = Pick<SketchSettings, 'strokes' | 'seeds' | 'seed' | 'fidelity' | 'width' | 'quality'> & {
  cutOut: boolean;
};

export interface LiveRequest {
  photo: Uint8Array;
  settings: LiveSettings;
  /** A picture, white where the subject is; null: found where settings.cutOut says so. */
  mask: Uint8Array | null;
  /** Strokes that stay, while settings.strokes others are drawn. */
  keep: PageStroke[];
}

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
  likeness: number | null;
  secondsLeft: number | null;
  strokes: LiveStroke[];
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

/** Least milliseconds between two frames, and between two that hold all tries. */
const FRAME = 1000 / 30;
const TRIES = 250;

/**
 * Sketches a photo until it is done or stopped.
 *
 * @throws one sentence: the photo, the mask or the encoder cannot be used
 */
export async function liveSketch(request: LiveRequest, watcher: Watcher): Promise<LiveOutcome> {
  const began = performance.now();
  const { photo, mask, settings } = request;
  const { signal } = watcher;
  const { picture, outlook, notes } = await preparePhoto({ photo, mask, cutOut: settings.cutOut });
  const width = settings.width === null ? DEFAULT_WIDTH : settings.width / 100;
  const drawing = new LiveDrawing(new Sheet(picture, outlook.frame, width, false), width, request.keep);
  const frame = { width: picture.width, height: picture.height };
  const seconds = () => (performance.now() - began) / 1000;

  const seeding = { total: settings.strokes, wanted: everywhere(), drawn: null };
  const outlines = drawing.outlines(seedStrokes(outlook.edges, seeding, new Random(settings.seed, 2)).flat());
  watcher.show({ progress: 0, likeness: null, secondsLeft: null, strokes: outlines, tries: null });
  const unseen = (): LiveOutcome => {
    const note = 'Stopped before the first step: these are contours, and their likeness was not measured.';
    const strokes = drawing.finished(drawing.edited(outlines, watcher.edits()));
    const rest = { levels: [], tries: [], seed: settings.seed, likeness: 0, stopped: true };
    return { ...frame, strokes, ...rest, seconds: seconds(), notes: [...notes, note] };
  };
  // Each of what follows takes a while, and none can be interrupted.
  await yieldToMessages();
  if (signal.aborted) return unseen();
  const { encoder, ...loan } = await borrowEncoder({ ...DEFAULT_SETTINGS, ...settings }, 2, 'direction');
  try {
    await yieldToMessages();
    if (signal.aborted) return unseen();
    const scene = await openScene(outlook, encoder, weightsFor(settings.fidelity, encoder.maps.length), settings.seed);
    const run = await LiveRun.begin(scene, width, drawing, watcher);
    const found = await run.finish(settings);
    return { ...frame, ...found, seconds: seconds(), notes: [...notes, ...loan.notes, ...found.notes] };
  } finally {
    await loan.giveBack();
  }
}

/** The race, from the first step to the outcome. */
class LiveRun {
  private shown = Number.NEGATIVE_INFINITY;
  private triesShown = Number.NEGATIVE_INFINITY;

  private constructor(
    private readonly scene: Scene,
    private readonly width: number,
    private readonly drawing: LiveDrawing,
    private readonly watcher: Watcher,
    /** The objective of blank paper, straight on. */
    private readonly blank: number,
  ) {}

  static async begin(scene: Scene, width: number, drawing: LiveDrawing, watcher: Watcher): Promise<LiveRun> {
    return new LiveRun(scene, width, drawing, watcher, await blankObjective(scene, width));
  }

  private readonly stopped = (): boolean => this.watcher.signal.aborted;
  private readonly take = () => this.watcher.edits().flatMap((edit) => this.drawing.translate(edit) ?? []);

  async finish(settings: LiveSettings): Promise<Omit<LiveOutcome, 'width' | 'height' | 'seconds'>> {
    const { scene, width, drawing, stopped, take } = this;
    const seeds = Array.from({ length: settings.seeds }, (_, i) => settings.seed + i);
    const plan = { ...DEFAULT_PLAN, stages: stagesFor(settings.strokes), steps: stepsFor(settings), width };
    const started = performance.now();
    const running = race(scene, plan, seeds, stopped, { under: drawing.under, taken: drawing.keptIds, take });
    let next = await running.next();
    for (; !next.done; next = await running.next()) this.show(next.value, started);

    const { winner, drafts, stopped: halted } = next.value;
    const late = () => {
      for (const edit of take()) winner.edit(edit);
    };
    late();
    const ranked = halted ? null : await rankStrokes(winner, stopped);
    const prices = new Map(ranked?.map((price, s) => [winner.ids[s]!, (100 * price) / this.blank]));
    const levels = ranked ? await this.levels(winner) : [];
    late();
    const likenesses = (await winner.judge(drafts.map(({ points }) => points))).map((objective) =>
      likeness(objective, this.blank),
    );
    const tries = drafts.map((draft, i) => ({
      seed: draft.seed,
      likeness: likenesses[i]!,
      strokes: drawing.finished(drawing.strokesOf(draft), prices),
    }));
    const { strokes, ...best } = tries[drafts.indexOf(winner)]!;
    const notes = contourNotes(winner.strokes, winner.stages.at(-1)!, halted);
    return { ...best, strokes, levels, tries, stopped: halted || ranked === null, notes };
  }

  private show({ progress, leader, running, drafts }: RaceMoment, started: number): void {
    const now = this.watcher.now?.() ?? performance.now();
    if (now - this.shown < FRAME) return;
    this.shown = now;
    const all = now - this.triesShown >= TRIES;
    if (all) this.triesShown = now;
    const stateOf = (draft: Draft) =>
      draft === leader ? 'leading' : running.includes(draft.seed) ? 'running' : 'dropped';
    this.watcher.show({
      progress,
      likeness: this.likenessOf(leader),
      secondsLeft: timeLeft(started, progress),
      strokes: this.drawing.strokesOf(leader),
      tries: all
        ? drafts.map((draft) => ({
            seed: draft.seed,
            likeness: this.likenessOf(draft),
            state: stateOf(draft),
            strokes: this.drawing.strokesOf(draft),
          }))
        : null,
    });
  }

  /** By its last step; null before its first. */
  private likenessOf({ clean }: Draft): number | null {
    return Number.isNaN(clean) ? null : likeness(clean, this.blank);
  }

  private async levels(winner: Draft): Promise<LiveOutcome['levels']> {
    const counts = [...new Set(winner.stages.map((stage) => Math.min(stage, winner.strokes)))].filter(Boolean);
    const objectives = await winner.judge(counts.map((count) => winner.points.slice(0, 8 * count)));
    return counts.map((strokes, i) => ({ strokes, likeness: likeness(objectives[i]!, this.blank) }));
  }
}

/** The objective of paper with nothing on it, straight on. */
export async function blankObjective(scene: Scene, width: number): Promise<number> {
  const easel = new Easel(scene.encoder.side, scene.encoder.views, width);
  const [blank] = await easel.judge(scene, [{ points: new Float64Array(0), view: 0 }]);
  return blank!;
}

/** 0 blank paper to 100 the photo. */
export function likeness(objective: number, blank: number): number {
  return Math.min(100, Math.max(0, 100 * (1 - objective / blank)));
}

/** Lets what came in, a stop among it, be heard. */
function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
