/**
 * Joins the store to the paint, outside React: every change of the store is looked at as it happens and painted at once,
 * so the slider's strokes are there within the frame that its knob moved in.
 *
 * While a job runs, its strokes are drawn at the screen's rate: straight from the event before to the latest one over
 * the time that lay between them, one event late. Wet is blue, slow is graphite, settled is ink.
 */

import { type AppState, useStore } from '../state/store.ts';
import { useGhost } from '../tools/ghost.ts';
import { Painting, type WetStroke } from './painting.ts';
import { fitted, type Size, type View } from './view.ts';

/** Photo px an event below which a stroke counts as slowing down. */
const SLOW = 1.5;
/** Share of the photo that lies under moving strokes. */
const UNDER = 0.13;
/** Milliseconds between events where only one came yet, and the most that is waited for. */
const FIRST_INTERVAL = 60;
const LONGEST_INTERVAL = 400;

export interface StageParts {
  canvas: HTMLCanvasElement;
  sheet: HTMLElement;
  photo: HTMLImageElement;
  mask: HTMLImageElement;
}

export class Stage {
  size: Size = { width: 1, height: 1 };
  private readonly painting: Painting;
  private readonly stop: (() => void)[];
  private frame = 0;
  private cameAt = 0;
  private interval = FIRST_INTERVAL;
  private trails = new Map<string, (readonly number[])[]>();
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(private readonly parts: StageParts) {
    this.painting = new Painting(parts.canvas);
    this.stop = [
      useStore.subscribe((state, before) => this.follow(state, before)),
      useGhost.subscribe((ghost, before) => ghost.held !== before.held && this.paintLive()),
    ];
    this.follow(useStore.getState(), null);
  }

  /** Where the photo lies now, fitted or as the person put it. */
  get view(): View {
    const { zoom, document } = useStore.getState();
    return zoom ?? fitted(this.size, document?.photo ?? { width: 1, height: 1 });
  }

  resize(width: number, height: number): void {
    this.size = { width, height };
    this.follow(useStore.getState(), null);
  }

  dispose(): void {
    for (const stop of this.stop) stop();
    cancelAnimationFrame(this.frame);
    this.painting.dispose();
  }

  private follow(state: AppState, before: AppState | null): void {
    const { document, zoom, layers, looking, divider, job } = state;
    if (
      before &&
      document === before.document &&
      zoom === before.zoom &&
      layers === before.layers &&
      looking === before.looking &&
      divider === before.divider &&
      job === before.job &&
      state.photoUrl === before.photoUrl
    )
      return;
    const moved = !before || zoom !== before.zoom || document?.photo !== before.document?.photo;
    if (moved) this.place(document?.photo ?? null);
    if (!before || layers !== before.layers || looking !== before.looking || job !== before.job || moved)
      this.layer(state);
    const showing = looking !== 'before' || job !== null;
    const live = job?.latest ? job : null;
    this.painting.show(document, showing && !live, layers.strokes);
    const compares = looking === 'compare' && !job && document;
    const { view } = this;
    this.painting.compareAt(compares ? view.x + divider * view.scale * document.photo.width : null);
    if (compares) this.clip(divider);
    else this.parts.photo.style.clipPath = '';
    if (job?.id !== before?.job?.id) {
      this.trails.clear();
      this.cameAt = 0;
    }
    if (live && live.latest !== before?.job?.latest) this.arrived(live.before);
    if (!live) this.painting.showWet([]);
    if (live) this.paintLive();
    else this.painting.paint();
  }

  private place(photo: Size | null): void {
    const { view, parts, size } = this;
    this.painting.place(size.width, size.height, view);
    parts.sheet.hidden = !photo;
    if (!photo) return;
    parts.sheet.style.transform = `translate(${view.x}px, ${view.y}px)`;
    parts.sheet.style.width = `${photo.width * view.scale}px`;
    parts.sheet.style.height = `${photo.height * view.scale}px`;
    if (useStore.getState().shownScale !== view.scale) useStore.setState({ shownScale: view.scale });
  }

  private layer({ looking, layers, job }: AppState): void {
    const whole = looking !== 'after' && !job;
    this.parts.photo.style.opacity = String(job ? UNDER : whole ? 1 : layers.photo);
    this.parts.mask.style.opacity = String(layers.mask);
  }

  private clip(divider: number): void {
    this.parts.photo.style.clipPath = `inset(0 ${(1 - divider) * 100}% 0 0)`;
  }

  private arrived(before: ReadonlyMap<string, readonly number[]>): void {
    const now = performance.now();
    this.interval = this.cameAt ? Math.min(LONGEST_INTERVAL, Math.max(16, now - this.cameAt)) : FIRST_INTERVAL;
    this.cameAt = now;
    for (const [id, points] of before) this.trails.set(id, [points, ...(this.trails.get(id) ?? [])].slice(0, 3));
  }

  private paintLive(): void {
    const { job } = useStore.getState();
    cancelAnimationFrame(this.frame);
    if (!job?.latest) return;
    const calm = this.still.matches;
    const share = calm ? 1 : Math.min(1, (performance.now() - this.cameAt) / this.interval);
    const { held } = useGhost.getState();
    const style = getComputedStyle(this.parts.canvas);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const strokes = job.latest.strokes.map(({ id, points, width, pinned }): WetStroke => {
      const from = job.before.get(id);
      const mine = held?.id === id ? held.points : from && share < 1 ? between(from, points, share) : points;
      const settled = job.settled.has(id) || pinned;
      const slow = from !== undefined && farthest(from, points) < SLOW;
      return {
        ...{ id, width, points: mine },
        color: color(settled ? '--ink' : slow ? '--graphite' : '--wet'),
        trail: calm || settled || slow || held?.id === id ? [] : (this.trails.get(id) ?? []),
      };
    });
    this.painting.showWet(strokes);
    this.painting.paint();
    if (share < 1) this.frame = requestAnimationFrame(() => this.paintLive());
  }
}

/** The points that far (0..1) from one chain to another of the same length. */
export function between(from: readonly number[], to: readonly number[], share: number): readonly number[] {
  if (from.length !== to.length) return to;
  return to.map((value, i) => from[i]! + share * (value - from[i]!));
}

function farthest(a: readonly number[], b: readonly number[]): number {
  let most = 0;
  for (let i = 0; i < b.length; i++) most = Math.max(most, Math.abs(b[i]! - (a[i] ?? b[i]!)));
  return most;
}
