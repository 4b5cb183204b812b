/**
 * The job that turns a photo into a sketch: an async generator of frames that returns the result.
 *
 * The first frame is a whole drawing made of contours alone, before any network is loaded; then the race runs and every
 * frame is its leader. Aborting returns the best so far.
 */

import { type Emphasis, sought } from '../sketch/emphasis.ts';
import { targetInFrame } from '../sketch/frame.ts';
import type { Guide } from '../sketch/guide.ts';
import type { Lines } from '../sketch/line.ts';
import { DEFAULT_PLAN, DEFAULT_WIDTH } from '../sketch/plan.ts';
import { race } from '../sketch/race.ts';
import { Random } from '../sketch/random.ts';
import { drawReference, REFERENCE } from '../sketch/reference.ts';
import { everywhere, lookOut, type Outlook, openScene, type Weights } from '../sketch/scene.ts';
import { seedStrokes } from '../sketch/seeds.ts';
import { rankStrokes } from '../sketch/worth.ts';
import type { Drawing } from '../strokes/stroke.ts';
import { Continued } from './continued.ts';
import { readDetail } from './detail-map.ts';
import { borrowEncoder } from './encoder-loan.ts';
import { guideFor } from './guide.ts';
import { resolveMask } from './mask.ts';
import { readPhoto } from './photo.ts';
import { classTokenSaliency } from './reference-saliency.ts';
import { Sheet } from './sheet.ts';
import type { SketchSettings } from './sketch-settings.ts';

/** Steps of one seed at 16 strokes, all stages together; other numbers of strokes take more or fewer, by their root. */
const STEPS = { draft: 60, normal: 125, best: 450 };

export interface SketchFrame {
  kind: 'started' | 'step';
  /** 0..1, never falling. */
  progress: number;
  objective: number | null;
  /** An honest guess, null until there is one. */
  secondsLeft: number | null;
  drawing: Drawing;
}

export interface SketchResult {
  drawing: Drawing;
  /** The clean objective of each prefix that is a drawing of its own; of the whole alone where it was stopped. */
  levels: { strokes: number; objective: number }[];
  /** By how much the objective rises without each stroke; empty where that was not measured. */
  worth: number[];
  /** The seed that won. */
  seed: number;
  objective: number;
  /** Whether it was aborted: the best so far. */
  stopped: boolean;
  settings: SketchSettings;
  seconds: number;
  /** What the person should know: where the mask came from, a subject not found. */
  notes: string[];
}

/** The stroke counts that are drawings of their own: 4, 8, 16, … and the last. */
export function stagesFor(strokes: number, levels: number[] = []): number[] {
  const stages = levels.filter((level) => level < strokes);
  if (!levels.length) for (let level = 4; level < strokes; level *= 2) stages.push(level);
  return [...new Set([...stages, strokes])].sort((a, b) => a - b);
}

/** Steps of one seed, all stages together. */
export function stepsFor({ quality, strokes }: Pick<SketchSettings, 'quality' | 'strokes'>): number {
  return Math.round(STEPS[quality] * Math.sqrt(Math.max(0.25, strokes / 16)));
}

/** What the person should know of a sketch that has fewer strokes than were wanted. */
export function contourNotes(strokes: number, wanted: number, stopped: boolean): string[] {
  if (strokes === 0) return ['The photo has no contours to draw, so the sketch is empty.'];
  if (stopped || strokes >= wanted) return [];
  return [`The photo gave contours for ${strokes} of ${wanted} strokes; the sketch has those.`];
}

/** What the weights of all maps sum to, and the embedding's weight at a fidelity of ½. */
const MAPS_WEIGHT = 2;
const EMBEDDING_WEIGHT = 0.4;

