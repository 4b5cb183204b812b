/**
 * What the page may not do, whatever runs in it: leave, open windows, embed others, use devices, ask the network.
 *
 * Electron's security checklist, by number: only content of our own, under our own protocol with a strict policy (1, 7,
 * 18); no Node, isolated, sandboxed, the web's own rules kept, nothing experimental (2 to 4, 6, 8 to 10, in
 * app-window.ts and createApp); every permission denied (5); no webview (11, 12); no navigation, no new window (13, 14);
 * a list of addresses that the system's browser opens (15); a current Electron (16); every message's sender looked at
 * (17); a preload that hands out one function (20). The fuses (19) are set where the program is packaged.
 */

import type { Event, IpcMainEvent, WebContents } from 'electron';
import { PAGE_HEADERS, pageFile } from './host-pages.ts';

export type ElectronModule = typeof import('electron');

const SCHEME = 'lineament';

/** The page's address. */
export const PAGE_URL = `${SCHEME}://app/`;

/** What the system's browser may be asked to open, letter by letter. */
export const LINKS: ReadonlySet<string> = new Set(['https://clipasso.github.io/clipasso/']);

/** The page's own files, what it makes itself, and the developer tools: nothing is asked of a network. */
const LOADED = new Set([`${SCHEME}:`, 'blob:', 'data:', 'devtools:']);

/** Makes our protocol a standard, secure one. To be called before the app is ready. */
export function declareProtocol({ protocol }: ElectronModule): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/**
 * Serves the page under our protocol and refuses all else. To be called once the app is ready, before its first window.
 * @param folder where the page was built to
 */
export function guard({ app, protocol, session, shell }: ElectronModule, folder: string): void {
  protocol.handle(SCHEME, (request) => pageAnswer(request, folder));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event) => event.preventDefault());
  defaultSession.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !LOADED.has(protocolOf(url)) }));
  app.on('web-contents-created', (_event, contents) => confine(contents, shell));
}

function confine(contents: WebContents, shell: ElectronModule['shell']): void {
  const prevent = (event: Event) => event.preventDefault();
  contents.on('will-navigate', prevent);
  contents.on('will-frame-navigate', prevent);
  contents.on('will-redirect', prevent);
  contents.on('will-attach-webview', prevent);
  contents.setWindowOpenHandler(({ url }) => {
    if (LINKS.has(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Whether a message comes from our page itself: its main frame, at our address. */
export function isFromPage({ sender, senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isPage(senderFrame.url);
}

function isPage(url: string): boolean {
  // Not by its origin: for a scheme that Node does not know, URL says 'null'.
  return URL.canParse(url) && new URL(url).protocol === `${SCHEME}:` && new URL(url).host === 'app';
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

async function pageAnswer(request: { method: string; url: string }, folder: string): Promise<Response> {
  const refuse = (status: number, sentence: string) =>
    new Response(sentence, { status, headers: { ...PAGE_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' } });
  if (!isPage(request.url)) return refuse(403, 'Only the page of Lineament itself is here.');
  if (request.method !== 'GET') return refuse(405, 'Only GET is answered.');
  // Not through URL, which would resolve `..` before we could refuse it.
  const file = await pageFile(folder, request.url.slice(PAGE_URL.length - 1).split(/[?#]/, 1)[0]!);
  if (!file) return refuse(404, 'There is no such file.');
  return new Response(file.bytes, { headers: { ...PAGE_HEADERS, 'Content-Type': file.type } });
}
