/**
 * What a person can do, as the page's parts call it: the only writer of the document.
 *
 * It joins the history, the engine's jobs and the host's files, and puts what is to be shown into the store. Nothing
 * here throws at the page: what goes wrong becomes one line above the strip.
 */

import type { DocumentStroke, PageSettings, Preview, SketchEdit } from '../../main/contract.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';
import { type LineamentDocument, newDocument } from '../document/document.ts';
import { applySketch, keepTry, remove, setShown } from '../document/edits.ts';
import { History } from '../document/history.ts';
import { readProject, writeProject } from '../document/project-file.ts';
import { Assets } from './assets.ts';
import { download, pickInBrowser } from './browser-files.ts';
import { Connection } from './connection.ts';
import { Keeping } from './keeping.ts';
import { seenOutcome } from './seen-outcome.ts';
import { type Ending, Sketching } from './sketching.ts';
import { initialState, useStore } from './store.ts';

export interface GivenFile {
  name: string;
  bytes: Uint8Array;
  /** The host's name for it, where it came from the host. */
  id?: string;
}

export interface Gesture {
  /** Shows what the gesture would do; `from` is always the document before it. */
  preview(change: (from: LineamentDocument) => LineamentDocument): void;
  end(): void;
  cancel(): void;
}

/** Milliseconds for which a notice stays under the sheet. */
const NOTICE = 4000;

export class App {
  readonly connection = new Connection();
  private readonly sketching = new Sketching(this.connection);
  private readonly assets = new Assets();
  private readonly keeping = new Keeping(this.connection.host);
  private history: History | null = null;
  private savedRevision = 0;
  private file: string | null = null;
  private notices = 0;
  private dialogs = false;
  /** Runs a command of the table by its id; the native menus ask for it. */
  onCommand: (id: string) => void = () => {};
  /** What to do when a lost engine's job is taken up again. */
  private again: (() => Promise<void>) | null = null;

  /** Says hello to the host: what was opened with the app, what can be recovered, what was open lately. */
  async start(): Promise<void> {
    const { host } = this.connection;
    await this.guard(async () => {
      const [hello, { documents }, { files }] = await Promise.all([
        host.call('hello', {}),
        host.call('kept', {}),
        host.call('recent', {}),
      ]);
      useStore.setState({ recoverable: documents, recent: files });
      this.followTheme();
      this.dialogs = hello.dialogs;
      this.hear();
      for (const { id } of hello.opened.slice(0, 1)) await this.openHostFile(id);
    });
  }

  /** Asks for a photo or a document, by the system's dialog or the browser's. */
  async openDialog(): Promise<void> {
    if (!this.dialogs) return pickInBrowser((files) => void this.openFiles(files));
    await this.guard(async () => {
      const { files } = await this.connection.host.call('pickFiles', {});
      if (files?.[0]) await this.openHostFile(files[0].id);
    });
  }

  /** Opens a photo or a .lineament document. A photo starts its sketch at once. */
  async openFiles(files: readonly (File | GivenFile)[]): Promise<void> {
    const [first] = files;
    if (!first) return;
    await this.guard(async () => {
      const given: GivenFile =
        first instanceof File ? { name: first.name, bytes: new Uint8Array(await first.arrayBuffer()) } : first;
      await (/\.lineament$/i.test(given.name) ? this.openProject(given) : this.openPhoto(given));
    });
  }

  async openHostFile(id: string): Promise<void> {
    await this.guard(async () => {
      const { name, bytes } = await this.connection.host.call('readFile', { id });
      await this.openFiles([{ id, name, bytes }]);
    });
  }

  /** Takes up a document that was kept when the app closed unexpectedly. */
  async recover(key: string): Promise<void> {
    await this.guard(async () => {
      const { name, bytes } = await this.connection.host.call('takeKept', { key });
      await this.openProject({ name, bytes }, key);
    });
  }

  async throwAway(key: string): Promise<void> {
    await this.guard(async () => {
      await this.connection.host.call('dropKept', { key });
      useStore.setState({ recoverable: useStore.getState().recoverable.filter((one) => one.key !== key) });
    });
  }

  /** Sketches the photo with the present settings: the other strokes go, locked ones stay. */
  sketch(): Promise<void> {
    return this.draw('Sketch', useStore.getState().settings, isLocked);
  }

  /** Draws the strokes anew that are not locked, as many as there are, and keeps what was placed by hand. */
  redrawRest(): Promise<void> {
    const { settings, document } = useStore.getState();
    const rest = document?.strokes.filter(({ locked }) => !locked).length ?? 0;
    return this.draw('Redraw the rest', { ...settings, strokes: Math.max(1, rest) }, isLocked);
  }

