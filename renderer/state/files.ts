/**
 * Files in and out: photos and documents opened, from the host or the browser, documents saved and recovered, and
 * anything else handed to whoever writes it.
 */

import type { HostFile, Preview } from '../../main/contract.ts';
import { writeSvg } from '../../main/strokes/svg.ts';
import { type LineamentDocument, newDocument } from '../document/document.ts';
import { MAP_SIDE } from '../document/emphasis.ts';
import { readProject } from '../document/project-file.ts';
import { exportSource } from '../export/source.ts';
import { chooseInBrowser, download } from './browser-files.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { readGreyPicture } from './grey-picture.ts';
import type { Runs } from './runs.ts';
import { useStore } from './store.ts';
import { announce, dismissFault, fail, guard, notify } from './voice.ts';

export interface GivenFile {
  name: string;
  bytes: Uint8Array;
  /** The host's name for it, where it came from the host. */
  id?: string;
}

export class Files {
  /** Whether the host has the system's dialogs; else the browser's are used. */
  dialogs = false;
  /** The host's name for the file that the document is saved to; null: there is none. */
  private file: string | null = null;
  /** How many files were asked for, and the place among them of the last that came on the desk. */
  private asked = 0;
  private taken = 0;
  /** Takes several files at once, which are no document but a batch. */
  onSeveral: (files: readonly (File | HostFile)[]) => void = () => {};

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    private readonly runs: Runs,
  ) {}

  /** Asks for a photo or a document, by the system's dialog or the browser's. */
  async openDialog(): Promise<void> {
    if (!this.dialogs) return chooseInBrowser('files', (files) => void this.openAll(files));
    await guard(async () => {
      const { files } = await this.connection.host.call('pickFiles', {});
      await this.openAll(files ?? []);
    });
  }

  /** Opens one file, or has several made a batch. */
  async openAll(files: readonly (File | HostFile)[]): Promise<void> {
    const [first] = files;
    if (files.length > 1) this.onSeveral(files);
    else if (first) await (first instanceof File ? this.open([first]) : this.openFromHost(first.id));
  }

  /**
   * Opens a photo or a .lineament document. A photo starts its sketch at once.
   * @param turn when it was asked for: what comes after a later one is not wanted any more
   * @returns whether it came on the desk
   */
  async open(files: readonly (File | GivenFile)[], turn = ++this.asked): Promise<boolean> {
    const [first] = files;
    if (!first) return false;
    let isOpen = false;
    await guard(async () => {
      const given: GivenFile =
        first instanceof File ? { name: first.name, bytes: new Uint8Array(await first.arrayBuffer()) } : first;
      isOpen = await (/\.lineament$/i.test(given.name) ? this.openProject(given, turn) : this.openPhoto(given, turn));
    });
    return isOpen;
  }

  /** Opens a file by the host's name for it. */
  async openFromHost(id: string): Promise<void> {
    const turn = ++this.asked;
    await guard(async () => {
      const { name, bytes } = await this.connection.host.call('readFile', { id });
      await this.open([{ id, name, bytes }], turn);
    });
  }

  /** Takes up a document that was kept when the app closed unexpectedly. */
  async recover(key: string): Promise<void> {
    const turn = ++this.asked;
    await guard(async () => {
      const { name, bytes } = await this.connection.host.call('takeKept', { key });
      await this.openProject({ name, bytes }, turn, key);
    });
  }

  async throwAway(key: string): Promise<void> {
    await guard(async () => {
      await this.connection.host.call('dropKept', { key });
      useStore.setState({ recoverable: useStore.getState().recoverable.filter((one) => one.key !== key) });
    });
  }

  /** Saves the document where it came from, or asks where. */
  save(): Promise<void> {
    return this.write(this.file);
  }

  /** Saves the document under a name that is asked for. */
  saveAs(): Promise<void> {
    return this.write(null);
  }

  /** Shows the document's file, or its photo's, among others in its folder. */
  async showInFolder(): Promise<void> {
    const { file } = useStore.getState();
    if (file) await guard(async () => void (await this.connection.host.call('showInFolder', { id: file })));
  }

  /** Has the host remember the file that is open with its drawing; one that it does not know cannot be remembered. */
  async remember(): Promise<void> {
    const { document, file, recent } = useStore.getState();
    if (!document || !file) return;
    const { host } = this.connection;
    const count = document.strokes.length;
    const known = recent.find(({ id }) => id === file);
    // A photo that is opened again keeps the drawing it had, until there is another.
    const drawn = count || !known ? { strokes: count, drawing: drawingOf(document) } : known;
    const { strokes, drawing } = drawn;
    await host.call('remember', { id: file, strokes, drawing }).catch(() => undefined);
    const { files } = await host.call('recent', {}).catch(() => ({ files: recent }));
    useStore.setState({ recent: files });
  }

  /**
   * Hands bytes to the system's save dialog, or to the browser's downloads where the host has none.
   * @returns whether they were saved
   */
  async exportAs(bytes: Uint8Array, name: string): Promise<boolean> {
    return (await this.handOut(bytes, name)) !== null;
  }

  /** @returns the file as the host knows it; null: the dialog was left */
  private async handOut(bytes: Uint8Array, name: string): Promise<HostFile | 'downloaded' | null> {
    if (!this.dialogs) {
      download(bytes, name);
      return 'downloaded';
    }
    return (await this.connection.host.call('saveAs', { name, bytes })).file;
  }

  private async openPhoto({ name, bytes, id }: GivenFile, turn: number): Promise<boolean> {
    const { asset, preview } = await this.makeReady(bytes, name);
    const photo = { asset, name, width: preview.width, height: preview.height };
    const document = newDocument(photo, useStore.getState().settings);
    if (!(await this.adopt(document, preview, turn, { known: id ?? null }))) return false;
    if (useStore.getState().startAtOnce) await this.runs.sketch();
    return true;
  }

  private async openProject({ name, bytes, id }: GivenFile, turn: number, key?: string): Promise<boolean> {
    const { document, photo, mask, emphasis, whole } = readProject(bytes, name);
    const { asset, preview } = await this.makeReady(photo, document.photo.name);
    const { assets } = this.desk;
    // What the browser can't show is no map: the rest of the document is worth having without it.
    const readable = emphasis && (await readGreyPicture(emphasis, MAP_SIDE).catch(() => null));
    const held = {
      mask: mask ? await assets.add(mask) : null,
      emphasis: readable ? await assets.add(emphasis) : null,
    };
    // An older file does not say what it was drawn with: then it is taken to be what is here.
    const drawnWith = document.drawnWith ?? held;
    const pieces = document.pieces && { ...document.pieces, whole: whole && (await assets.add(whole)) };
    const complete = { ...document, ...held, pieces, drawnWith, photo: { ...document.photo, asset } };
    const places = { file: id ?? null, known: id ?? null, ...(key === undefined ? {} : { key }) };
    if (!(await this.adopt(complete, preview, turn, places))) return false;
    if (emphasis && !readable) notify(`The painted detail in ${name} can't be read. All else is here.`);
    return true;
  }

  /**
   * Puts a document on the desk in its turn, unless a later one is there. What is drawn there is ended, and where it is
   * not saved it is kept and can be taken up again.
   *
   * @param file that it is saved to, and `known` the host's name for what was opened
   * @returns whether it is on the desk
   */
  private async adopt(
    document: LineamentDocument,
    preview: Preview,
    turn: number,
    { file = null, known, key }: { file?: string | null; known: string | null; key?: string },
  ): Promise<boolean> {
    let aside: string | null;
    do {
      if (turn < this.taken) return false;
      await this.runs.end();
      aside = await this.desk.putAside();
      // A sketch that was begun meanwhile is ended and kept as well.
    } while (useStore.getState().job);
    if (turn < this.taken) return false;
    this.taken = turn;
    this.file = file;
    this.desk.adopt(document, preview, key);
    useStore.setState({ file: known, settings: document.settings });
    const kept = await this.connection.host.call('kept', {}).catch(() => ({ documents: [] }));
    useStore.setState({ recoverable: kept.documents.filter((one) => one.key !== this.desk.keeping.key) });
    if (aside !== null) notify(`“${aside}” was not saved. It waits in the menu beside the name.`);
    if (turn !== this.taken) return false;
    void this.remember();
    return true;
  }

  /** @param id of the file that it goes to; null: asked for */
  private async write(id: string | null): Promise<void> {
    const { history } = this.desk;
    if (!history) return;
    const bytes = this.desk.bytesOf(history.document);
    const { revision } = history;
    try {
      if (id) await this.connection.host.call('saveFile', { id, bytes });
      else {
        const file = await this.handOut(bytes, `${history.document.name}.lineament`);
        if (!file) return;
        // While the dialog stood open another document may have come: its file is another.
        const isHere = this.desk.history === history;
        if (isHere && file !== 'downloaded' && /\.lineament$/i.test(file.name)) {
          this.file = file.id;
          useStore.setState({ file: file.id });
        }
      }
    } catch (error) {
      const elsewhere = { label: 'Save elsewhere…', command: 'file.saveAs' };
      fail(`${(error as Error).message} Nothing is lost while this window is open.`, [elsewhere]);
      return;
    }
    if (this.desk.history === history) await guard(() => this.desk.saved(revision));
    if (useStore.getState().fault?.actions[0]?.command === 'file.saveAs') dismissFault();
    announce('Saved.');
    void this.remember();
  }

  /** Has a photo's file looked at and kept. */
  private async makeReady(photo: Uint8Array, name: string) {
    const preview = await this.connection.engine().call('openPhoto', { photo, name });
    const asset = await this.desk.assets.add(photo);
    return { asset, preview };
  }
}

/** The drawing as the list of recent files shows it. */
function drawingOf(document: LineamentDocument): string {
  return writeSvg(exportSource(document).drawing, { minified: true, precision: 0 });
}
