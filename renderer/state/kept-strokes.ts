/** Strokes that a running sketch leaves alone: the engine's events leave them out, so what becomes of them is shown from here. */

import type { LiveStroke, SketchEdit, SketchInput } from '../../main/contract.ts';

export class KeptStrokes {
  private list: LiveStroke[];
  /** Those that have been deleted, as they were. */
  private readonly gone = new Map<string, LiveStroke>();

  constructor(keep: SketchInput['keep']) {
    this.list = keep
      .filter(({ hidden }) => !hidden)
      .map(({ id, points, width, color, opacity }) => ({ id, points, width, color, opacity, pinned: false }));
  }

  /** Those that are seen. */
  get seen(): readonly LiveStroke[] {
    return this.list;
  }

  /** Does what an edit says, if it is of one of these; looks are others' to show. */
  edit(edit: Extract<SketchEdit, { kind: 'move' | 'add' | 'unpin' | 'delete' }>): void {
    const { id } = edit;
    const own = this.list.find((stroke) => stroke.id === id) ?? this.gone.get(id);
    if (!own) return;
    if (edit.kind === 'delete') {
      this.gone.set(id, own);
      this.list = this.list.filter((stroke) => stroke !== own);
      return;
    }
    const now = { ...own, ...(edit.kind === 'unpin' ? { pinned: false } : { points: edit.points, pinned: true }) };
    // Added again by who takes its deletion back.
    if (edit.kind === 'add' && this.gone.delete(id)) this.list = [...this.list, now];
    else this.list = this.list.map((stroke) => (stroke === own ? now : stroke));
  }
}