  /** Draws so many strokes more where something is missing; all that are there stay as they are. */
  drawMore(count: number): Promise<void> {
    const { settings } = useStore.getState();
    return this.draw(`Draw ${count} more`, { ...settings, strokes: count }, () => true);
  }

  /** Drawings of the last run, in its order: what a film of it shows. */
  get run(): readonly Drawing[] {
    const { document } = useStore.getState();
    return document ? this.sketching.film(document.photo) : [];
  }

  stop(): void {
    this.sketching.stop();
  }

  /** Goes on with the job that a dying engine left. */
  async goOn(): Promise<void> {
    const { again } = this;
    this.dismissFault();
    await again?.();
  }

  editRunning(edit: SketchEdit): void {
    this.sketching.edit(edit);
  }

  /** One undo step. */
  change(label: string, change: (document: LineamentDocument) => LineamentDocument): void {
    const { history } = this;
    if (history?.commit(label, change(history.document))) this.show();
  }

  gesture(label: string): Gesture {
    const { history } = this;
    if (!history) return { preview: () => {}, end: () => {}, cancel: () => {} };
    const from = history.document;
    history.begin(label);
    return {
      preview: (change) => {
        const document = change(from);
        // A job that ended meanwhile has dropped the gesture with its commit.
        if (history.preview(document)) useStore.setState({ document });
      },
      end: () => {
        history.end();
        this.show();
      },
      cancel: () => {
        history.cancel();
        this.show();
      },
    };
  }

  undo(): void {
    if (this.history?.undo()) this.show();
  }

  redo(): void {
    if (this.history?.redo()) this.show();
  }

  setShown(count: number): void {
    this.change(`Show ${count} ${count === 1 ? 'stroke' : 'strokes'}`, (document) => setShown(document, count));
  }

  keepTry(seed: number): void {
    this.change(`Keep try ${seed + 1}`, (document) => keepTry(document, seed));
  }

  remove(ids: readonly string[]): void {
    this.change(ids.length === 1 ? 'Delete stroke' : 'Delete strokes', (document) => remove(document, ids));
    useStore.setState({ selection: [] });
  }

  setSettings(patch: Partial<PageSettings>): void {
    useStore.setState({ settings: { ...useStore.getState().settings, ...patch } });
  }

  /** Saves the document where it came from, or asks where. */
  async save(): Promise<void> {
    const { history } = this;
    if (!history) return;
    await this.guard(async () => {
      const bytes = this.bytesOf(history.document);
      const { revision } = history;
      if (this.file) await this.connection.host.call('saveFile', { id: this.file, bytes });
      else {
        const name = `${history.document.name}.lineament`;
        const saved = await this.exportAs(bytes, name);
        if (!saved) return;
      }
      this.savedRevision = revision;
      await this.keeping.forget();
      this.show();
      this.announce('Saved.');
    });
  }

  /**
   * Hands bytes to the system's save dialog, or to the browser's downloads where the host has none.
   * @returns whether they were saved
   */
  async exportAs(bytes: Uint8Array, name: string): Promise<boolean> {
    const { host } = this.connection;
    if (!this.dialogs) {
      download(bytes, name);
      return true;
    }
    const { file } = await host.call('saveAs', { name, bytes });
    if (file && /\.lineament$/i.test(file.name)) this.file = file.id;
    return file !== null;
  }

  /** Says something to screen readers, politely. */
  announce(announced: string): void {
    useStore.setState({ announced });
  }

  notify(notice: string): void {
    const mine = ++this.notices;
    useStore.setState({ notice });
    this.announce(notice);
    setTimeout(() => {
      if (this.notices === mine) useStore.setState({ notice: null });
    }, NOTICE);
  }

  dismissFault(): void {
    useStore.setState({ fault: null });
  }

  private async openPhoto({ name, bytes }: GivenFile): Promise<void> {
    const { asset, preview } = await this.makeReady(bytes, name);
    const photo = { asset, name, width: preview.width, height: preview.height };
    this.file = null;
    this.adopt(newDocument(photo, useStore.getState().settings), preview);
    await this.sketch();
  }

  private async openProject({ name, bytes, id }: GivenFile, key?: string): Promise<void> {
    const { document, photo, mask } = readProject(bytes, name);
    const { asset, preview } = await this.makeReady(photo, document.photo.name);
    const held = { ...document, photo: { ...document.photo, asset }, mask: mask ? await this.assets.add(mask) : null };
    this.file = id ?? null;
    this.adopt(held, preview, key);
    useStore.setState({ settings: document.settings });
  }

  /** Has a photo's file looked at and kept; what ran before has ended then. */
  private async makeReady(photo: Uint8Array, name: string) {
    const preview = await this.connection.engine().call('openPhoto', { photo, name });
    const asset = await this.assets.add(photo);
    await this.sketching.end();
    return { asset, preview };
  }

