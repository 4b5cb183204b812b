/**
 * The page's one batch, as its parts call it: photos come in, are drawn in their turn, open as documents, and go out.
 *
 * It is the only writer of the batch in the store. Each change of the queue is shown, kept by the host, and followed by
 * the runner. Only one tab drives the batch: another one waits until that is closed.
 */

import { type BatchItem, type HostFile, MOST_IN_BATCH, type PageSettings } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';
import { exportSource } from '../export/source.ts';
import { type App, app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { announce, dismissFault, fail, guard } from '../state/voice.ts';
import { alone } from './alone.ts';
import { Drawings, withPhoto } from './drawings.ts';
import { Ledger } from './ledger.ts';
import { type Picture, Pictures } from './pictures.ts';
import * as step from './queue.ts';
import { Runner } from './runner.ts';
import { newBatch, setBatch } from './state.ts';
import { doneWords, overWords, photoWords } from './words.ts';

/** Milliseconds without a change after which a drawing that was changed by hand is kept. */
const QUIET = 1000;

export class Batch {
  private readonly runner: Runner;
  private readonly ledger: Ledger;
  private readonly pictures: Pictures;
  private readonly drawings: Drawings;
  private ours = false;
  /** Resolved when it is known whether there is a batch, and whether it is ours. */
  private ready = Promise.resolve();
  private changed: { key: string; document: LineamentDocument } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly app: App) {
    this.ledger = new Ledger(
      () => app.connection.host,
      (sentence) => fail(`The batch is not kept: ${sentence} It goes on while this window is open.`),
    );
    this.drawings = new Drawings(() => app.connection.host);
    this.pictures = new Pictures({
      photo: (item) => this.ledger.photo(item),
      preview: (photo, name) => app.connection.engine().call('openPhoto', { photo, name }),
    });
    this.runner = new Runner({
      queue: () => this.queue,
      change: (change) => this.change(change),
      photo: (item) => this.ledger.photo(item),
      sketch: (input, onEvent) => {
        const { device } = useStore.getState();
        return app.connection.engine().stream('sketch', { ...input, device }, onEvent);
      },
      endEngine: () => app.connection.endEngine(),
      keep: ({ key }, document) => this.drawings.keep(key, { document, mask: null, emphasis: null, whole: null }),
      show: (live) => setBatch({ live }),
      lost: () =>
        fail('The sketching process stopped. What is drawn is safe.', [
          { label: 'Go on', command: 'batch.goOn' },
          { label: 'Leave it', command: 'fault.dismiss' },
        ]),
      stuck: (sentence) => fail(sentence, [{ label: 'Go on', command: 'batch.goOn' }]),
    });
  }

  /** Finds the batch that the last start left, and follows what the page does from now on. */
  start(): void {
    useStore.subscribe(({ job, document, batch }, before) => {
      if ((job === null) !== (before.job === null)) job ? this.runner.hold() : this.runner.release();
      if (document && document !== before.document && batch?.opened?.photo === document.photo)
        this.keepSoon(batch.opened.key, document);
    });
    window.addEventListener('beforeunload', (event) => {
      // A browser asks; Electron would just stay open.
      if (this.ledger.behind && !useStore.getState().desktop) event.preventDefault();
    });
    this.ready = alone(() => this.takeOver());
  }

  /** Adds photos behind those that are there and shows the batch. */
  async add(photos: readonly (File | HostFile)[]): Promise<void> {
    if (!photos.length) return;
    await this.ready;
    if (!this.ours) {
      fail('Another tab of Lineament has a batch: go on there, or close that tab.');
      return;
    }
    const { batch, settings } = useStore.getState();
    if (!batch) useStore.setState({ batch: newBatch(settings) });
    const room = MOST_IN_BATCH - this.queue.items.length;
    const files = new Map<string, File>();
    const items = photos.slice(0, room).map((photo) => {
      const key = crypto.randomUUID();
      if (photo instanceof File) files.set(key, photo);
      return step.waitingItem(key, photo.name, photo instanceof File ? null : photo.id);
    });
    this.ledger.take(files);
    this.change((queue) => step.added(queue, items));
    setBatch({ shown: true, filter: 'all' });
    announce(`${photoWords(items.length)} added to the batch.`);
    if (photos.length > room)
      fail(`A batch has ${MOST_IN_BATCH} photos at most: ${photos.length - room} were left out.`);
  }

  go(): void {
    const { fault } = useStore.getState();
    if (fault?.actions[0]?.command === 'batch.goOn') dismissFault();
    this.change(step.started);
  }

  pause(): void {
    this.change(step.paused);
    announce('Paused.');
  }

  cancel(key: string): void {
    this.change((queue) => step.cancelled(queue, key));
  }

  cancelAll(): void {
    this.change(step.allCancelled);
  }

  /** Draws photos again that failed or were left out; without keys all that failed, or else all that were left out. */
  retry(keys?: readonly string[]): void {
    const { items } = this.queue;
    const state = items.some((item) => item.state === 'failed') ? 'failed' : 'cancelled';
    const chosen = keys ?? items.filter((item) => item.state === state).map(({ key }) => key);
    this.change((queue) => step.retried(queue, new Set(chosen)));
    setBatch({ filter: 'all' });
  }

  move(key: string, place: number): void {
    this.change((queue) => step.moved(queue, key, place));
    const at = this.queue.items.findIndex((item) => item.key === key);
    announce(`${this.queue.items[at]?.name}: ${at + 1} of ${this.queue.items.length}.`);
  }

  /** Takes photos out of the batch, and what was drawn of them. */
  remove(keys: readonly string[]): void {
    this.change((queue) => step.removed(queue, new Set(keys)));
    this.forgetOthers();
  }

  /** Ends the batch, but asks first where drawings would be lost. */
  askToClear(): void {
    const { batch } = useStore.getState();
    const { done } = step.countsOf(this.queue);
    if (!done || batch?.saved) {
      this.clear();
      return;
    }
    fail(`${done === 1 ? '1 drawing has' : `${done} drawings have`} not been saved.`, [
      { label: 'Save…', command: 'batch.save' },
      { label: 'End the batch anyway', command: 'batch.clearAnyway' },
      { label: 'Close', command: 'fault.dismiss' },
    ]);
  }

  /** Ends the batch: its copies and drawings go, the photos themselves stay where they are. */
  clear(): void {
    this.changed = null;
    this.change(step.allCancelled);
    this.change((queue) => ({ ...queue, items: [] }));
    this.forgetOthers();
    dismissFault();
    announce('The batch is gone. Your photos are where they were.');
  }

  /** What photos get that still wait. */
  setSettings(patch: Partial<PageSettings>): void {
    this.change((queue) => ({ ...queue, settings: { ...queue.settings, ...patch } }));
  }

  /** Opens what was drawn of a photo as the document; `back` returns. */
  async open(key: string): Promise<void> {
    const item = this.queue.items.find((one) => one.key === key);
    if (item?.state !== 'done') return;
    await guard(async () => {
      const [drawing, photo] = await Promise.all([this.drawings.of(item), this.ledger.photo(item)]);
      const name = `${drawing.document.name}.lineament`;
      // Where it could not be opened, that was said.
      if (!(await this.app.files.open([{ name, bytes: withPhoto(drawing, photo) }]))) return;
      const { document: opened } = useStore.getState();
      if (opened) setBatch({ opened: { key, photo: opened.photo } });
    });
  }

  /** Returns from a drawing to the batch; what was changed of it is kept in the batch. */
  async back(): Promise<void> {
    setBatch({ shown: true });
    await guard(async () => {
      await this.keepChanged();
      const { batch, document, edited } = useStore.getState();
      const { history } = this.app.desk;
      if (edited && history && document && batch?.opened?.photo === document.photo)
        await this.app.desk.saved(history.revision);
    });
  }

  /** Leaves the batch for the document, or for the empty sheet; it goes on meanwhile. */
  leave(): void {
    setBatch({ shown: false });
  }

  /** A small picture of a photo; null where it can't be read. */
  picture(item: BatchItem): Promise<Picture | null> {
    return this.pictures.of(item);
  }

  /** What was drawn of a photo. @throws Error of one sentence */
  async drawing(item: BatchItem): Promise<LineamentDocument> {
    return (await this.drawings.of(item)).document;
  }

  private get queue(): step.Queue {
    const { batch, settings } = useStore.getState();
    return batch?.queue ?? { items: [], going: false, settings };
  }

  /** Every change of the queue goes through here. */
  private change(change: (queue: step.Queue) => step.Queue): void {
    const before = this.queue;
    const queue = change(before);
    if (queue === before) return;
    const drawn = step.countsOf(queue).done > step.countsOf(before).done;
    setBatch({ queue, ...(drawn ? { saved: null } : {}) });
    this.ledger.keep(queue);
    if (!queue.items.length) useStore.setState({ batch: null });
    this.say(before, queue);
    this.runner.follow();
  }

  private say(before: step.Queue, queue: step.Queue): void {
    const [was, is] = [step.countsOf(before), step.countsOf(queue)];
    if (before.going && step.phaseOf(queue) === 'over' && is.cancelled === was.cancelled) announce(overWords(queue));
    else if (is.done > was.done) announce(doneWords(queue));
    else if (is.failed > was.failed) {
      const failed = queue.items.find(({ state }, at) => state === 'failed' && before.items[at]?.state !== 'failed');
      announce(`${failed?.reason ?? ''} ${doneWords(queue)}`.trim());
    }
  }

  private async takeOver(): Promise<void> {
    const { batch: kept } = await this.app.connection.host.call('batch', {}).catch(() => ({ batch: null }));
    this.ours = true;
    if (!kept) return;
    const queue = step.restored(kept);
    const unfinished = step.phaseOf(queue) !== 'over';
    const shown = unfinished && useStore.getState().document === null;
    useStore.setState({ batch: { ...newBatch(kept.settings), queue, shown } });
    if (shown) announce(`A batch is here, paused. ${doneWords(queue)}`);
  }

  /** Keeps a drawing of the batch that is changed by hand, once it is quiet. */
  private keepSoon(key: string, document: LineamentDocument): void {
    this.changed = { key, document };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void guard(() => this.keepChanged()), QUIET);
  }

  private async keepChanged(): Promise<void> {
    const { changed } = this;
    this.changed = null;
    clearTimeout(this.timer);
    if (!changed) return;
    const { key, document } = changed;
    const { assets } = this.app.desk;
    const bytesOf = (asset: string | null) => (asset === null ? null : assets.get(asset));
    const item = this.queue.items.find((one) => one.key === key);
    const before = item ? await this.drawings.of(item).catch(() => null) : null;
    const { mask, emphasis, pieces } = document;
    const pictures = { mask: bytesOf(mask), emphasis: bytesOf(emphasis), whole: bytesOf(pieces?.whole ?? null) };
    await this.drawings.keep(key, { document, ...pictures });
    this.change((queue) => step.redrawn(queue, key, { strokes: document.strokes.length, likeness: document.likeness }));
    // Rows of the pad that were drawn beside it, or prices, are in no file that is saved.
    if (!before || linesOf(before.document) !== linesOf(document)) setBatch({ saved: null });
  }

  private forgetOthers(): void {
    const keys = new Set(this.queue.items.map(({ key }) => key));
    this.pictures.keepOnly(keys);
    this.drawings.keepOnly(keys);
  }
}

/** All that a saved file shows of a drawing. */
function linesOf(document: LineamentDocument): string {
  return JSON.stringify(exportSource(document).drawing);
}

/** The page's one batch. */
export const batch = new Batch(app);
