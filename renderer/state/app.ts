/**
 * The page's one application: a document on the desk, the engine's runs over it, files in and out, and the host that it
 * listens to. Nothing here throws at the page: what goes wrong becomes one line above the strip.
 */

import type { LiveStroke, PageSettings, SketchEdit } from '../../main/contract.ts';
import { type LineamentDocument, mostShown } from '../document/document.ts';
import { keepTry, remove, setShown } from '../document/edits.ts';
import { leastImportant } from '../document/pricing.ts';
import { Beside } from './beside.ts';
import { Connection } from './connection.ts';
import { Cutting } from './cutting.ts';
import { Depth } from './depth.ts';
import { Desk, type Gesture } from './desk.ts';
import { Detail } from './detail.ts';
import { Files } from './files.ts';
import { Masks } from './masks.ts';
import { Models } from './models.ts';
import { Parts } from './parts.ts';
import { followPreferences } from './preferences.ts';
import { Prices } from './prices.ts';
import { Regions } from './regions.ts';
import { Runs } from './runs.ts';
import { useStore } from './store.ts';
import { Subject } from './subject.ts';
import { followTitle } from './title.ts';
import { followCloseness, Variations } from './variations.ts';
import { fail, guard } from './voice.ts';

export class App {
  readonly connection = new Connection();
  readonly desk = new Desk(this.connection.host);
  readonly runs = new Runs(this.connection, this.desk);
  readonly prices = new Prices(this.connection, this.desk);
  readonly variations = new Variations(this.connection, this.desk, () => this.beside.stir());
  readonly subject = new Subject(this.connection, this.desk, () => this.beside.stir());
  readonly cutting = new Cutting(this.connection, this.desk, this.subject);
  readonly masks = new Masks(this.connection, this.desk, this.subject, this.cutting);
  readonly regions = new Regions(this.connection, this.desk, this.masks);
  readonly parts = new Parts(this.connection, this.desk, this.subject, () => this.beside.stir());
  private readonly beside = new Beside(
    () => this.connection.busy,
    [this.subject, this.parts, this.prices, this.variations],
  );
  readonly depth = new Depth(this.connection, this.desk);
  readonly detail = new Detail(this.desk, this.runs);
  readonly models = new Models(this.connection);
  readonly files = new Files(this.connection, this.desk, this.runs);
  /** Runs a command of the table by its id; the native menus ask for it. */
  onCommand: (id: string) => void = () => {};

  /** What was set the last time, before anything is shown. */
  prepare(): Promise<void> {
    return followPreferences(this.connection.host);
  }

  /** Says hello to the host: what was opened with the app, what can be recovered, what was open lately. */
  async start(): Promise<void> {
    const { host } = this.connection;
    await guard(async () => {
      const [hello, { documents }, { files }] = await Promise.all([
        host.call('hello', {}),
        host.call('kept', {}),
        host.call('recent', {}),
      ]);
      const desktop = hello.host === 'electron';
      useStore.setState({ recoverable: documents, recent: files, desktop });
      followTheme();
      followTitle(host);
      followCloseness();
      this.beside.listen(this.connection);
      this.files.dialogs = hello.dialogs;
      if (!desktop) window.addEventListener('beforeunload', holdUnsaved);
      useStore.subscribe(({ document }, before) => {
        const was = before.document;
        // Only a run's result brings tries that were not there; another row of the pad brings its own along.
        if (!document || !was || document.tries === was.tries || document.photo !== was.photo) return;
        if (!was.variations.some(({ tries }) => tries === document.tries)) void this.files.remember();
      });
      this.depth.follow();
      this.detail.follow();
      this.subject.follow();
      this.cutting.follow();
      this.parts.follow();
      this.regions.follow();
      this.desk.shares = () => (this.regions.shares.length ? this.regions.shares : this.parts.shares);
      this.hear();
      await this.files.openAll(hello.opened);
    });
  }

  /** Changes the sketch that runs. */
  editRunning(edit: SketchEdit): void {
    this.runs.edit(edit);
  }

  /**
   * Changes strokes of the sketch that runs, as one step called `label`.
   * @param before the strokes as they were; left out, as they are
   */
  stepRunning(label: string, edits: readonly SketchEdit[], before?: readonly LiveStroke[]): void {
    this.runs.step(label, edits, before);
  }

  /** Takes the last step back: of the tool in hand, where it has steps of its own, else of the document. */
  undo(): void {
    if (!this.cutting.undo()) this.desk.undo();
  }

  redo(): void {
    if (!this.cutting.redo()) this.desk.redo();
  }

  /** One undo step; none where it cannot be done, and then it is said why. */
  change(label: string, change: (document: LineamentDocument) => LineamentDocument): void {
    try {
      this.desk.change(label, change);
    } catch (error) {
      fail((error as Error).message);
    }
  }

  /** Many small changes that are one undo step. */
  gesture(label: string): Gesture {
    return this.desk.gesture(label);
  }

  /** Shows so many of the strokes that are not locked; the step is named by all that are seen then, as the ruler says. */
  setShown(count: number): void {
    const strokes = this.desk.history?.document.strokes ?? [];
    const seen = count + strokes.length - mostShown(strokes);
    this.change(`Show ${seen} ${seen === 1 ? 'stroke' : 'strokes'}`, (document) => setShown(document, count));
  }

  keepTry(seed: number): void {
    // Tries name their strokes alike: what is selected in one is another stroke in the next.
    useStore.setState({ selection: [] });
    // Called as the panel calls it, by its place; seeds may begin anywhere.
    const place = 1 + (this.desk.history?.document.tries.findIndex((one) => one.seed === seed) ?? 0);
    this.change(`Keep try ${place}`, (document) => keepTry(document, seed));
  }

  remove(ids: readonly string[]): void {
    this.change(ids.length === 1 ? 'Delete stroke' : 'Delete strokes', (document) => remove(document, ids));
    useStore.setState({ selection: [] });
  }

  /** Removes the stroke that is missed least, by what the strokes are worth now. */
  async removeLeast(): Promise<void> {
    await guard(async () => {
      const { history } = this.desk;
      const document = await this.prices.fresh();
      const least = document && leastImportant(document.strokes);
      if (least && this.desk.history === history) this.remove([least.id]);
    });
  }

  setSettings(patch: Partial<PageSettings>): void {
    useStore.setState({ settings: { ...useStore.getState().settings, ...patch } });
  }

  /** Closes the window, its changes saved or given up. */
  async closeWindow(): Promise<void> {
    await this.desk.keeping.forget().catch(() => undefined);
    await guard(async () => void (await this.connection.host.call('closeWindow', {})));
  }

  /** Listens to the host for as long as there is one. */
  private hear(): void {
    const events = this.connection.host.stream('events', {}, (event) => {
      if (event.kind === 'command') this.onCommand(event.id);
      else if (event.kind === 'open') void this.files.openAll(event.files);
      else if (useStore.getState().edited) useStore.setState({ dialog: 'unsaved' });
      else void this.closeWindow();
    });
    events.result.catch(() => undefined);
  }
}

/** A browser asks before it closes a tab with unsaved work. Electron asks the page, which has words of its own. */
function holdUnsaved(event: BeforeUnloadEvent): void {
  if (useStore.getState().edited) event.preventDefault();
}

/** The system's theme, which browsers tell under both hosts. */
function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => useStore.setState({ systemTheme: dark.matches ? 'dark' : 'light' });
  dark.addEventListener('change', follow);
  follow();
}

/** The page's one application. */
export const app = new App();
