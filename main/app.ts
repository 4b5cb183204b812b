/**
 * The app under Electron: one window on the page, its menus and dialogs, what the system hands it to open. No inference
 * here: the engine is a process of its own.
 *
 * It takes Electron as an argument, so that a stand-in can try all that a page or another program might attempt.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { type AppState, appHandlers } from './app-handlers.ts';
import { menuTemplate } from './app-menu.ts';
import { openPorts } from './app-ports.ts';
import { declareProtocol, type ElectronModule, guard, LINKS } from './app-security.ts';
import { openWindow } from './app-window.ts';
import { BatchStore } from './batch-store.ts';
import type { HostEvent } from './contract.ts';
import { withFoldersOpened } from './host-batch.ts';
import { HostFiles } from './host-files.ts';
import { HostStore } from './host-store.ts';

export interface AppPlaces {
  /** The built page. */
  page: string;
  /** The built preload script. */
  preload: string;
  /** The built engine. */
  engine: string;
  /** Folder for what is kept between two starts. */
  state: string;
}

/** A burst of files, as the system opens several, is told as one: milliseconds without another. */
const BURST = 50;

/** How often a page that died is loaded anew. */
const RELOADS = 3;

/**
 * Starts the app; to be called before Electron is ready.
 * @param args the command line after the program (and its folder): files to open; switches are Chromium's
 * @returns when the window is there; at once where another Lineament runs and was told instead
 */
export async function createApp(electron: ElectronModule, places: AppPlaces, args: readonly string[]): Promise<void> {
  const { app } = electron;
  const own = path.join(places.state, 'electron');
  fs.mkdirSync(own, { recursive: true });
  app.setPath('userData', own);
  const asked = named(args, process.cwd());
  if (!app.requestSingleInstanceLock({ files: asked })) return app.quit();
  app.enableSandbox();
  declareProtocol(electron);

  const files = new HostFiles();
  const store = new HostStore(places.state);
  let window: BrowserWindow | null = null;
  let closing = false;
  const state: AppState = {
    window: () => window,
    listeners: new Set(),
    opened: asked.map((file) => files.admit(file)),
    endEngine: () => ports.endEngine(),
    closeWindow: () => {
      closing = true;
      window?.close();
    },
  };
  const tell = (event: HostEvent) => {
    for (const listener of state.listeners) listener(event);
  };
  const ports = openPorts(
    electron,
    places.engine,
    appHandlers(electron, files, store, new BatchStore(places.state, files), state),
  );
  const open = opener(async (paths) => {
    const named = paths.map((file) => files.admit(file));
    const admitted = await withFoldersOpened(named, files);
    if (state.listeners.size) tell({ kind: 'open', files: admitted });
    else state.opened.push(...admitted);
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    open([file]);
  });
  app.on('second-instance', (_event, _argv, _folder, said) => open(namedBy(said)));
  app.on('window-all-closed', () => app.quit());

  await app.whenReady();
  guard(electron, places.page);
  const actions = {
    command: (id: string) => tell({ kind: 'command', id }),
    method: () => void electron.shell.openExternal([...LINKS][0]!),
  };
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(process.platform, actions)));
  window = await openWindow(electron, store, places.preload);
  ports.attach(window.webContents);
  // A page that is gone or hangs cannot be asked; what it had is kept.
  let [hung, reloads] = [false, 0];
  window.on('unresponsive', () => {
    hung = true;
  });
  window.on('responsive', () => {
    hung = false;
  });
  window.webContents.on('render-process-gone', () => {
    state.listeners.clear();
    // A page that dies at every start is not started for ever.
    if (window && reloads++ < RELOADS) window.webContents.reload();
  });
  window.on('close', (event) => {
    if (closing || hung || !state.listeners.size) return;
    event.preventDefault();
    tell({ kind: 'closing' });
  });
  window.on('closed', () => {
    window = null;
  });
}

/** The files of a command line, whole paths. */
function named(args: readonly string[], folder: string): string[] {
  return args.filter((arg) => !arg.startsWith('-')).map((file) => path.resolve(folder, file));
}

/** The files that a second Lineament named: another program may have sent anything. */
function namedBy(said: unknown): string[] {
  const { files } = (said ?? {}) as { files?: unknown };
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string' && path.isAbsolute(file)) : [];
}

function opener(open: (paths: string[]) => Promise<void>): (paths: string[]) => void {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  return (paths) => {
    waiting.push(...paths);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const all = waiting;
      waiting = [];
      void open(all);
    }, BURST);
  };
}
