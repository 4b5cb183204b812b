/**
 * Draws a batch's photos one after the other on the page's engine.
 *
 * The queue says what is to be done; this follows it. After each of its changes `follow` is called: a photo that is no
 * longer called running is let go of, and the next one is taken when the engine is free. While a person's own sketch
 * runs, the batch is held: what was under way waits again, and nothing is lost but its seconds, as it will come out the
 * same. A photo that can't be drawn fails with the engine's sentence and the next one is taken. When the engine dies, the
 * batch pauses and offers to go on; a photo under which it dies twice fails.
 */

import type { BatchItem, LiveStroke, SketchInput, SketchOutcome, SketchProgress } from '../../main/contract.ts';
import { ConnectionLost, type Running } from '../../main/rpc.ts';
import { type LineamentDocument, newDocument } from '../document/document.ts';
import { applySketch } from '../document/results.ts';
import { farthest, PATIENCE, STILL } from '../state/sketching.ts';
import { begun, failed, finished, interrupted, nextOf, paused, type Queue } from './queue.ts';

/** The photo under way, as its card shows it. */
export interface Live {
  key: string;
  /** 0..1, never falling. */
  progress: number;
  secondsLeft: number | null;
  strokes: readonly LiveStroke[];
  /** Those that moved since the event before. */
  moving: ReadonlySet<string>;
}

/** What the runner works with. */
export interface Workshop {
  queue(): Queue;
  change(step: (queue: Queue) => Queue): void;
  /** A photo's bytes. @throws Error of one sentence */
  photo(item: BatchItem): Promise<Uint8Array>;
  sketch(
    input: SketchInput,
    onEvent: (event: SketchProgress) => void,
  ): Pick<Running<SketchOutcome, never>, 'result' | 'stop'>;
  /** Ends an engine that does not stop. */
  endEngine(): void;
  /** Keeps what was drawn. @throws Error of one sentence */
  keep(item: BatchItem, document: LineamentDocument): Promise<void>;
  show(live: Live | null): void;
  /** The engine died and the batch is paused. */
  lost(): void;
  /** The drawing could not be kept and the batch is paused. */
  stuck(sentence: string): void;
}

interface Current {
  key: string;
  /** Whatever comes of it is not wanted any more. */
  dropped: boolean;
  running: ReturnType<Workshop['sketch']> | null;
}

/** How often an engine may die under one photo. */
const DEATHS = 2;

export class Runner {
  private current: Current | null = null;
  private held = false;
  private readonly deaths = new Map<string, number>();

  constructor(private readonly workshop: Workshop) {}

  /** Does what the queue says now. */
  follow(): void {
    const { current } = this;
    if (!current) void this.takeNext();
    else if (!this.workshop.queue().items.some(({ key, state }) => key === current.key && state === 'running'))
      this.drop(current);
  }

  /** Lets go of the engine until it is released. */
  hold(): void {
    this.held = true;
    this.workshop.change(interrupted);
  }

  release(): void {
    this.held = false;
    this.follow();
  }

  private async takeNext(): Promise<void> {
    const item = this.held ? null : nextOf(this.workshop.queue());
    if (!item) return;
    const current: Current = { key: item.key, dropped: false, running: null };
    this.current = current;
    this.workshop.change((queue) => begun(queue, item.key));
    const step = await this.draw(item, current);
    this.current = null;
    this.workshop.show(null);
    if (!current.dropped) this.workshop.change(step);
    this.follow();
  }

  /** Draws a photo; returns what becomes of the queue then. */
  private async draw(item: BatchItem, current: Current): Promise<(queue: Queue) => Queue> {
    const { workshop } = this;
    const { settings } = workshop.queue();
    const fails = (reason: string) => (queue: Queue) => failed(queue, item.key, reason);
    let outcome: SketchOutcome;
    try {
      const photo = await workshop.photo(item);
      if (current.dropped) return same;
      let before: readonly LiveStroke[] = [];
      current.running = workshop.sketch({ photo, settings, mask: null, emphasis: null, keep: [] }, (event) => {
        if (current.dropped) return;
        workshop.show(liveOf(item.key, event, before));
        before = event.strokes;
      });
      outcome = await current.running.result;
    } catch (error) {
      if (current.dropped) return same;
      if (!(error instanceof ConnectionLost)) return fails(sentenceOf(error, item.name));
      const deaths = (this.deaths.get(item.key) ?? 0) + 1;
      this.deaths.set(item.key, deaths);
      if (deaths >= DEATHS) {
        this.deaths.delete(item.key);
        return fails(`The sketching process stopped ${deaths} times under ${item.name}.`);
      }
      workshop.lost();
      return paused;
    }
    if (current.dropped) return same;
    const { width, height, strokes, likeness, seconds } = outcome;
    const blank = newDocument({ asset: '', name: item.name, width, height }, settings);
    try {
      await workshop.keep(item, applySketch(blank, outcome));
    } catch (error) {
      if (!current.dropped) workshop.stuck((error as Error).message);
      return paused;
    }
    return (queue) => finished(queue, item.key, { strokes: strokes.length, likeness, seconds });
  }

  private drop(current: Current): void {
    if (current.dropped) return;
    current.dropped = true;
    this.workshop.show(null);
    current.running?.stop();
    setTimeout(() => {
      // A held engine draws for the person: it is not to be ended.
      if (this.current === current && !this.held) this.workshop.endEngine();
    }, PATIENCE);
  }
}

const same = (queue: Queue): Queue => queue;

function liveOf(key: string, { progress, secondsLeft, strokes }: SketchProgress, before: readonly LiveStroke[]): Live {
  const last = new Map(before.map((stroke) => [stroke.id, stroke.points]));
  const moved = strokes.filter(({ id, points }) => {
    const from = last.get(id);
    return !from || farthest(from, points) >= STILL.distance;
  });
  return { key, progress, secondsLeft, strokes, moving: new Set(moved.map(({ id }) => id)) };
}

/** Neither the engine nor, of a copy, the host knows what a photo is called. */
function sentenceOf(error: unknown, name: string): string {
  return (error as Error).message.replace(/^Th(e|at) photo\b/, name);
}
