/**
 * Joins the store to the paint, outside React: every change of the store is looked at as it happens and painted at once,
 * so the slider's strokes are there within the frame that its knob moved in.
 *
 * While a job runs, its strokes are drawn at the screen's rate: straight from the event before to the latest one over
 * the time that lay between them, one event late. Wet is blue, slow is graphite, settled is ink.
 */

import { INK } from '../../main/strokes/stroke.ts';
import { seen } from '../state/layers.ts';
import { type AppState, useStore } from '../state/store.ts';
import { useGhost } from '../tools/ghost.ts';
import { crossFade } from './cross-fade.ts';
import { Painting, type WetStroke } from './painting.ts';
import { photoColor } from './photo-color.ts';
import { fitted, roomAbove, type Size, type View } from './view.ts';

/** Photo px an event below which a stroke counts as slowing down. */
const SLOW = 1.5;
/** Share of the photo that lies under moving strokes, at least. */
const UNDER = 0.13;
/** And while detail is painted, for whoever paints to see where. */
const UNDER_BRUSH = 0.4;
/** Milliseconds between events where only one came yet, and the most that is waited for. */
const FIRST_INTERVAL = 60;
const LONGEST_INTERVAL = 400;

export interface StageParts {
  canvas: HTMLCanvasElement;
  sheet: HTMLElement;
  photo: HTMLImageElement;
}

export class Stage {
  size: Size = { width: 1, height: 1 };
  private readonly painting: Painting;
  private readonly stop: (() => void)[];
  private frame = 0;
  /** How the sheet was last made to look. */
  private looks = '';
  private cameAt = 0;
  private interval = FIRST_INTERVAL;
  private trails = new Map<string, (readonly number[])[]>();
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(private readonly parts: StageParts) {
    this.painting = new Painting(parts.canvas);
    this.stop = [
      useStore.subscribe((state, before) => this.follow(state, before)),
      useGhost.subscribe((ghost, before) => ghost.held !== before.held && this.paintSoon()),
    ];
    this.follow(useStore.getState(), null);
  }

  /** Where the photo lies now, fitted or as the person put it. */
  get view(): View {
    const { zoom, document, tool } = useStore.getState();
    return zoom ?? fitted(this.size, document?.photo ?? { width: 1, height: 1 }, roomAbove(tool));
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
    const { document, zoom, layers, divider, job, tool, paper } = state;
    const looking = lookingOf(state);
    if (
      before &&
      document === before.document &&
      zoom === before.zoom &&
      layers === before.layers &&
      looking === lookingOf(before) &&
      divider === before.divider &&
      tool === before.tool &&
      paper === before.paper &&
      job === before.job &&
      state.photoUrl === before.photoUrl
    )
      return;
    const barred = roomAbove(tool) !== (before ? roomAbove(before.tool) : 0);
    const moved = !before || zoom !== before.zoom || barred || document?.photo !== before.document?.photo;
    if (moved) this.place(document?.photo ?? null);
    this.layer(state);
    const showing = looking !== 'before' || job !== null;
    const live = job?.latest ? job : null;
    this.painting.show(document, showing && !live, seen(layers.strokes));
    const compares = looking === 'compare' && !job && document;
    const { view } = this;
    this.painting.compareAt(compares ? view.x + divider * view.scale * document.photo.width : null);
    if (job?.id !== before?.job?.id) {
      this.trails.clear();
      this.cameAt = 0;
    } else if (job && before?.job && job.shows !== before.job.shows && before.job.shows !== null) {
      this.trails.clear();
      crossFade(this.parts.canvas);
    }
    if (live && live.latest !== before?.job?.latest) this.arrived(live.before);
    if (live) this.paintLive();
    else {
      this.painting.showWet([]);
      if (before?.job) useGhost.setState({ painted: new Map() });
      this.painting.paint();
    }
  }

