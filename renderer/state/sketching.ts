/**
 * A sketch under way, as the page knows it: the stream from the engine, its events kept for drawing, and its end.
 *
 * Events are no commits; the result is one. Whoever stops feels it at once: after `PATIENCE` without an answer the
 * engine is ended and what was last seen becomes the result. So it does when the engine dies or fails in the middle; before
 * the first step there are only contours, which nobody drew, unless a person has had a hand in them.
 */

import type {
  LiveStroke,
  PageSettings,
  SketchEdit,
  SketchInput,
  SketchOutcome,
  SketchProgress,
} from '../../main/contract.ts';
import { ConnectionLost, type Running } from '../../main/rpc.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';
import type { Connection } from './connection.ts';
import { type Hand, inHand, withHand } from './hand.ts';
import { KeptStrokes } from './kept-strokes.ts';
import { Lead } from './lead.ts';
import { dressed, type Looks, withLook } from './live-looks.ts';
import { LiveSettings } from './live-settings.ts';
import { type Job, useStore } from './store.ts';
import { announce } from './voice.ts';

/** Milliseconds that a stop may take before the engine is ended. */
export const PATIENCE = 2000;
/** A stroke has settled when it moved less than this, photo px, in so many events running. */
export const STILL = { distance: 0.3, events: 10 };

/** `seen` is what the page has of the drawing where the engine has none to give; null: nothing was drawn. */
export type Ending =
  | { outcome: SketchOutcome }
  | { stopped: true; seen: SketchProgress | null }
  | { failed: string; seen: SketchProgress | null }
  | { lost: true; seen: SketchProgress | null };

/** How a sketch ended, and what a person had set of it by then. */
interface Run {
  ending: Ending;
  /** Whether a person changed any of its strokes since it showed them. */
  touched: boolean;
  live: Pick<PageSettings, 'fidelity' | 'width' | 'encoder'>;
}

/** Frames of a run that are kept; of a longer one, every second. */
const MOST_FRAMES = 600;

export class Sketching {
  private running: Running<SketchOutcome, SketchEdit> | null = null;
  private jobs = 0;
  private still = new Map<string, number>();
  private kept = new KeptStrokes([]);
  /** What a person said of looks: shown from here, as the engine's events are some frames behind. */
  private looks: Looks = new Map();
  private hand: Hand = new Map();
  /** Whether strokes were changed that are in no document. */
  private touched = false;
  private frames: LiveStroke[][] = [];
  private finished: Promise<unknown> = Promise.resolve();
  private lead = new Lead();
  private live: LiveSettings | null = null;
  /** What is to be done before its first strokes are shown, or it is stopped without any. */
  private onFirst = () => {};
  /** Seed of the try that the engine was asked to show. */
  private followed: number | null = null;

  constructor(private readonly connection: Connection) {}

  /**
   * Runs one sketch to its end; the store's `job` is there meanwhile.
   * @param onFirst called before its first strokes are shown, and before it is stopped without any; perhaps for both
   */
  run(input: SketchInput, onFirst: () => void): Promise<Run> {
    this.onFirst = onFirst;
    const run = this.toItsEnd(input);
    // Who waits for the end goes on after the one who asked for the sketch has done with it.
    this.finished = run.catch(() => undefined);
    return run;
  }

  private async toItsEnd(input: SketchInput): Promise<Run> {
    const id = ++this.jobs;
    this.still.clear();
    this.frames = [];
    this.kept = new KeptStrokes(input.keep);
    this.looks = new Map();
    this.hand = new Map();
    this.touched = false;
    const job: Job = {
      id,
      began: performance.now(),
      stopping: false,
      settings: input.settings,
      leader: null,
      watching: null,
      kept: null,
      shows: null,
      latest: null,
      before: new Map(),
      tries: [],
      curves: new Map(),
      settled: new Set(),
      stepped: 0,
    };
    useStore.setState({ job });
    const running = this.connection.engine().stream('sketch', input, (event) => this.see(id, event));
    this.running = running;
    this.lead = new Lead();
    this.followed = null;
    this.live = new LiveSettings(
      input.settings,
      (edit) => this.edit(edit),
      (then) => requestAnimationFrame(then),
    );
    const stopHearing = useStore.subscribe(({ settings }, before) => {
      if (settings !== before.settings) this.live?.take(settings);
    });
    const ending = await this.endingOf(running.result);
    stopHearing();
    const { fidelity, width } = useStore.getState().job?.settings ?? input.settings;
    // What was asked for may not have come to draw.
    const by = 'outcome' in ending ? ending.outcome.by : (ending.seen?.by ?? null);
    const { encoder } = by ?? input.settings;
    this.running = null;
    this.live = null;
    useStore.setState({ job: null });
    return { ending, touched: this.touched, live: { fidelity, width, encoder } };
  }

  private async endingOf(result: Promise<SketchOutcome>): Promise<Ending> {
    try {
      return { outcome: await result };
    } catch (error) {
      const { job } = useStore.getState();
      const latest = job?.latest ?? null;
      const whole = latest && this.asPut(latest);
      if (job?.stopping) return { stopped: true, seen: whole };
      const seen = latest?.by || this.touched ? whole : null;
      return error instanceof ConnectionLost ? { lost: true, seen } : { failed: (error as Error).message, seen };
    }
  }

  /** Shows a try instead of the leader; the leader itself: whoever leads. */
  watch(seed: number): void {
    const { job } = useStore.getState();
    if (!job) return;
    const watching = seed === job.leader ? null : seed;
    useStore.setState({ job: { ...job, watching } });
    this.follow(seed);
    announce(watching === null ? 'Following the leader.' : `Watching try ${placeOf(job, seed)}.`);
  }

