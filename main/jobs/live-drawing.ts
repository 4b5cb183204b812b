/**
 * A drawing under way as the page sees it: drafts in frame units become strokes in photo pixels, the page's edits become
 * edits of drafts, and chains of several cubics, which drafts do not know, lie under all drafts as they are.
 *
 * What a person put somewhere comes back with the very numbers they gave.
 */

import type { Draft } from '../sketch/draft.ts';
import type { Underlay } from '../sketch/easel.ts';
import type { StrokeEdit } from '../sketch/edit.ts';
import { toFrame } from '../sketch/frame.ts';
import type { Start } from '../sketch/plan.ts';
import { INK } from '../strokes/stroke.ts';
import { startOf } from './continued.ts';
import type { Sheet } from './sheet.ts';
import { underlayOf } from './underlay.ts';

/** A stroke of the page's document, photo pixels; `points` are a chain of cubics. */
export interface PageStroke {
  id: string;
  points: number[];
  width: number;
  color: string;
  opacity: number;
  locked: boolean;
  hidden: boolean;
  worth: number | null;
}

/** The page's edits of strokes; photo pixels. */
export type PageStrokeEdit =
  | { kind: 'move'; id: string; points: number[] }
  | { kind: 'add'; id: string; points: number[] }
  | ({ kind: 'style'; id: string } & Look)
  | { kind: 'unpin'; id: string }
  | { kind: 'delete'; id: string };

/** What a person says of a stroke's look: width in photo pixels, '#rrggbb', 0..1. The rest stays as it is. */
interface Look {
  width?: number | undefined;
  color?: string | undefined;
  opacity?: number | undefined;
}

export interface LiveStroke {
  id: string;
  points: number[];
  width: number;
  color: string;
  opacity: number;
  pinned: boolean;
}

/** The method's own ink. */
const BLACK = { color: INK, opacity: 1 };

export class LiveDrawing {
  /** What lies under every draft: what is kept, and chains that were added. */
  readonly under: Underlay = { points: new Float64Array(0), widths: new Float64Array(0) };
  /** Ids of what is kept. */
  private readonly keptIds: ReadonlySet<string>;
  /** Ids of what was kept and has been deleted. */
  private readonly gone = new Set<string>();
  /** What drafts begin with instead of contours. */
  starts: Start[] = [];
  private readonly chains = new Map<string, number[]>();
  private readonly placed = new Map<string, number[]>();
  private readonly looks = new Map<string, ReturnType<typeof lookOf>>();
  /** Where contours lie that stand for a drawing. */
  private outlined = new Map<string, number[]>();

  /** @param sheet its width is that of the boldest line, and of what a person adds */
  constructor(
    private readonly sheet: Sheet,
    private keep: readonly PageStroke[],
  ) {
    this.keptIds = new Set(keep.map(({ id }) => id));
    this.layUnder();
  }

  /** Ids of strokes that are in no draft, but in the drawing: no stroke of a draft may bear one of them. */
  get taken(): ReadonlySet<string> {
    return new Set([...this.keptIds, ...this.chains.keys()]);
  }

  /** What an edit of the page asks of the drafts, in order; nothing of what is kept, which is in no draft. */
  translate(edit: PageStrokeEdit): StrokeEdit[] {
    const { id } = edit;
    if (this.keptIds.has(id)) {
      this.editKept(edit);
      return [];
    }
    if (edit.kind === 'style') return this.style(edit);
    this.placed.delete(id);
    if (edit.kind === 'unpin') return [{ kind: 'unpin', id }];
    if (edit.kind === 'delete') this.looks.delete(id);
    this.chains.delete(id);
    if (edit.kind !== 'delete') {
      if (edit.points.length === 8) this.placed.set(id, edit.points);
      else this.chains.set(id, edit.points);
    }
    this.layUnder();
    if (!this.placed.has(id)) return [{ kind: 'delete', id }];
    const kind = edit.kind === 'add' ? 'add' : 'move';
    return [{ kind, id, points: this.inFrame(this.placed.get(id)!) }];
  }

  /** A draft's strokes without those that are kept, which the page has. */
  strokesOf(draft: Draft): LiveStroke[] {
    const drawn = this.sheet.draw(draft.lines()).strokes.map(({ points, width }, s) => {
      const id = draft.ids[s]!;
      const pinned = draft.isPinned(id);
      return { id, points: (pinned && this.placed.get(id)) || points, width, ...BLACK, ...this.looks.get(id), pinned };
    });
    return [...drawn, ...this.chained()];
  }

  /** From now on the boldest line is so wide, frame units; what is kept stays as it is. */
  setWidth(width: number): void {
    this.sheet.width = width;
    this.layUnder();
  }

  /** Strokes that stand for a drawing until there is a draft: contours, in frame units. */
  outlines(points: number[]): LiveStroke[] {
    const { strokes } = this.sheet.draw({ points: Float64Array.from(points) });
    const outlines = strokes.map(({ points, width }, s) => ({
      id: `contour-${s}`,
      points,
      width,
      ...BLACK,
      pinned: false,
    }));
    this.outlined = new Map(outlines.map(({ id, points }) => [id, points]));
    return outlines;
  }

