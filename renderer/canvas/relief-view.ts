/**
 * Joins the store to the relief, outside React, as the stage does for the flat sheet: whatever changes is drawn in the
 * next frame, and nothing is drawn while nothing changes.
 *
 * Under a resting pointer that moves the relief sways a little, which shows what is near better than any still; not for
 * who asked for less motion.
 */

import { visibleStrokes } from '../document/document.ts';
import { seen } from '../state/layers.ts';
import { type AppState, useStore } from '../state/store.ts';
import { type RibbonStroke, ribbonsOf } from './relief-ribbons.ts';
import { ReliefScene } from './relief-scene.ts';
import { surfaceOf } from './relief-surface.ts';
import type { Size, View } from './view.ts';

/** Degrees that the pointer at the desk's edge sways the relief. */
const SWAY = { turn: 7, tilt: 5 };
/** Milliseconds in which a sway comes two thirds of its way. */
const EASE = 110;
/** Degrees below which it has come to rest. */
const REST = 0.03;
/** Corners of the surface along its longer side: as fine as depth is, or as a processor turns without a graphics card. */
const CORNERS = 512;
const FEW_CORNERS = 160;
/** More canvas pixels a screen px are not seen. */
const MOST_RATIO = 2;

const FRONT = { turn: 0, tilt: 0 };

export class ReliefView {
  private readonly scene: ReliefScene;
  private readonly gone = new AbortController();
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private readonly stop: () => void;
  private frame = 0;
  private when = 0;
  private sway = FRONT;
  private swayTo = FRONT;
  private placed: { size: Size; view: View } | null = null;
  private shown: { depth: unknown; strokes: unknown; photoUrl: string | null } = {
    depth: null,
    strokes: null,
    photoUrl: null,
  };

  /**
   * @param canvas to draw on. @param desk whose pointer sways the relief. @param onLost told when the graphics card
   * gives it up
   * @throws Error of one sentence where a relief cannot be drawn
   */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    desk: HTMLElement,
    onLost: () => void,
  ) {
    this.scene = new ReliefScene(canvas);
    const { signal } = this.gone;
    canvas.addEventListener('webglcontextlost', onLost, { signal });
    desk.addEventListener('pointermove', (event) => this.lean(event, desk), { signal });
    desk.addEventListener('pointerleave', () => this.leanTo(FRONT), { signal });
    this.stop = useStore.subscribe((state, before) => {
      if (state.relief !== before.relief || state.layers !== before.layers) this.drawSoon();
      else if (state.paper !== before.paper || state.theme !== before.theme) this.drawSoon();
      else if (state.systemTheme !== before.systemTheme || state.depth !== before.depth) this.drawSoon();
      else if (state.document !== before.document || state.job !== before.job) this.drawSoon();
    });
  }

  /** Lays it where the flat sheet would lie. */
  place(size: Size, view: View): void {
    this.placed = { size, view };
    this.drawSoon();
  }

  dispose(): void {
    this.gone.abort();
    this.stop();
    cancelAnimationFrame(this.frame);
    this.scene.dispose();
  }

  private drawSoon(): void {
    if (!this.frame) this.frame = requestAnimationFrame((now) => this.draw(now));
  }

  private draw(now: number): void {
    this.frame = 0;
    const state = useStore.getState();
    const { depth, document, relief, layers } = state;
    if (!this.placed || !depth || !document) return;
    this.bring(state, depth, document.photo);
    this.ease(now);
    const { size, view } = this.placed;
    this.scene.draw({
      canvas: size,
      ratio: this.scene.isQuick ? Math.min(MOST_RATIO, devicePixelRatio) : 1,
      photo: document.photo,
      view,
      height: relief.height,
      surface: relief.surface,
      turn: relief.turn + this.sway.turn,
      tilt: relief.tilt + this.sway.tilt,
      paper: colourParts(state.paper ?? getComputedStyle(this.canvas).getPropertyValue('--paper').trim()),
      strength: layers.depth.opacity,
      strokes: seen(layers.strokes),
    });
  }

  /** Gives the scene what has become another since it was last drawn. */
  private bring(state: AppState, depth: NonNullable<AppState['depth']>, photo: Size): void {
    const { shown } = this;
    const moved = depth !== shown.depth;
    if (moved) this.scene.setSurface(surfaceOf(depth, this.scene.isQuick ? CORNERS : FEW_CORNERS));
    const strokes = state.job?.latest ?? state.document;
    if (moved || strokes !== shown.strokes)
      this.scene.setRibbons(ribbonsOf(strokesIn(state, this.canvas), depth, photo));
    if (state.photoUrl && state.photoUrl !== shown.photoUrl) void this.load(state.photoUrl);
    this.shown = { depth, strokes, photoUrl: state.photoUrl };
  }

  private async load(url: string): Promise<void> {
    const image = new Image();
    image.src = url;
    // A preview that the browser cannot show leaves paper.
    const there = await image.decode().then(
      () => true,
      () => false,
    );
    if (!there || this.gone.signal.aborted || this.shown.photoUrl !== url) return;
    this.scene.setPhoto(image);
    this.drawSoon();
  }

  private lean({ clientX, clientY, buttons }: PointerEvent, desk: HTMLElement): void {
    // What the hand turns does not sway as well.
    if (buttons) return;
    const { left, top, width, height } = desk.getBoundingClientRect();
    const share = (at: number, from: number, side: number) => (2 * (at - from)) / side - 1;
    this.leanTo({ turn: SWAY.turn * share(clientX, left, width), tilt: SWAY.tilt * share(clientY, top, height) });
  }

  private leanTo(sway: typeof FRONT): void {
    this.swayTo = this.still.matches ? FRONT : sway;
    this.drawSoon();
  }

  /** Brings the sway nearer to where it goes, and has it drawn again until it is there. */
  private ease(now: number): void {
    const { sway, swayTo } = this;
    const share = this.when ? 1 - Math.exp(-(now - this.when) / EASE) : 0;
    this.sway = {
      turn: sway.turn + share * (swayTo.turn - sway.turn),
      tilt: sway.tilt + share * (swayTo.tilt - sway.tilt),
    };
    const left = Math.max(Math.abs(swayTo.turn - this.sway.turn), Math.abs(swayTo.tilt - this.sway.tilt));
    this.when = left > REST ? now : 0;
    if (left > REST) this.drawSoon();
    else this.sway = swayTo;
  }
}

/** The strokes that are seen now; those of a running sketch in ink. */
function strokesIn({ job, document }: AppState, canvas: HTMLElement): readonly RibbonStroke[] {
  if (!job?.latest) return document ? visibleStrokes(document) : [];
  const color = getComputedStyle(canvas).getPropertyValue('--ink').trim();
  return job.latest.strokes.map(({ points, width }) => ({ points, width, color, opacity: 1 }));
}

/** '#rrggbb' as shares. */
function colourParts(color: string): [number, number, number] {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}