  /** Ends the sketch with this try, whichever leads. */
  keep(seed: number): void {
    const { job } = useStore.getState();
    if (!job || job.kept === seed) return;
    useStore.setState({ job: { ...job, kept: seed, watching: seed } });
    this.edit({ kind: 'keep', seed });
    this.follow(seed);
    announce(`Try ${placeOf(job, seed)} is kept.`);
  }

  /** Has the engine show this try, so that a lead that changes hands and back shows nothing. */
  private follow(seed: number | null): void {
    if (seed === null || seed === this.followed) return;
    this.followed = seed;
    this.edit({ kind: 'watch', seed });
  }

  /** Stops what runs and waits until it has, and until its result is where it belongs. */
  async end(): Promise<void> {
    this.stop();
    await this.finished;
  }

  /** The last run's drawings, on a sheet of so many photo px. */
  film({ width, height }: { width: number; height: number }): Drawing[] {
    return this.frames.map((strokes) => ({
      width,
      height,
      strokes: strokes.map(({ points, width, color, opacity }) => ({ points, width, color, opacity })),
    }));
  }

  edit(edit: SketchEdit): void {
    this.running?.send(edit);
    const { job } = useStore.getState();
    if (job && edit.kind === 'closeness')
      useStore.setState({ job: { ...job, settings: { ...job.settings, fidelity: edit.fidelity } } });
    if (job && edit.kind === 'width')
      useStore.setState({ job: { ...job, settings: { ...job.settings, width: edit.width } } });
    if (!('id' in edit)) return;
    // What was done before is in the document too, and needs no sketch to be kept.
    this.touched ||= job?.latest != null;
    this.hand = withHand(this.hand, edit);
    if (edit.kind === 'style') {
      this.looks = withLook(this.looks, edit);
      const latest = job?.latest;
      if (latest)
        useStore.setState({ job: { ...job, latest: { ...latest, strokes: dressed(latest.strokes, this.looks) } } });
      return;
    }
    this.kept.edit(edit);
  }

  /** Takes over what was done to the document, and shows it before the engine's events do. */
  catchUp(edits: readonly SketchEdit[]): void {
    for (const edit of edits) this.edit(edit);
    const { job } = useStore.getState();
    if (job?.latest) useStore.setState({ job: { ...job, latest: this.asPut(job.latest) } });
  }

  /** Undoes or redoes a hand's work, and lets go of what the hand has put where the engine does not have it yet. */
  stepTo(edits: readonly SketchEdit[]): void {
    this.catchUp(edits);
    const { job } = useStore.getState();
    if (job) useStore.setState({ job: { ...job, stepped: job.stepped + 1 } });
  }

  stop(): void {
    const { job } = useStore.getState();
    const { running } = this;
    if (!job || !running || job.stopping) return;
    if (!job.latest) this.onFirst();
    this.live?.flush();
    useStore.setState({ job: { ...useStore.getState().job!, stopping: true } });
    running.stop();
    setTimeout(() => {
      if (this.running === running) this.connection.endEngine();
    }, PATIENCE);
  }

  /** An event with all that a hand has put, which the engine may not have heard of yet. */
  private asPut(event: SketchProgress): SketchProgress {
    return { ...event, strokes: inHand(event.strokes, this.hand, this.looks) };
  }

  private see(id: number, seen: SketchProgress): void {
    const { job } = useStore.getState();
    if (!job || job.id !== id) return;
    if (!job.latest) this.onFirst();
    const live = { ...seen, strokes: dressed([...this.kept.seen, ...seen.strokes], this.looks) };
    // The engine sent its first before it was told of anything.
    const event = job.latest ? live : this.asPut(live);
    this.frames.push(event.strokes);
    if (this.frames.length > MOST_FRAMES) this.frames = this.frames.filter((_, index) => index % 2 === 0);
    const tries = event.tries ?? job.tries;
    const ahead = tries.find(({ state }) => state === 'leading')?.seed ?? null;
    const leader = this.lead.see(ahead, performance.now());
    const shows = seen.watched;
    // Tries name their strokes alike: another try's are no movement of the last one's.
    const other = shows !== job.shows;
    if (other) this.still.clear();
    const before = new Map(other ? [] : job.latest?.strokes.map((stroke) => [stroke.id, stroke.points]));
    const settled = new Set(this.kept.seen.map((stroke) => stroke.id));
    for (const { id: stroke, points, pinned } of seen.strokes) {
      const last = before.get(stroke);
      const count = last && farthest(last, points) < STILL.distance ? (this.still.get(stroke) ?? 0) + 1 : 0;
      this.still.set(stroke, count);
      if (pinned || count >= STILL.events) settled.add(stroke);
    }
    const curves = new Map(job.curves);
    const at = (performance.now() - job.began) / 1000;
    for (const { seed, likeness, state } of event.tries ?? [])
      if (likeness !== null && state !== 'dropped') curves.set(seed, [...(curves.get(seed) ?? []), { at, likeness }]);
    useStore.setState({
      job: { ...job, latest: event, before, settled, tries, leader, shows, curves },
    });
    if (tries.length > 1) this.follow(job.watching ?? leader);
  }
}

/** What a try is called: its place from one. */
function placeOf({ tries }: Job, seed: number): number {
  return 1 + tries.findIndex((one) => one.seed === seed);
}

/** Photo px by which the farthest-moved control point moved. */
export function farthest(from: readonly number[], to: readonly number[]): number {
  let most = 0;
  for (let i = 0; i + 1 < to.length; i += 2)
    most = Math.max(most, Math.hypot(to[i]! - from[i]!, to[i + 1]! - from[i + 1]!));
  return most;
}
