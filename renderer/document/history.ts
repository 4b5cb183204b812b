/**
 * The history of a document: unlimited undo and redo with named steps.
 *
 * Records are immutable and share what did not change, so a step costs what it changed and nothing is copied or
 * inverted. A gesture (a drag, a slider) is previewed as often as it moves and ends as one step, or as none when it was
 * dropped or came back to where it began. Each step has a revision of its own, so "is it saved?" is one comparison,
 * even after undoing past the save and back.
 *
 * While a sketch runs, what a hand does to its strokes is a step too, though the document has none of them: such a step
 * is an errand, which says what to do when it is taken back and brought again. They are gone when the sketch has ended,
 * whose result is one step.
 */

import { type LineamentDocument, sameDocument } from './document.ts';

export interface HistoryStep {
  /** What the person did, as the History popover shows it: "Move stroke". */
  label: string;
  document: LineamentDocument;
  /** Unique in this history, never used again; an errand's is that of the step before it. */
  revision: number;
  errand?: Errand;
}

/** What a step does that changes nothing in the document. */
export interface Errand {
  back(): void;
  again(): void;
}

export class History {
  private list: HistoryStep[];
  private at = 0;
  private lastRevision = 0;
  private gesture: { label: string; document: LineamentDocument } | null = null;
  /** Steps that cannot be left as long as it is there: those before `from`, and those that were undone when it began. */
  private held: { from: number; revision: number } | null = null;

  /** @param label of the first step, where undoing ends: "Open photo" */
  constructor(document: LineamentDocument, label = 'Open') {
    this.list = [{ label, document, revision: 0 }];
  }

  /** The document as it is to be shown: a gesture's preview while one goes on. */
  get document(): LineamentDocument {
    return this.gesture?.document ?? this.step.document;
  }

  /** All steps from the opening on, undone ones too; `index` says which of them is now. */
  get steps(): readonly HistoryStep[] {
    return this.list;
  }

  /** Which of `steps` the document is at. */
  get index(): number {
    return this.at;
  }

  /** Of the step the document is at: unsaved is what differs from the revision that was saved. */
  get revision(): number {
    return this.step.revision;
  }

  /** Name of the step that `undo` takes back, or null where there is none. */
  get undoLabel(): string | null {
    return this.canReach(this.at - 1) ? this.step.label : null;
  }

  /** Name of the step that `redo` brings back, or null where there is none. */
  get redoLabel(): string | null {
    return this.canReach(this.at + 1) ? this.list[this.at + 1]!.label : null;
  }

  /** The name of the gesture that goes on, or null. */
  get gestureLabel(): string | null {
    return this.gesture?.label ?? null;
  }

  /**
   * Makes `next` a step; what was undone is gone then. A gesture that goes on is dropped: it built on a document that
   * is no longer there.
   * @returns whether anything changed; when nothing did, there is no step
   */
  commit(label: string, next: LineamentDocument): boolean {
    this.gesture = null;
    if (sameDocument(next, this.step.document)) return false;
    // A new list, so that who holds the old one (a view) sees that it changed.
    this.list = [...this.list.slice(0, this.at + 1), { label, document: next, revision: ++this.lastRevision }];
    this.at++;
    return true;
  }

  /** Makes a step of what was done elsewhere; what was undone is gone then, and so is a gesture that goes on. */
  send(label: string, errand: Errand): void {
    this.gesture = null;
    this.list = [...this.list.slice(0, this.at + 1), { ...this.step, label, errand }];
    this.at++;
  }

  /** From now on undo and redo reach only what is done from now on, until `release`. */
  hold(): void {
    this.held = { from: this.at, revision: this.lastRevision };
  }

  /** Undo and redo reach every step again. Errands are none any more: what they were done to is gone. */
  release(): void {
    this.held = null;
    this.at = this.list.slice(0, this.at + 1).filter(({ errand }) => !errand).length - 1;
    this.list = this.list.filter(({ errand }) => !errand);
  }

  /**
   * Adds to what the steps say without being one: what was measured or drawn beside them. Nothing becomes unsaved by
   * it. Ends no gesture; call it while none goes on, as a gesture builds on the document that it began with.
   * @param change is asked of every step, and gives back the very document that it does not concern
   * @returns whether any step changed
   */
  amend(change: (document: LineamentDocument) => LineamentDocument): boolean {
    const list = this.list.map((step) => {
      const document = change(step.document);
      return document === step.document ? step : { ...step, document };
    });
    if (list.every((step, i) => step === this.list[i])) return false;
    this.list = list;
    return true;
  }

  /** Starts a gesture from the document as it is; one that went on is ended first. */
  begin(label: string): void {
    if (this.gesture) this.end();
    this.gesture = { label, document: this.step.document };
  }

  /**
   * Shows `next` as where the gesture is.
   * @returns false, and nothing happens, where no gesture goes on: a job that ended meanwhile has dropped it
   */
  preview(next: LineamentDocument): boolean {
    if (!this.gesture) return false;
    this.gesture.document = next;
    return true;
  }

  /** Ends the gesture as one step; returns whether it changed anything. */
  end(): boolean {
    const { gesture } = this;
    return gesture !== null && this.commit(gesture.label, gesture.document);
  }

  /** Drops the gesture: the document is as before it. */
  cancel(): void {
    this.gesture = null;
  }

  /** Takes the last step back, or drops the gesture that goes on; returns whether there was one. */
  undo(): boolean {
    if (this.gesture) {
      this.gesture = null;
      return true;
    }
    return this.goTo(this.at - 1);
  }

  /** Brings the step back that was undone last, which drops a gesture; returns whether there was one. */
  redo(): boolean {
    return this.goTo(this.at + 1);
  }

  /** Goes to a step by its place in `steps`; returns false where there is none such, or it cannot be reached now. */
  goTo(index: number): boolean {
    if (!this.canReach(index)) return false;
    this.gesture = null;
    for (; this.at > index; this.at--) this.step.errand?.back();
    while (this.at < index) {
      this.at++;
      this.step.errand?.again();
    }
    return true;
  }

  /** Whether `goTo` would go there. */
  canReach(index: number): boolean {
    const { held } = this;
    const step = this.list[index];
    if (!step || !held) return step !== undefined;
    return index >= held.from && (index <= this.at || step.errand !== undefined || step.revision > held.revision);
  }

  private get step(): HistoryStep {
    return this.list[this.at]!;
  }
}
