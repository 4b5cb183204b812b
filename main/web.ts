/**
 * The app in a browser tab: the same page and the same engine, served to one browser on this computer.
 *
 * It listens on 127.0.0.1 alone; who may ask is host-gate.ts's to say. A tab has two sockets: /host, answered here, and
 * /engine, with an engine process of its own at the other end. A browser has its own dialogs and downloads, so the host
 * writes no file but those that the app was started with.
 */

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { version } from '../package.json';
import { BatchStore } from './batch-store.ts';
import { hostContract } from './contract.ts';
import { forkEngine } from './engine-process.ts';
import { batchCalls, withFoldersOpened } from './host-batch.ts';
import { type HostHandlers, KeptClaims, nothing, SeenFiles, sharedCalls } from './host-calls.ts';
import { HostFiles } from './host-files.ts';
import { packageFolder } from './host-folder.ts';
import { createGate, type Gate } from './host-gate.ts';
import { PAGE_HEADERS, pageFile } from './host-pages.ts';
import { socketPort } from './host-socket.ts';
import { HostStore, stateFolder } from './host-store.ts';
import { type Port, serve } from './rpc.ts';

/** What one computer's own browser never needs more of. */
const LIMITS = {
  /** Bytes of a message: no photo and no document is larger. */
  message: 1 << 30,
  /** Bytes of a request's head. */
  head: 16 << 10,
  /** Milliseconds for a request's head, and for all of it; nothing of ours has a body. */
  headTime: 10_000,
  requestTime: 20_000,
  /** How often, in milliseconds, it is looked for those that are late. */
  looks: 2000,
  /** Connections at a time; a tab has two sockets and some more while it loads. */
  connections: 128,
  /** Engines at a time, each a process: one a tab. */
  engines: 16,
};

/** A tab's two sockets, and the name by which it says that they are one tab's. */
const SOCKET = /^\/(host|engine)(?:\?tab=([\w-]{1,64}))?$/;

/** Each engine that runs, and the tab that it runs for. */
type Engines = Map<Port, string>;

export interface WebOptions {
  /** 0: any that is free. */
  port?: number;
  /** Paths of the photos and documents to open at once. */
  files?: readonly string[];
  /** Folder for what is kept between two starts. */
  state?: string;
  /** Where the page was built to. */
  page?: string;
  /** The built engine. */
  engine?: string;
  /** Tighter ones, for tests. */
  limits?: Partial<typeof LIMITS>;
}

export interface WebHost {
  /** The address to open, good for one browser, once. */
  url: string;
  /** Ends the server, its sockets and its engines. */
  close(): Promise<void>;
}

