/**
 * A stand-in for Electron: the parts that our code speaks to, with messages cloned as Electron clones them, and events
 * that can be prevented. It does nothing by itself; a test makes the page, the system or a foreign program act.
 */

import { EventEmitter } from 'node:events';
import type { ElectronModule } from '../../main/app-security.ts';

/** One end of a channel; what is posted arrives cloned, in a later turn. */
export class StandInPort extends EventEmitter {
  other: StandInPort | null = null;
  closed = false;

  postMessage(message: unknown): void {
    const data = structuredClone(message);
    setImmediate(() => {
      if (!this.closed) this.other?.emit('message', { data });
    });
  }
  start(): void {}
  close(): void {
    for (const end of [this, this.other!]) {
      if (end.closed) continue;
      end.closed = true;
      setImmediate(() => end.emit('close'));
    }
  }
}

export function channel(): [StandInPort, StandInPort] {
  const [one, two] = [new StandInPort(), new StandInPort()];
  one.other = two;
  two.other = one;
  return [one, two];
}

/** An event that says whether it was prevented. */
export function preventable(more: object = {}) {
  const event = { ...more, prevented: false, preventDefault: () => void (event.prevented = true) };
  return event;
}

export class StandInContents extends EventEmitter {
  mainFrame = { url: 'lineament://app/' };
  windowOpen: ((details: { url: string }) => { action: string }) | null = null;
  reloads = 0;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpen = handler;
  }
  reload(): void {
    this.reloads++;
  }
}

export class StandInWindow extends EventEmitter {
  webContents = new StandInContents();
  title = '';
  edited = false;
  progress = -1;
  url = '';
  closed = false;
  readonly options: Record<string, unknown>;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
  }
  async loadURL(url: string): Promise<void> {
    this.url = url;
  }
  close(): void {
    const event = preventable();
    this.emit('close', event);
    if (event.prevented) return;
    this.closed = true;
    this.emit('closed');
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1300, height: 800 };
  }
  isMaximized = () => true;
  isMinimized = () => false;
  maximize(): void {}
  show(): void {}
  focus(): void {}
  setTitle(title: string): void {
    this.title = title;
  }
  setDocumentEdited(edited: boolean): void {
    this.edited = edited;
  }
  setProgressBar(progress: number): void {
    this.progress = progress;
  }
}

type Decide = (request: { url: string }, decide: (answer: { cancel: boolean }) => void) => void;
type Permission = (contents: unknown, permission: string, decide: (granted: boolean) => void) => void;

export function standIn() {
  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    sandboxed: false,
    quits: 0,
    first: true,
    setPath: () => {},
    getVersion: () => '1.2.3',
    addRecentDocument: (_file: string) => {},
    requestSingleInstanceLock: () => app.first,
    enableSandbox: () => void (app.sandboxed = true),
    whenReady: async () => {},
    quit: () => void app.quits++,
  });
  const seen = {
    privileges: [] as unknown[],
    serve: null as ((request: Request) => Promise<Response>) | null,
    request: null as Permission | null,
    check: null as (() => boolean) | null,
    device: null as (() => boolean) | null,
    network: null as Decide | null,
    windows: [] as StandInWindow[],
    engines: [] as (EventEmitter & { killed: boolean; ports: StandInPort[] })[],
    menu: [] as Electron.MenuItemConstructorOptions[],
    external: [] as string[],
    saveTo: undefined as string | undefined,
    /** What the open dialog gives; null: it is left. */
    picked: null as string[] | null,
    /** The properties that the open dialog was asked with. */
    asked: [] as string[][],
  };
  const defaultSession = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Permission) => void (seen.request = handler),
    setPermissionCheckHandler: (handler: () => boolean) => void (seen.check = handler),
    setDevicePermissionHandler: (handler: () => boolean) => void (seen.device = handler),
    webRequest: { onBeforeRequest: (handler: Decide) => void (seen.network = handler) },
  });
  const ipcMain = new EventEmitter();
  const electron = {
    app,
    ipcMain,
    session: { defaultSession },
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown[]) => void seen.privileges.push(...schemes),
      handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => void (seen.serve = handler),
    },
    nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: false }),
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    shell: { openExternal: async (url: string) => void seen.external.push(url), showItemInFolder: () => {} },
    dialog: {
      showOpenDialog: async (_window: unknown, { properties }: { properties: string[] }) => {
        seen.asked.push(properties);
        return { canceled: !seen.picked, filePaths: seen.picked ?? [] };
      },
      showSaveDialog: async () => ({ canceled: !seen.saveTo, filePath: seen.saveTo }),
    },
    Menu: {
      buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: Electron.MenuItemConstructorOptions[]) => void (seen.menu = menu),
    },
    BrowserWindow: class extends StandInWindow {
      constructor(options: Record<string, unknown>) {
        super(options);
        seen.windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    },
    utilityProcess: {
      fork: () => {
        const engine = Object.assign(new EventEmitter(), {
          killed: false,
          ports: [] as StandInPort[],
          postMessage: (_message: unknown, ports: StandInPort[]) => void engine.ports.push(...ports),
          kill: () => void (engine.killed = true),
        });
        seen.engines.push(engine);
        return engine;
      },
    },
  };
  return { electron: electron as unknown as ElectronModule, app, ipcMain, defaultSession, seen };
}