/** How much each term counts at a fidelity of 0..1; ½ is what the method was tuned with. */
export function weightsFor(fidelity: number, maps: number): Weights {
  // From the finest map to the embedding, weight moves along with the fidelity; the sum of the maps stays.
  const finer = 2 * fidelity;
  const weights = Array.from({ length: maps }, (_, m) => {
    const depth = maps > 1 ? m / (maps - 1) : 0.5;
    return (MAPS_WEIGHT / maps) * (finer * (1 - depth) + (2 - finer) * depth);
  });
  // Threefold where the whole alone matters, nothing where places alone do.
  const looser = fidelity <= 0.5 ? 1 + 2 * (1 - 2 * fidelity) : 2 - 2 * fidelity;
  return { maps: weights, embedding: EMBEDDING_WEIGHT * looser };
}

/**
 * @param photo a file's path, or its bytes
 * @param signal aborting it ends the job with the best so far
 * @param from a drawing of the photo to go on from, single cubics; its strokes stay and move on
 * @throws one sentence for the person: the photo, the mask or the encoder cannot be used
 */
export async function* sketchPhoto(
  photo: string | Uint8Array,
  settings: SketchSettings,
  signal: AbortSignal,
  from: Drawing | null = null,
): AsyncGenerator<SketchFrame, SketchResult> {
  const began = performance.now();
  const picture = await readPhoto(photo);
  const mask = await resolveMask(settings.mask, typeof photo === 'string' ? photo : null, picture);
  const notes = mask.note ? [mask.note] : [];
  const outlook = lookOut({
    width: picture.workingWidth,
    height: picture.workingHeight,
    rgb: picture.rgb,
    mask: mask.mask,
  });
  const width = settings.width === null ? defaultWidth(settings) : settings.width / 100;
  const sheet = new Sheet(picture, outlook.frame, width, settings.protocol === 'reference');

  const { strokes, detail } = settings;
  const emphasis = detail === undefined ? null : await readDetail(detail, picture, outlook.frame, detail);
  const guided = await guideFor(settings, picture, mask.mask, outlook);
  notes.push(...guided.notes);
  const continued = from && Continued.begin(from, picture, sheet);
  const first = seedStrokes(
    outlook.edges,
    { total: strokes, wanted: sought(everywhere(), emphasis), drawn: null, emphasis },
    new Random(settings.seed, 2),
  );
  yield {
    kind: 'started',
    progress: 0,
    objective: null,
    secondsLeft: null,
    drawing: continued?.drawing ?? sheet.draw({ points: Float64Array.from(first.flat()) }),
  };

  const run = new Run(settings, sheet, notes, began, signal, continued);
  return yield* settings.protocol === 'reference'
    ? reference(run, outlook)
    : lineament(run, outlook, width, { emphasis, guide: guided.guide });
}

/** What both protocols share: which seeds, when to stop, and how frames and the result come of what they draw. */
class Run {
  readonly seeds: number[];
  /** When steps began, milliseconds; for the time left. */
  private started = 0;

  constructor(
    readonly settings: SketchSettings,
    private readonly sheet: Sheet,
    readonly notes: string[],
    private readonly began: number,
    private readonly signal: AbortSignal,
    /** What it goes on from; null: from nothing. */
    readonly continued: Continued | null,
  ) {
    this.seeds = Array.from({ length: settings.seeds }, (_, i) => settings.seed + i);
  }

  readonly stopped = (): boolean => this.signal.aborted;

  /** The steps begin now. */
  start(): void {
    this.started = performance.now();
  }

  /** @param ids of the strokes, where what they were begun with is to be known */
  step(progress: number, objective: number, lines: Lines, ids?: readonly string[]): SketchFrame {
    const secondsLeft = timeLeft(this.started, progress);
    return { kind: 'step', progress, objective, secondsLeft, drawing: this.draw(lines, ids) };
  }