  /** The photo's colour at a place, '#rrggbb'; null beside it. */
  photoColor(x: number, y: number): string | null {
    const { document } = useStore.getState();
    return document && photoColor(this.parts.photo, x / document.photo.width, y / document.photo.height);
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

  /** What lies under the paint; the sheet's style sheet has the rest of Compare. */
  private layer(state: AppState): void {
    const { document, layers, job, tool, paper, divider } = state;
    const { sheet, photo } = this.parts;
    const looking = lookingOf(state);
    const way = job && tool !== 'cutout' ? 'after' : looking;
    const least = tool === 'detail' ? UNDER_BRUSH : job ? UNDER : 0;
    // Before there is a sketch, the photo is what there is to look at.
    const whole = way === 'before' || (!job && !document?.strokes.length);
    const opacity = whole ? 1 : Math.max(least, seen(layers.photo));
    // The slider's frames and a job's events come here too, and mostly change nothing of this.
    const looks = [opacity, way, divider, paper].join();
    if (looks === this.looks) return;
    this.looks = looks;
    photo.style.opacity = String(opacity);
    sheet.dataset['looking'] = way;
    sheet.style.setProperty('--divide', String(divider));
    sheet.style.setProperty('--sheet', paper ?? 'var(--paper)');
  }

  private arrived(before: ReadonlyMap<string, readonly number[]>): void {
    const now = performance.now();
    this.interval = this.cameAt ? Math.min(LONGEST_INTERVAL, Math.max(16, now - this.cameAt)) : FIRST_INTERVAL;
    this.cameAt = now;
    for (const [id, points] of before) this.trails.set(id, [points, ...(this.trails.get(id) ?? [])].slice(0, 3));
  }

  /** Paints a running sketch in the next frame: a hand moves it more often than a screen shows. */
  private paintSoon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paintLive());
  }

  private paintLive(): void {
    const { job, selection, hovered } = useStore.getState();
    cancelAnimationFrame(this.frame);
    if (!job?.latest) return;
    const calm = this.still.matches;
    const share = calm ? 1 : Math.min(1, (performance.now() - this.cameAt) / this.interval);
    const { held, painted: before } = useGhost.getState();
    const style = getComputedStyle(this.parts.canvas);
    const [ink, graphite, wet] = ['--ink', '--graphite', '--wet'].map((name) => style.getPropertyValue(name).trim());
    const painted = new Map<string, readonly number[]>();
    const strokes = job.latest.strokes.flatMap(({ id, points, width, color: own, opacity, pinned }): WetStroke[] => {
      const from = job.before.get(id);
      const pieces = held?.get(id);
      const settled = job.settled.has(id) || pinned;
      const slow = from !== undefined && farthest(from, points) < SLOW;
      // What was given a colour shows it, on the way or not.
      const color = own !== INK ? own : (settled ? ink : slow ? graphite : wet)!;
      const trail = calm || settled || slow || pieces ? [] : (this.trails.get(id) ?? []);
      const now = pieces ?? [from && share < 1 && from !== points ? between(from, points, share) : points];
      if (now[0] && (selection.includes(id) || id === hovered)) painted.set(id, now[0]);
      return now.map((piece, k) => ({ id: k ? `${id}/${k}` : id, width, opacity, points: piece, color, trail }));
    });
    // A contour in the hand is no stroke of the first draft that comes, but stays in the hand.
    const known = new Set(job.latest.strokes.map(({ id }) => id));
    for (const [id, [points]] of held ?? [])
      if (points && !known.has(id))
        strokes.push({ id, points, width: strokes[0]?.width ?? 1, color: ink!, opacity: 1, trail: [] });
    this.painting.showWet(strokes);
    this.painting.paint();
    if (painted.size || before.size) useGhost.setState({ painted });
    if (share < 1) this.frame = requestAnimationFrame(() => this.paintLive());
  }
}

/** Before, Compare or After, as it is chosen; whoever cuts out looks at the photo. */
function lookingOf({ looking, tool }: AppState): AppState['looking'] {
  return tool === 'cutout' ? 'before' : looking;
}

/** The points that far (0..1) from one chain to another of the same length. */
function between(from: readonly number[], to: readonly number[], share: number): readonly number[] {
  if (from.length !== to.length) return to;
  return to.map((value, i) => from[i]! + share * (value - from[i]!));
}

function farthest(a: readonly number[], b: readonly number[]): number {
  let most = 0;
  for (let i = 0; i < b.length; i++) most = Math.max(most, Math.abs(b[i]! - (a[i] ?? b[i]!)));
  return most;
}
