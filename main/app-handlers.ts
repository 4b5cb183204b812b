/** What Electron's host answers: its files and its store as every host, and the system's dialogs, window and clipboard. */

import path from 'node:path';
import type { BrowserWindow } from 'electron';
import type { ElectronModule } from './app-security.ts';
import type { BatchStore } from './batch-store.ts';
import type { HostEvent, HostFile } from './contract.ts';
import { batchCalls, folderName, photosIn, withFoldersOpened } from './host-batch.ts';
import { type HostHandlers, nothing, SeenFiles, sharedCalls } from './host-calls.ts';
import { type HostFiles, nameAlone } from './host-files.ts';
import type { HostStore } from './host-store.ts';

/** What the open dialog offers; the page says of each whether it can be read. */
const OPENED = ['lineament', 'jpg', 'jpeg', 'png', 'heic', 'heif', 'webp', 'tif', 'tiff', 'gif', 'avif', 'svg'];

/** The rest of the app, as its host's calls need it. */
export interface AppState {
  window(): BrowserWindow | null;
  /** Pages that listen; each is told what happens. */
  listeners: Set<(event: HostEvent) => void>;
  /** Files that the app was started with, until a page has asked: one that is loaded anew offers what was kept. */
  opened: HostFile[];
  endEngine(): void;
  /** Closes the window without asking the page again. */
  closeWindow(): void;
}

/** The handlers of the host's contract under Electron. */
export function appHandlers(
  electron: ElectronModule,
  files: HostFiles,
  store: HostStore,
  batch: BatchStore,
  state: AppState,
): HostHandlers {
  const { app, clipboard, dialog, shell } = electron;
  const seen = new SeenFiles(files);
  const admit = (file: string) => {
    app.addRecentDocument(file);
    return files.admit(file);
  };
  const askForFolder = async (title: string): Promise<string | null> => {
    const window = state.window();
    if (!window) return null;
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      properties: ['openDirectory', 'createDirectory'],
    });
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    calls: {
      ...sharedCalls(files, store, seen),
      ...batchCalls(files, batch),
      hello: async () => ({
        host: 'electron',
        platform: process.platform,
        version: app.getVersion(),
        dialogs: true,
        opened: await withFoldersOpened(state.opened.splice(0), files),
      }),
      // A dialog without a window would float free: one that is asked for while the window closes is as one left.
      pickFiles: async () => {
        const window = state.window();
        if (!window) return { files: null };
        const { canceled, filePaths } = await dialog.showOpenDialog(window, {
          properties: ['openFile', 'multiSelections'],
          filters: [
            { name: 'Photos and drawings', extensions: OPENED },
            { name: 'All files', extensions: ['*'] },
          ],
        });
        return { files: canceled ? null : filePaths.map(admit) };
      },
      saveAs: async ({ name, bytes }) => {
        const window = state.window();
        if (!window) return { file: null };
        const proposed = nameAlone(name);
        const extension = path.extname(proposed).slice(1);
        const { canceled, filePath } = await dialog.showSaveDialog(window, {
          defaultPath: proposed,
          ...(extension ? { filters: [{ name: extension.toUpperCase(), extensions: [extension] }] } : {}),
        });
        if (canceled || !filePath) return { file: null };
        const file = await files.saveTo(filePath, bytes);
        await seen.written(file.id, bytes);
        app.addRecentDocument(filePath);
        return { file };
      },
      pickPhotoFolder: async () => {
        const folder = await askForFolder('Folder of photos');
        return folder === null ? null : { name: folderName(folder), files: await photosIn(folder, files) };
      },
      pickSaveFolder: async () => {
        const folder = await askForFolder('Folder to save into');
        return { folder: folder === null ? null : files.admitFolder(folder) };
      },
      showInFolder: ({ id }) => {
        shell.showItemInFolder(files.pathOf(id));
        return nothing();
      },
      copyPicture: async ({ text, png }) => {
        const items = {
          ...(text === null ? {} : { 'text/plain': new Blob([text], { type: 'text/plain' }) }),
          ...(png === null ? {} : { 'image/png': new Blob([new Uint8Array(png)], { type: 'image/png' }) }),
        };
        if (!Object.keys(items).length) return { copied: false };
        await clipboard.write([new electron.ClipboardItem(items)]);
        return { copied: true };
      },
      showState: ({ name, edited, progress }) => {
        const window = state.window();
        window?.setTitle(`${edited ? '• ' : ''}${name || 'Lineament'}`);
        window?.setDocumentEdited(edited);
        window?.setProgressBar(progress ?? -1);
        return nothing();
      },
      endEngine: () => {
        state.endEngine();
        return nothing();
      },
      closeWindow: () => {
        state.closeWindow();
        return nothing();
      },
    },
    streams: {
      events: (_input, { emit, signal }) =>
        new Promise((resolve) => {
          state.listeners.add(emit);
          signal.addEventListener('abort', () => {
            state.listeners.delete(emit);
            resolve(nothing());
          });
        }),
    },
  };
}