  result(
    lines: Lines,
    found: Pick<SketchResult, 'levels' | 'worth' | 'seed' | 'objective' | 'stopped'>,
    views: number | null,
    ids?: readonly string[],
  ): SketchResult {
    const { settings, notes, began } = this;
    const seconds = (performance.now() - began) / 1000;
    return { drawing: this.draw(lines, ids), ...found, settings: { ...settings, views }, notes, seconds };
  }

  private draw(lines: Lines, ids: readonly string[] = []): Drawing {
    const drawn = this.sheet.draw(lines);
    return this.continued?.inLooks(drawn, ids) ?? drawn;
  }
}

async function* lineament(
  run: Run,
  outlook: Outlook,
  width: number,
  wish: { emphasis: Emphasis; guide: Guide | null },
): AsyncGenerator<SketchFrame, SketchResult> {
  const { settings, notes } = run;
  const starts = run.continued?.starts ?? [];
  const strokes = Math.max(settings.strokes, starts.length);
  const { encoder, ...loan } = await borrowEncoder(settings, settings.views ?? 2, 'direction');
  notes.push(...loan.notes);
  try {
    const weights = weightsFor(settings.fidelity, encoder.maps.length);
    const scene = await openScene(outlook, encoder, weights, settings.seed, wish);
    const plan = {
      ...DEFAULT_PLAN,
      starts,
      stages: stagesFor(strokes, settings.levels),
      steps: settings.steps ?? stepsFor(settings),
      width,
    };
    run.start();
    const running = race(scene, plan, run.seeds, run.stopped);
    let next = await running.next();
    for (; !next.done; next = await running.next()) {
      const { progress, objective, leader } = next.value;
      yield run.step(progress, objective, leader.lines(), leader.ids);
    }
    const { winner, levels, stopped } = next.value;
    // Whoever stops has the strokes as they are.
    const ranked = await rankStrokes(winner, run.stopped);
    notes.push(...contourNotes(winner.strokes, strokes, stopped));
    const found = {
      levels,
      worth: ranked ?? [],
      seed: winner.seed,
      objective: levels.at(-1)?.objective ?? Number.NaN,
      stopped: stopped || ranked === null,
    };
    // Whoever draws it again, on a slower machine for one, can ask for as many.
    return run.result(winner.lines(), found, encoder.views, winner.ids);
  } finally {
    await loan.giveBack();
  }
}

async function* reference(run: Run, outlook: Outlook): AsyncGenerator<SketchFrame, SketchResult> {
  const { settings, notes } = run;
  const targetAt = (side: number) => targetInFrame(outlook.subject, outlook.frame, side);
  // Before the encoder is there: both at once would take a gigabyte more.
  const { saliency, note } = await classTokenSaliency(targetAt, settings);
  const { encoder, ...loan } = await borrowEncoder(settings, REFERENCE.views, 'paper');
  notes.push(...loan.notes, ...(note ? [note] : []));
  try {
    const target = targetAt(encoder.side);
    run.start();
    const steps = settings.steps ?? REFERENCE.steps;
    const running = drawReference(encoder, target, settings.strokes, run.seeds, run.stopped, steps, saliency);
    let next = await running.next();
    for (; !next.done; next = await running.next()) {
      const { progress, objective, points } = next.value;
      yield run.step(progress, objective, { points });
    }
    const { best, stopped } = next.value;
    const { seed, objective } = best;
    const levels = [{ strokes: settings.strokes, objective }];
    return run.result({ points: best.points }, { levels, worth: [], seed, objective, stopped }, null);
  } finally {
    await loan.giveBack();
  }
}

function defaultWidth({ protocol }: SketchSettings): number {
  return protocol === 'reference' ? REFERENCE.width : DEFAULT_WIDTH;
}

/** Seconds left, judged by the time that the progress so far took; null while there is too little to judge by. */
export function timeLeft(started: number, progress: number): number | null {
  const elapsed = (performance.now() - started) / 1000;
  return progress < 0.02 || elapsed < 0.3 ? null : (elapsed / progress) * (1 - progress);
}
