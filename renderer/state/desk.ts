/**
 * The document on the desk: its history, the bytes it speaks of, what is saved and what is kept against a crash. The
 * only writer of the document in the store.
 */

import type { Preview, SketchInput } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';
import { type Errand, History } from '../document/history.ts';
import { writeProject } from '../document/project-file.ts';
import { Assets } from './assets.ts';
import type { Host } from './connection.ts';
import { Keeping } from './keeping.ts';
import { preferencesOf } from './preferences.ts';
import { initialState, useStore } from './store.ts';

export interface Gesture {
  /** Shows what the gesture would do; `from` is always the document before it. */
  preview(change: (from: LineamentDocument) => LineamentDocument): void;
  end(): void;
  cancel(): void;
}

const NO_GESTURE: Gesture = { preview: () => {}, end: () => {}, cancel: () => {} };

export class Desk {
  readonly assets = new Assets();
  readonly keeping: Keeping;
  /** Pieces of the photo that get strokes of their own; who lists the pieces says so. */
  shares: () => NonNullable<SketchInput['regions']> = () => [];
  private record: History | null = null;
  private savedRevision = 0;
  /** What waits for the end of a gesture. */
  private amendments: ((document: LineamentDocument) => LineamentDocument)[] = [];

  constructor(host: Host) {
    this.keeping = new Keeping(host);
  }

  /** Of the document that is open; null: none is. */
  get history(): History | null {
    return this.record;
  }

  /** Which of its steps the document is at. */
  get step(): number {
    return this.record?.index ?? 0;
  }

  /** One undo step. */
  change(label: string, change: (document: LineamentDocument) => LineamentDocument): void {
    const { record } = this;
    if (record?.commit(label, change(record.document))) this.show();
  }

  /** A step of what was done elsewhere than in the document: to the sketch that runs. */
  send(label: string, errand: Errand): void {
    this.record?.send(label, errand);
    this.show();
  }

  /** Many small changes that are one undo step, or none where it is dropped. */
  gesture(label: string): Gesture {
    const { record } = this;
    if (!record) return NO_GESTURE;
    const from = record.document;
    record.begin(label);
    return {
      preview: (change) => {
        const document = change(from);
        // A job that ended meanwhile has dropped the gesture with its commit, and another document is another desk's.
        if (this.record === record && record.preview(document)) useStore.setState({ document });
      },
      end: () => {
        record.end();
        this.show();
      },
      cancel: () => {
        record.cancel();
        this.show();
      },
    };
  }

  /**
   * Adds to the document, and to the steps it can go back to, what was measured or drawn beside it: no step, nothing
   * unsaved. While a gesture goes on it waits.
   * @param change gives back the very document that it does not concern
   */
  amend(change: (document: LineamentDocument) => LineamentDocument): void {
    const { record } = this;
    if (!record) return;
    if (record.gestureLabel !== null) this.amendments.push(change);
    else if (record.amend(change)) this.show();
  }

  undo(): void {
    if (this.record?.undo()) this.show();
  }

  redo(): void {
    if (this.record?.redo()) this.show();
  }

  /** Goes to a step of the history by its place in it; returns whether it could. */
  goTo(index: number): boolean {
    const gone = this.record?.goTo(index) ?? false;
    if (gone) this.show();
    return gone;
  }

  /**
   * Keeps what is not saved before another document takes its place, what is changed meanwhile too.
   * @returns its name; null: all is saved
   */
  async putAside(): Promise<string | null> {
    const { record } = this;
    if (!record) return null;
    if (!this.isEdited(record)) {
      // Changes that were undone may have been kept; nobody is to find them and think of a crash.
      await this.keeping.forget().catch(() => undefined);
      return null;
    }
    const { document, revision } = record;
    await this.keeping.putAside(document.name, this.bytesOf(document));
    return record.revision === revision ? document.name : this.putAside();
  }

  /**
   * Puts another document on the desk in place of the one there.
   * @param key under which it was kept, where it was recovered: it counts as unsaved
   */
  adopt(document: LineamentDocument, { preview, previewType: type }: Preview, key?: string): void {
    const before = useStore.getState();
    for (const url of [before.photoUrl, before.maskUrl]) if (url) URL.revokeObjectURL(url);
    this.assets.replacePhoto(this.record?.document.photo.asset ?? null, document.photo.asset);
    this.record = new History(document);
    this.amendments = [];
    this.savedRevision = key === undefined ? this.record.revision : Number.NaN;
    this.keeping.begin(key);
    const photoUrl = URL.createObjectURL(new Blob([preview as Uint8Array<ArrayBuffer>], { type }));
    const { systemTheme, desktop, recent, recoverable } = before;
    const batch = before.batch && { ...before.batch, shown: false, opened: null };
    useStore.setState({
      ...initialState,
      ...preferencesOf(before),
      ...{ systemTheme, desktop, recent, recoverable, photoUrl, batch },
    });
    this.show();
  }

  /** What was written of this revision is all there is to save. */
  async saved(revision: number): Promise<void> {
    this.savedRevision = revision;
    await this.keeping.forget();
    this.show();
  }

  /** The document as the bytes of its .lineament file. */
  bytesOf(document: LineamentDocument): Uint8Array {
    const { photo, mask, emphasis, pieces } = document;
    const bytes = (asset: string | null) => (asset === null ? null : this.assets.get(asset));
    const whole = bytes(pieces?.whole ?? null);
    return writeProject(document, this.assets.get(photo.asset), bytes(mask), bytes(emphasis), whole);
  }

  /** Puts what the history holds on show, and keeps it against a crash. */
  show(): void {
    const { record } = this;
    if (!record) return;
    if (record.gestureLabel === null) for (const change of this.amendments.splice(0)) record.amend(change);
    const { document } = record;
    const { selection, job } = useStore.getState();
    // What can be selected of a sketch that runs is in no document.
    const ids = new Set([...document.strokes, ...(job?.latest?.strokes ?? [])].map(({ id }) => id));
    const edited = this.isEdited(record);
    useStore.setState({
      document,
      undoable: record.undoLabel,
      redoable: record.redoLabel,
      steps: record.steps,
      step: record.index,
      edited,
      // The same list where nothing of it is gone: who shows the selection need not show it again.
      selection: selection.every((id) => ids.has(id)) ? selection : selection.filter((id) => ids.has(id)),
    });
    if (edited) this.keeping.keep(document.name, () => this.bytesOf(document));
  }

  private isEdited({ revision }: History): boolean {
    return revision !== this.savedRevision;
  }
}
