/**
 * The strokes in paper.js: one scope, a path a stroke, painted at once and never by React.
 *
 * A path is touched only when its stroke's record is another one, so the slider changes visibility alone and is painted
 * within its frame. Compare recolours what lies left of the divider after painting: the line crosses it unbroken.
 */

import paper from 'paper/dist/paper-core';
import type { DocumentStroke } from '../../main/contract.ts';
import { type LineamentDocument, visibleStrokes } from '../document/document.ts';
import { curveCount } from '../geometry/chain.ts';
import type { View } from './view.ts';

/** A stroke as it is to be painted while it moves. */
export interface WetStroke {
  id: string;
  points: readonly number[];
  width: number;
  color: string;
  /** 0..1. */
  opacity: number;
  trail: readonly (readonly number[])[];
}

/** Opacity of a trail's youngest line, as --wet-trail has it: paper.js reads no alpha after a slash. */
const TRAIL = 0.24;

export class Painting {
  private readonly scope = new paper.PaperScope();
  private readonly dry: paper.Layer;
  private readonly wet: paper.Layer;
  private readonly paths = new Map<string, { path: paper.Path; stroke: DocumentStroke }>();
  private readonly live = new Map<string, { path: paper.Path; points: readonly number[]; color: string }[]>();
  private strokes: readonly DocumentStroke[] = [];
  /** Screen px left of which strokes are white; null: none. */
  private divide: number | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.scope.setup(canvas);
    this.scope.view.autoUpdate = false;
    this.dry = this.scope.project.activeLayer;
    this.wet = new this.scope.Layer();
  }

  /** Sets the canvas's size in screen px and where the photo lies on it. */
  place(width: number, height: number, view: View): void {
    const { view: own } = this.scope;
    if (own.viewSize.width !== width || own.viewSize.height !== height) {
      own.viewSize = new this.scope.Size(width, height);
    }
    own.matrix.set([view.scale, 0, 0, view.scale, view.x, view.y]);
  }

  /** Brings the paths to the document; `shown` false hides them all, for the strokes of a job to be seen alone. */
  show(document: LineamentDocument | null, shown: boolean, opacity: number): void {
    const strokes = document?.strokes ?? [];
    if (strokes !== this.strokes) this.take(strokes);
    const visible = new Set(document ? visibleStrokes(document).map(({ id }) => id) : []);
    for (const [id, { path }] of this.paths) if (path.visible !== visible.has(id)) path.visible = visible.has(id);
    this.dry.visible = shown;
    this.dry.opacity = opacity;
  }

  /** The strokes of a running job; none takes them away. */
  showWet(strokes: readonly WetStroke[]): void {
    const ids = new Set(strokes.map(({ id }) => id));
    for (const [id, lines] of this.live) {
      if (ids.has(id)) continue;
      for (const { path } of lines) path.remove();
      this.live.delete(id);
    }
    for (const { id, points, trail, width, color, opacity } of strokes) {
      const lines = this.live.get(id) ?? [];
      this.live.set(id, lines);
      while (lines.length < 1 + trail.length) {
        const path = this.newPath(this.wet);
        if (lines.length) path.sendToBack();
        lines.push({ path, points: [], color: '' });
      }
      lines.forEach((line, i) => {
        const own = i ? trail[i - 1] : points;
        line.path.visible = own !== undefined;
        // What did not change is not laid anew: most strokes rest while a few move.
        if (own && own !== line.points) course(line.path, own);
        if (own) line.points = own;
        if (line.color !== color) line.path.strokeColor = new this.scope.Color(color);
        line.color = color;
        if (line.path.strokeWidth !== width) line.path.strokeWidth = width;
        line.path.opacity = opacity * (i ? TRAIL / i : 1);
      });
    }
  }

  /** Whitens strokes left of this screen px from the next painting on. */
  compareAt(divide: number | null): void {
    this.divide = divide;
  }

  /** Paints now. */
  paint(): void {
    const { view } = this.scope;
    // paper.js paints only what it knows to have changed; the divider is no part of its project.
    view.requestUpdate();
    (view as unknown as { _needsUpdate: boolean })._needsUpdate = true;
    view.update();
    const context = this.canvas.getContext('2d');
    if (this.divide === null || !context) return;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'source-atop';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, this.divide * view.pixelRatio, this.canvas.height);
    context.restore();
  }

  /** Frees what paper.js holds. */
  dispose(): void {
    this.scope.project.remove();
  }

  private take(strokes: readonly DocumentStroke[]): void {
    const left = new Set(this.paths.keys());
    strokes.forEach((stroke, i) => {
      left.delete(stroke.id);
      let own = this.paths.get(stroke.id);
      if (!own) {
        own = { path: this.newPath(this.dry), stroke };
        this.paths.set(stroke.id, own);
        dress(own.path, stroke, this.scope);
      } else if (own.stroke !== stroke) {
        dress(own.path, stroke, this.scope);
        own.stroke = stroke;
      }
      if (own.path.index !== i) this.dry.insertChild(i, own.path);
    });
    for (const id of left) {
      this.paths.get(id)!.path.remove();
      this.paths.delete(id);
    }
    this.strokes = strokes;
  }

  private newPath(layer: paper.Layer): paper.Path {
    const path = new this.scope.Path({ insert: false, strokeCap: 'round', strokeJoin: 'round' });
    layer.addChild(path);
    return path;
  }
}

function dress(path: paper.Path, stroke: DocumentStroke, scope: paper.PaperScope): void {
  course(path, stroke.points);
  path.strokeWidth = stroke.width;
  path.strokeColor = new scope.Color(stroke.color);
  path.opacity = stroke.opacity;
}

/** Lays a path along a chain of cubics. */
function course(path: paper.Path, points: readonly number[]): void {
  const count = curveCount(points) + 1;
  const segments: number[][][] = [];
  for (let node = 0; node < count; node++) {
    const i = 6 * node;
    const [x, y] = [points[i]!, points[i + 1]!];
    const before = node > 0 ? [points[i - 2]! - x, points[i - 1]! - y] : [0, 0];
    const after = node < count - 1 ? [points[i + 2]! - x, points[i + 3]! - y] : [0, 0];
    segments.push([[x, y], before, after]);
  }
  path.segments = segments as unknown as paper.Segment[];
}
