/**
 * The page in a real Chromium with Electron's host behind it: our own main process over the stand-in for Electron, and
 * a real engine. What the preload does with message ports is done here by the browser's bindings; bytes stay bytes.
 */

import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createApp } from '../../main/app.ts';
import { forkEngine } from '../../main/engine-process.ts';
import type { Port } from '../../main/rpc.ts';
import { startWeb } from '../../main/web.ts';
import { channel, type StandInWindow, standIn } from '../host/electron-stand-in.ts';
import { freshState } from './open-page.ts';
import { watchPolicy } from './policy-watch.ts';

export interface DesktopApp {
  page: Page;
  window: StandInWindow;
  stand: ReturnType<typeof standIn>;
  errors: string[];
  close(): Promise<void>;
}

/** What the page is given in place of the preload. */
interface Bridge {
  lineament: unknown;
  bridgeOpen(id: number, side: string): Promise<void>;
  bridgePost(id: number, message: unknown): Promise<void>;
  bridgeHear(id: number, message: unknown): void;
}

/** @param files paths of the command line. @param state the folder for what is kept; a fresh one if none */
export async function openDesktop(
  browser: Browser,
  { files = [] as string[], state = freshState() } = {},
): Promise<DesktopApp> {
  const stand = standIn();
  const built = path.resolve('out/renderer');
  await createApp(stand.electron, { page: built, preload: '/preload.cjs', engine: '/engine.js', state }, files);
  const window = stand.seen.windows[0]!;
  // Its files come over http, as there is no protocol of Electron's here; nothing else of this host is asked.
  const web = await startWeb({ state: freshState() });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const ports = new Map<number, Port>();
  await page.exposeBinding('bridgeOpen', (_source, id: number, side: string) => {
    const port = side === 'host' ? hostPort(stand, window) : forkEngine(path.resolve('out/main/engine.js'));
    ports.set(id, port);
    port.onMessage((message) => {
      const hear = ([id, message]: [number, unknown]) => (globalThis as unknown as Bridge).bridgeHear(id, message);
      // A page that is closed hears nothing more.
      page.evaluate(hear, [id, message] as [number, unknown]).catch(() => {});
    });
  });
  await page.exposeBinding('bridgePost', (_source, id: number, message: unknown) => ports.get(id)?.post(message));
  await page.addInitScript(() => {
    const given = globalThis as unknown as Bridge;
    const heard: ((message: unknown) => void)[] = [];
    given.bridgeHear = (id, message) => heard[id]!(message);
    given.lineament = {
      connect(side: string, onMessage: (message: unknown) => void) {
        const id = heard.push(onMessage) - 1;
        void given.bridgeOpen(id, side);
        return { post: (message: unknown) => void given.bridgePost(id, message), close: () => {} };
      },
    };
  });
  const expectPolicyKept = await watchPolicy(page);
  await page.goto(web.url);
  const close = async () => {
    await page.close();
    for (const port of ports.values()) port.close();
    await web.close();
    expectPolicyKept();
  };
  return { page, window, stand, errors, close };
}

/** Sends main the end of a channel, as the preload does. */
function hostPort(stand: ReturnType<typeof standIn>, { webContents }: StandInWindow): Port {
  const [mine, theirs] = channel();
  const from = { sender: webContents, senderFrame: webContents.mainFrame, ports: [theirs] };
  stand.ipcMain.emit('connect', from, 'host');
  return {
    post: (message) => mine.postMessage(message),
    onMessage: (listener) => void mine.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void mine.on('close', listener),
    close: () => mine.close(),
  };
}