  private adopt(document: LineamentDocument, { preview, previewType: type }: Preview, key?: string): void {
    const before = useStore.getState();
    for (const url of [before.photoUrl, before.maskUrl]) if (url) URL.revokeObjectURL(url);
    this.history = new History(document);
    this.savedRevision = key === undefined ? this.history.revision : Number.NaN;
    this.keeping.begin(key);
    const photoUrl = URL.createObjectURL(new Blob([preview as Uint8Array<ArrayBuffer>], { type }));
    const { theme, systemTheme, settings, recent, smooth } = before;
    useStore.setState({ ...initialState, theme, systemTheme, settings, recent, smooth, photoUrl });
    this.show();
  }

  /** One run of the engine over the document's photo, which leaves the strokes alone that `stays` names. */
  private async draw(label: string, settings: PageSettings, stays: (stroke: DocumentStroke) => boolean): Promise<void> {
    const { history } = this;
    if (!history || useStore.getState().job) return;
    const { photo, mask, strokes } = history.document;
    this.dismissFault();
    useStore.setState({ selection: [], wanted: null, looking: 'after' });
    const ending = await this.sketching.run({
      photo: this.assets.get(photo.asset),
      mask: mask ? this.assets.get(mask) : null,
      settings,
      keep: strokes.filter(stays),
    });
    if (this.history === history) this.finish(label, history, ending, () => this.draw(label, settings, stays));
  }

  private finish(label: string, history: History, ending: Ending, again: () => Promise<void>): void {
    if ('failed' in ending) {
      this.fail(ending.failed);
      return;
    }
    if ('lost' in ending) {
      this.again = again;
      useStore.setState({
        fault: {
          text: 'The sketching process stopped. Your drawing is safe.',
          actions: [
            { label: 'Go on from here', command: 'engine.goOn' },
            { label: 'Leave it', command: 'fault.dismiss' },
          ],
        },
      });
      return;
    }
    const { settings } = useStore.getState();
    const outcome = 'outcome' in ending ? ending.outcome : seenOutcome(history.document, ending.seen);
    const drawn = applySketch({ ...history.document, settings }, outcome);
    const count = drawn.strokes.length;
    history.commit(`${label}, ${count} ${count === 1 ? 'stroke' : 'strokes'}`, drawn);
    this.show();
    const likeness = Math.round(outcome.likeness);
    const said = outcome.stopped
      ? `Stopped at likeness ${likeness}. Undo brings back what was before.`
      : `Done in ${Math.max(1, Math.round(outcome.seconds))} s. Every count from 1 to ${count} is ready.`;
    this.notify([said, ...outcome.notes.slice(0, 1)].join(' '));
  }

  /** Puts what the history holds on show, and keeps it against a crash. */
  private show(): void {
    const { history } = this;
    if (!history) return;
    const { document } = history;
    const ids = new Set(document.strokes.map(({ id }) => id));
    const edited = history.revision !== this.savedRevision;
    useStore.setState({
      document,
      undoable: history.undoLabel,
      redoable: history.redoLabel,
      edited,
      selection: useStore.getState().selection.filter((id) => ids.has(id)),
    });
    if (edited) this.keeping.keep(document.name, () => this.bytesOf(document));
    void this.connection.host.call('showState', { name: document.name, edited, progress: null }).catch(() => undefined);
  }

  /** The system's theme, which browsers tell under both hosts. */
  private followTheme(): void {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => useStore.setState({ systemTheme: dark.matches ? 'dark' : 'light' });
    dark.addEventListener('change', follow);
    follow();
  }

  /** Listens to the host for as long as there is one. */
  private hear(): void {
    const events = this.connection.host.stream('events', {}, (event) => {
      if (event.kind === 'command') this.onCommand(event.id);
      else if (event.kind === 'open') for (const { id } of event.files.slice(0, 1)) void this.openHostFile(id);
      else if (useStore.getState().edited) useStore.setState({ dialog: 'unsaved' });
      else void this.closeWindow();
    });
    events.result.catch(() => undefined);
  }

  /** Closes the window, its changes saved or given up. */
  async closeWindow(): Promise<void> {
    await this.keeping.forget().catch(() => undefined);
    await this.guard(async () => void (await this.connection.host.call('closeWindow', {})));
  }

  private bytesOf(document: LineamentDocument): Uint8Array {
    const { photo, mask } = document;
    return writeProject(document, this.assets.get(photo.asset), mask === null ? null : this.assets.get(mask));
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.fail((error as Error).message);
    }
  }

  private fail(text: string): void {
    useStore.setState({ fault: { text, actions: [{ label: 'Close', command: 'fault.dismiss' }] } });
  }
}

const isLocked = ({ locked }: DocumentStroke) => locked;

/** The page's one application. */
export const app = new App();
