/**
 * A batch's drawings as files: into a folder that the person picks, never over a file that is there, or, where the host
 * has no dialogs, as one zip for the browser's downloads. One drawing is made into its files at a time.
 */

import { type Zippable, zipSync } from 'fflate';
import type { BatchItem } from '../../main/contract.ts';
import { EXPORT_FORMATS, encodeExport } from '../export/formats.ts';
import { exportSource } from '../export/source.ts';
import { app } from '../state/app.ts';
import { download } from '../state/browser-files.ts';
import { useStore } from '../state/store.ts';
import { announce, fail, guard } from '../state/voice.ts';
import { batch } from './batch.ts';
import { BATCH_FORMATS, setBatch } from './state.ts';

interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

/** Saves all that is drawn in the formats that are ticked. */
export async function saveDrawings(): Promise<void> {
  const { batch: state } = useStore.getState();
  const items = state?.queue.items.filter(({ state }) => state === 'done') ?? [];
  if (!state || !items.length || state.saving !== null) return;
  await guard(() => (app.files.dialogs ? intoFolder(items) : asDownload(items)));
  setBatch({ saving: null });
}

/** Shows the last saved drawing among the others in its folder. */
export async function showSaved(): Promise<void> {
  const file = useStore.getState().batch?.saved?.file;
  if (file) await guard(async () => void (await app.connection.host.call('showInFolder', { id: file })));
}

async function intoFolder(items: readonly BatchItem[]): Promise<void> {
  const { host } = app.connection;
  const { folder } = await host.call('pickSaveFolder', {});
  if (!folder) return;
  let last: string | null = null;
  let written = 0;
  try {
    for await (const { name, bytes } of filesOf(items)) {
      last = (await host.call('saveInto', { folder: folder.id, name, bytes })).file.id;
      written++;
    }
  } catch (error) {
    fail(`${(error as Error).message} ${fileWords(written)} saved before.`);
    return;
  }
  setSaved(items, last);
  announce(`${fileWords(written)} saved to ${folder.name}.`);
}

async function asDownload(items: readonly BatchItem[]): Promise<void> {
  const files: NamedFile[] = [];
  for await (const file of filesOf(items)) files.push(file);
  const [only] = files;
  if (only && files.length === 1) download(only.bytes, only.name);
  else {
    const zip: Zippable = {};
    // Pictures and documents are packed already; SVG is text.
    for (const { name, bytes } of files) zip[name] = [bytes, { level: name.endsWith('.svg') ? 6 : 0 }];
    download(zipSync(zip), 'sketches.zip');
  }
  setSaved(items, null);
  announce(`${fileWords(files.length)} downloaded.`);
}

/** These are saved; what was drawn or changed while they were written is not, and has to be asked for. */
function setSaved(items: readonly BatchItem[], file: string | null): void {
  const written = new Set(items);
  const done = useStore.getState().batch?.queue.items.filter(({ state }) => state === 'done') ?? [];
  setBatch({ saved: done.every((item) => written.has(item)) ? { file } : null });
}

/** The files of these drawings, one after the other, under names that meet nowhere. */
async function* filesOf(items: readonly BatchItem[]): AsyncGenerator<NamedFile> {
  const { formats } = useStore.getState().batch!;
  const chosen = BATCH_FORMATS.filter((format) => formats[format]);
  const names = distinctNames(items.map(({ name }) => name.replace(/\.[^.]+$/, '')));
  for (const [at, item] of items.entries()) {
    setBatch({ saving: at / items.length });
    const source = exportSource(await batch.drawing(item));
    for (const format of chosen) {
      const { ending, defaults } = EXPORT_FORMATS[format];
      const { bytes } = await encodeExport(format, source, defaults as never, app.connection.engine());
      yield { name: `${names[at]}${ending}`, bytes };
    }
  }
}

/** Names of which no two are the same, in capitals or not: a second "cup" is "cup (2)". */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let copy = 2; taken.has(free.toLowerCase()); copy++) free = `${name} (${copy})`;
    taken.add(free.toLowerCase());
    return free;
  });
}

function fileWords(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}
