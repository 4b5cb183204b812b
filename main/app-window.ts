/** The window: sandboxed, isolated, where it stood last, and shown once there is something to see. */

import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import * as v from 'valibot';
import { type ElectronModule, PAGE_URL } from './app-security.ts';
import type { HostStore } from './host-store.ts';

/** Screen pixels, without the system's scale. */
const SMALLEST = { width: 1024, height: 640 };
const FIRST = { width: 1440, height: 900 };

/** The colour of the desk, so that a window that is not painted yet does not flash. */
const DESK = { light: '#e4e1da', dark: '#131211' };

const length = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const placeSchema = v.object({ x: length, y: length, width: length, height: length, maximized: v.boolean() });
type Place = v.InferOutput<typeof placeSchema>;

/**
 * Opens the window on the page.
 * @param preload the built preload script
 */
export async function openWindow(electron: ElectronModule, store: HostStore, preload: string): Promise<BrowserWindow> {
  const place = placeOf(await store.text('window'));
  const onScreen = place && electron.screen.getAllDisplays().some(({ workArea }) => reachable(place, workArea));
  const { width, height } = place ?? FIRST;
  const options: BrowserWindowConstructorOptions = {
    ...(onScreen ? { x: place.x, y: place.y } : {}),
    width: Math.max(width, SMALLEST.width),
    height: Math.max(height, SMALLEST.height),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Lineament',
    backgroundColor: DESK[electron.nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A sketch that runs behind another window goes on being shown in the taskbar.
      backgroundThrottling: false,
    },
  };
  const window = new electron.BrowserWindow(options);
  if (place?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  const remember = () => {
    const place = { ...window.getNormalBounds(), maximized: window.isMaximized() } satisfies Place;
    // A place that cannot be written is no reason not to close.
    store.setText('window', JSON.stringify(place)).catch(() => {});
  };
  window.on('close', remember);
  void window.loadURL(PAGE_URL);
  return window;
}

/** What was written, if it still says a place. */
function placeOf(json: string): Place | null {
  try {
    return v.parse(placeSchema, JSON.parse(json));
  } catch {
    return null;
  }
}

/** Whether enough of the window's top edge lies on a screen to take hold of it there. */
function reachable({ x, y, width }: Rectangle, screen: Rectangle): boolean {
  const shared = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
  return shared >= 200 && y >= screen.y && y < screen.y + screen.height - 40;
}