/** Serves the app on 127.0.0.1 until it is closed. @throws Error where the port is taken */
export async function startWeb(options: WebOptions = {}): Promise<WebHost> {
  const page = options.page ?? path.join(packageFolder(), 'out', 'renderer');
  const engineFile = options.engine ?? path.join(packageFolder(), 'out', 'main', 'engine.js');
  const files = new HostFiles();
  const opened = (options.files ?? []).map((file) => files.admit(file));
  const engines: Engines = new Map();
  const state = options.state ?? stateFolder();
  const [store, batch] = [new HostStore(state), new BatchStore(state, files)];
  const claims = new KeptClaims();
  const kept = (webSocket: WebSocket) => {
    const page = claims.page();
    webSocket.on('close', page.release);
    return { ...sharedCalls(files, store, new SeenFiles(files), page), ...batchCalls(files, batch) };
  };

  const limits = { ...LIMITS, ...options.limits };
  const server = http.createServer({
    maxHeaderSize: limits.head,
    headersTimeout: limits.headTime,
    requestTimeout: limits.requestTime,
    connectionsCheckingInterval: limits.looks,
  });
  server.maxConnections = limits.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const gate = createGate((server.address() as AddressInfo).port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.message });
  server.on('request', (request, response) => {
    // Nobody waits for this promise: one that fails would end the app.
    answer(request, response, gate, page).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    const refused = gate.refusal(request, 'socket');
    if (refused) return refuseUpgrade(socket, 403, refused);
    const asked = SOCKET.exec(request.url ?? '');
    if (!asked) return refuseUpgrade(socket, 404, 'There is no such socket.');
    const [, side, tab = ''] = asked;
    if (side === 'engine' && engines.size >= limits.engines)
      return refuseUpgrade(socket, 503, `${limits.engines} tabs are the most: close one of the others.`);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const port = socketPort(webSocket);
      webSocket.on('error', () => webSocket.terminate());
      if (side === 'host')
        serve(
          hostContract,
          port,
          webHandlers(files, kept(webSocket), opened, () => endEngines(engines, tab)),
        );
      else joinEngine(port, engineFile, engines, tab);
    });
  });

  return {
    url: gate.url,
    close: async () => {
      for (const engine of [...engines.keys()]) engine.close();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse, gate: Gate, page: string) {
  const say = (status: number, sentence: string, more: Record<string, string> = {}) =>
    response
      .writeHead(status, { ...PAGE_HEADERS, 'Content-Type': 'text/plain; charset=utf-8', ...more })
      .end(`${sentence}\n`);
  // The connection is closed, so that nobody goes on sending.
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return say(405, 'Only GET is answered.', { Allow: 'GET', Connection: 'close' });
  if (request.headers['transfer-encoding'] || Number(request.headers['content-length'] ?? 0) > 0)
    return say(413, 'A request for a page has no body.', { Connection: 'close' });
  const admitted = gate.admit(request);
  if (admitted && 'refused' in admitted) return say(403, admitted.refused);
  if (admitted) return say(303, 'Come in.', { 'Set-Cookie': admitted.cookie, Location: '/' });
  const refused = gate.refusal(request, 'page');
  if (refused) return say(403, refused);
  // Not through URL, which would resolve `..` before we could refuse it.
  const file = await pageFile(page, request.url!.split(/[?#]/, 1)[0]!);
  if (!file) return say(404, 'There is no such file.');
  response.writeHead(200, { ...PAGE_HEADERS, 'Content-Type': file.type, 'Content-Length': file.bytes.byteLength });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

function refuseUpgrade(socket: Duplex, status: 403 | 404 | 503, sentence: string): void {
  const head = Object.entries({ ...PAGE_HEADERS, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  const lines = [
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}`,
    ...head.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.on('error', () => socket.destroy());
  // Not left half open, which the other side could do with as many as it likes.
  socket.end(`${lines.join('\r\n')}\r\n\r\n${sentence}\n`, () => socket.destroy());
}

/** Ties a tab's socket to an engine of its own: what either says the other hears, and neither outlives the other. */
function joinEngine(page: Port, file: string, engines: Engines, tab: string): void {
  const engine = forkEngine(file);
  engines.set(engine, tab);
  page.onMessage((message) => engine.post(message));
  engine.onMessage((message) => page.post(message));
  page.onClose(() => engine.close());
  engine.onClose(() => {
    engines.delete(engine);
    page.close();
  });
}

function endEngines(engines: Engines, tab: string): void {
  for (const [engine, of] of [...engines]) if (of === tab) engine.close();
}

function webHandlers(
  files: HostFiles,
  kept: ReturnType<typeof sharedCalls> & ReturnType<typeof batchCalls>,
  opened: ReturnType<HostFiles['admit']>[],
  endEngine: () => void,
): HostHandlers {
  return {
    calls: {
      ...kept,
      hello: async () => ({
        host: 'web',
        platform: process.platform,
        version,
        dialogs: false,
        // For the first page alone: one that is loaded anew offers what was kept.
        opened: await withFoldersOpened(opened.splice(0), files),
      }),
      pickFiles: () => ({ files: null }),
      saveAs: () => ({ file: null }),
      pickPhotoFolder: () => null,
      pickSaveFolder: () => ({ folder: null }),
      showInFolder: nothing,
      copyPicture: () => ({ copied: false }),
      showState: nothing,
      endEngine: () => {
        endEngine();
        return nothing();
      },
      closeWindow: nothing,
    },
    streams: {
      events: (_input, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve({}))),
    },
  };
}