  /**
   * Strokes of a drawing that drafts go on from, each in its own looks. Chains, which drafts do not know, stay where they
   * are.
   */
  goOnFrom(strokes: readonly PageStroke[]): LiveStroke[] {
    for (const { id, points, width, color, opacity } of strokes) {
      const look = { color, opacity };
      if (points.length !== 8) {
        this.chains.set(id, points);
        this.looks.set(id, { ...look, width });
        continue;
      }
      this.starts.push(startOf({ points, width }, this.starts.length, id, this.sheet));
      this.looks.set(id, look);
    }
    this.layUnder();
    return strokes.map(({ id, points, width, color, opacity }) => {
      return { id, points, width, color, opacity, pinned: points.length !== 8 };
    });
  }

  /** Strokes that are in no draft after a person's edits of them, and in other widths where those were changed. */
  edited(strokes: LiveStroke[], edits: PageStrokeEdit[], wider = 1): LiveStroke[] {
    // Chains that are gone on from are among them, and come last as they do while it is drawn.
    const single = strokes.filter(({ id }) => !this.chains.has(id));
    let left = single.map((stroke) => ({ ...stroke, width: stroke.width * wider }));
    for (const edit of edits) {
      const { id } = edit;
      const known = left.find((stroke) => stroke.id === id);
      this.translate(edit);
      if (edit.kind === 'unpin' || this.keptIds.has(id)) continue;
      if (edit.kind === 'style' && known && !this.placed.has(id)) {
        Object.assign(known, this.looks.get(id));
        continue;
      }
      left = left.filter((stroke) => stroke !== known);
      const points = this.placed.get(id);
      const width = known?.width ?? this.boldest;
      if (points) left.push({ id, points, width, ...BLACK, ...this.looks.get(id), pinned: true });
    }
    return [...left, ...this.chained()];
  }

  /**
   * The document's strokes: what is kept, then what was drawn.
   *
   * @param worth of strokes that were drawn, by id, in likeness; where there is none it is not known
   */
  finished(strokes: LiveStroke[], worth?: ReadonlyMap<string, number>): PageStroke[] {
    const drawn = strokes.map(({ pinned, ...stroke }) => {
      return { ...stroke, locked: false, hidden: false, worth: worth?.get(stroke.id) ?? null };
    });
    return [...this.left, ...drawn];
  }

  /** What is kept and still there. */
  private get left(): PageStroke[] {
    return this.keep.filter(({ id }) => !this.gone.has(id));
  }

  private chained(): LiveStroke[] {
    return [...this.chains].map(([id, points]) => {
      return { id, points, width: this.boldest, ...BLACK, ...this.looks.get(id), pinned: true };
    });
  }

  /** A width is a draft's as well; how dark ink is, or which, is not: to the encoder all of it is black. */
  private style(edit: PageStrokeEdit & { kind: 'style' }): StrokeEdit[] {
    const { id, width } = edit;
    this.looks.set(id, { ...this.looks.get(id), ...lookOf(edit) });
    if (this.chains.has(id)) {
      this.layUnder();
      return [];
    }
    // A contour goes when there is a draft, unless it is put where it is.
    const outline = this.placed.has(id) ? undefined : this.outlined.get(id);
    const put = outline ? this.translate({ kind: 'move', id, points: outline }) : [];
    const { frame, scale } = this.sheet;
    return width === undefined ? put : [...put, { kind: 'width', id, width: width / (frame.side * scale) }];
  }

  private editKept(edit: PageStrokeEdit): void {
    // It stays where it is put, pinned or not.
    if (edit.kind === 'unpin') return;
    if (edit.kind === 'delete') this.gone.add(edit.id);
    // Added again by who takes its deletion back.
    else if (edit.kind === 'add') this.gone.delete(edit.id);
    if (edit.kind !== 'delete') {
      const change = edit.kind === 'style' ? lookOf(edit) : { points: edit.points };
      this.keep = this.keep.map((stroke) => (stroke.id === edit.id ? { ...stroke, ...change, worth: null } : stroke));
    }
    this.layUnder();
  }

  /** Width of the boldest line, photo pixels. */
  private get boldest(): number {
    return this.sheet.width * this.sheet.frame.side * this.sheet.scale;
  }

  private inFrame(points: number[]): number[] {
    return toFrame(this.sheet.frame, points, this.sheet.scale);
  }

  private layUnder(): void {
    const { frame, scale } = this.sheet;
    Object.assign(this.under, underlayOf([...this.left, ...this.chained()], frame, scale));
  }
}

/** What was said, without what was not. */
function lookOf({ width, color, opacity }: Look): Partial<Pick<PageStroke, 'width' | 'color' | 'opacity'>> {
  return {
    ...(width !== undefined && { width }),
    ...(color !== undefined && { color }),
    ...(opacity !== undefined && { opacity }),
  };
}
