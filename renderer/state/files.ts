/**
 * Files in and out: photos and documents opened, from the host or the browser, documents saved and recovered, and
 * anything else handed to whoever writes it.
 */

import { newDocument } from '../document/document.ts';
import { readProject } from '../document/project-file.ts';
import { download, pickInBrowser } from './browser-files.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import type { Runs } from './runs.ts';
import { useStore } from './store.ts';
import { announce, guard } from './voice.ts';

export interface GivenFile {
  name: string;
  bytes: Uint8Array;
  /** The host's name for it, where it came from the host. */
  id?: string;
}

export class Files {
  /** Whether the host has the system's dialogs; else the browser's are used. */
  dialogs = false;
  /** The host's name for the document's file; null: it has none. */
  private file: string | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    private readonly runs: Runs,
  ) {}

  /** Asks for a photo or a document, by the system's dialog or the browser's. */
  async openDialog(): Promise<void> {
    if (!this.dialogs) return pickInBrowser((files) => void this.open(files));
    await guard(async () => {
      const { files } = await this.connection.host.call('pickFiles', {});
      if (files?.[0]) await this.openFromHost(files[0].id);
    });
  }

  /** Opens a photo or a .lineament document. A photo starts its sketch at once. */
  async open(files: readonly (File | GivenFile)[]): Promise<void> {
    const [first] = files;
    if (!first) return;
    await guard(async () => {
      const given: GivenFile =
        first instanceof File ? { name: first.name, bytes: new Uint8Array(await first.arrayBuffer()) } : first;
      await (/\.lineament$/i.test(given.name) ? this.openProject(given) : this.openPhoto(given));
    });
  }

  /** Opens a file by the host's name for it. */
  async openFromHost(id: string): Promise<void> {
    await guard(async () => {
      const { name, bytes } = await this.connection.host.call('readFile', { id });
      await this.open([{ id, name, bytes }]);
    });
  }

  /** Takes up a document that was kept when the app closed unexpectedly. */
  async recover(key: string): Promise<void> {
    await guard(async () => {
      const { name, bytes } = await this.connection.host.call('takeKept', { key });
      await this.openProject({ name, bytes }, key);
    });
  }

  async throwAway(key: string): Promise<void> {
    await guard(async () => {
      await this.connection.host.call('dropKept', { key });
      useStore.setState({ recoverable: useStore.getState().recoverable.filter((one) => one.key !== key) });
    });
  }

  /** Saves the document where it came from, or asks where. */
  async save(): Promise<void> {
    const { history } = this.desk;
    if (!history) return;
    await guard(async () => {
      const bytes = this.desk.bytesOf(history.document);
      const { revision } = history;
      if (this.file) await this.connection.host.call('saveFile', { id: this.file, bytes });
      else if (!(await this.exportAs(bytes, `${history.document.name}.lineament`))) return;
      await this.desk.saved(revision);
      announce('Saved.');
    });
  }

  /**
   * Hands bytes to the system's save dialog, or to the browser's downloads where the host has none.
   * @returns whether they were saved
   */
  async exportAs(bytes: Uint8Array, name: string): Promise<boolean> {
    if (!this.dialogs) {
      download(bytes, name);
      return true;
    }
    const { file } = await this.connection.host.call('saveAs', { name, bytes });
    if (file && /\.lineament$/i.test(file.name)) this.file = file.id;
    return file !== null;
  }

  private async openPhoto({ name, bytes }: GivenFile): Promise<void> {
    const { asset, preview } = await this.makeReady(bytes, name);
    const photo = { asset, name, width: preview.width, height: preview.height };
    this.file = null;
    this.desk.adopt(newDocument(photo, useStore.getState().settings), preview);
    await this.runs.sketch();
  }

  private async openProject({ name, bytes, id }: GivenFile, key?: string): Promise<void> {
    const { document, photo, mask } = readProject(bytes, name);
    const { asset, preview } = await this.makeReady(photo, document.photo.name);
    const heldMask = mask ? await this.desk.assets.add(mask) : null;
    this.file = id ?? null;
    this.desk.adopt({ ...document, photo: { ...document.photo, asset }, mask: heldMask }, preview, key);
    useStore.setState({ settings: document.settings });
  }

  /** Has a photo's file looked at and kept; what ran before has ended then. */
  private async makeReady(photo: Uint8Array, name: string) {
    const preview = await this.connection.engine().call('openPhoto', { photo, name });
    const asset = await this.desk.assets.add(photo);
    await this.runs.end();
    return { asset, preview };
  }
}
