/**
 * A sketch under way, as the page knows it: the stream from the engine, its events kept for drawing, and its end.
 *
 * Events are no commits; the result is one. Whoever stops feels it at once: after `PATIENCE` without an answer the
 * engine is ended and what was last seen becomes the result. When the engine dies the document is untouched and the
 * job is offered again.
 */

import type { LiveStroke, SketchEdit, SketchInput, SketchOutcome, SketchProgress } from '../../main/contract.ts';
import { ConnectionLost, type Running } from '../../main/rpc.ts';
import { type Drawing, INK } from '../../main/strokes/stroke.ts';
import type { Connection } from './connection.ts';
import { type Job, useStore } from './store.ts';

/** Milliseconds that a stop may take before the engine is ended. */
export const PATIENCE = 2000;
/** A stroke has settled when it moved less than this, photo px, in so many events running. */
export const STILL = { distance: 0.3, events: 10 };

export type Ending = { outcome: SketchOutcome } | { seen: SketchProgress } | { failed: string } | { lost: true };

/** Frames of a run that are kept; of a longer one, every second. */
const MOST_FRAMES = 600;

export class Sketching {
  private running: Running<SketchOutcome, SketchEdit> | null = null;
  private jobs = 0;
  private still = new Map<string, number>();
  /** Strokes that the engine leaves alone and its events leave out. */
  private kept: LiveStroke[] = [];
  private frames: LiveStroke[][] = [];
  private finished: Promise<unknown> = Promise.resolve();

  constructor(private readonly connection: Connection) {}

  /** Runs one sketch to its end; the store's `job` is there meanwhile. */
  async run(input: SketchInput): Promise<Ending> {
    const id = ++this.jobs;
    this.still.clear();
    this.frames = [];
    this.kept = input.keep.map(({ id, points, width }) => ({ id, points, width, pinned: false }));
    const job: Job = {
      id,
      began: performance.now(),
      stopping: false,
      latest: null,
      before: new Map(),
      tries: [],
      curves: new Map(),
      settled: new Set(),
    };
    useStore.setState({ job });
    const running = this.connection.engine().stream('sketch', input, (event) => this.see(id, event));
    this.running = running;
    this.finished = running.result.catch(() => undefined);
    try {
      return { outcome: await running.result };
    } catch (error) {
      const { job } = useStore.getState();
      if (job?.stopping && job.latest) return { seen: job.latest };
      return error instanceof ConnectionLost ? { lost: true } : { failed: (error as Error).message };
    } finally {
      this.running = null;
      useStore.setState({ job: null });
    }
  }

  /** Stops what runs and waits until it has. */
  async end(): Promise<void> {
    this.stop();
    await this.finished;
  }

  /** The last run's drawings, on a sheet of so many photo px. */
  film({ width, height }: { width: number; height: number }): Drawing[] {
    return this.frames.map((strokes) => ({
      width,
      height,
      strokes: strokes.map(({ points, width }) => ({ points, width, color: INK, opacity: 1 })),
    }));
  }

  edit(edit: SketchEdit): void {
    this.running?.send(edit);
    if (!('id' in edit)) return;
    // The engine's events leave out what stays, so what becomes of it is shown from here.
    this.kept = this.kept.flatMap((stroke) => {
      if (stroke.id !== edit.id) return [stroke];
      if (edit.kind === 'delete') return [];
      return edit.kind === 'unpin'
        ? [{ ...stroke, pinned: false }]
        : [{ ...stroke, points: edit.points, pinned: true }];
    });
  }

  stop(): void {
    const { job } = useStore.getState();
    const { running } = this;
    if (!job || !running || job.stopping) return;
    useStore.setState({ job: { ...job, stopping: true } });
    running.stop();
    setTimeout(() => {
      if (this.running === running) this.connection.endEngine();
    }, PATIENCE);
  }

  private see(id: number, seen: SketchProgress): void {
    const { job } = useStore.getState();
    if (!job || job.id !== id) return;
    const event = { ...seen, strokes: [...this.kept, ...seen.strokes] };
    this.frames.push(event.strokes);
    if (this.frames.length > MOST_FRAMES) this.frames = this.frames.filter((_, index) => index % 2 === 0);
    const before = new Map(job.latest?.strokes.map((stroke) => [stroke.id, stroke.points]));
    const settled = new Set(this.kept.map((stroke) => stroke.id));
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
      job: { ...job, latest: event, before, settled, tries: event.tries ?? job.tries, curves },
    });
  }
}

/** Photo px by which the farthest-moved control point moved. */
export function farthest(from: readonly number[], to: readonly number[]): number {
  let most = 0;
  for (let i = 0; i + 1 < to.length; i += 2)
    most = Math.max(most, Math.hypot(to[i]! - from[i]!, to[i + 1]! - from[i + 1]!));
  return most;
}
