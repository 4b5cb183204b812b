/** Electron's host against its stand-in: everything a page gone wrong might try is refused, and the page gets its due. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../main/app.ts';
import { hostContract } from '../../main/contract.ts';
import { type Client, connect } from '../../main/rpc.ts';
import {
  channel,
  preventable,
  type StandInContents,
  type StandInPort,
  type StandInWindow,
  standIn,
} from './electron-stand-in.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-app-'));
const page = path.join(folder, 'page');
const photo = path.join(folder, 'rooster.jpg');
fs.mkdirSync(page);
fs.writeFileSync(path.join(page, 'index.html'), '<title>Lineament</title>');
fs.writeFileSync(path.join(folder, 'secret.js'), 'secret');
fs.writeFileSync(photo, 'photo');
afterAll(() => fs.rmSync(folder, { recursive: true }));

let stand: ReturnType<typeof standIn>;
let window: StandInWindow;
let contents: StandInContents;

beforeEach(async (context) => {
  stand = standIn();
  const state = path.join(folder, context.task.id);
  await createApp(stand.electron, { page, preload: '/preload.cjs', engine: '/engine.js', state }, ['--flag', photo]);
  window = stand.seen.windows[0]!;
  contents = window.webContents;
});

/** Sends main the end of a channel, as the preload does, from this frame of these contents. */
function ask(name: unknown, from: object = {}): StandInPort {
  const [mine, theirs] = channel();
  stand.ipcMain.emit('connect', { sender: contents, senderFrame: contents.mainFrame, ports: [theirs], ...from }, name);
  return mine;
}

function host(): Client<typeof hostContract> {
  const port = ask('host');
  return connect(hostContract, {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  });
}

/** What the host says, one event after the other. */
function hear(client: Client<typeof hostContract>) {
  const heard: unknown[] = [];
  client.stream('events', {}, (event) => heard.push(event));
  return heard;
}

test('the window is sandboxed, isolated, without Node, on our own page', () => {
  expect(stand.app.sandboxed).toBe(true);
  expect(window.url).toBe('lineament://app/');
  expect(window.options['webPreferences']).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  });
  expect(stand.seen.privileges).toEqual([
    { scheme: 'lineament', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
});

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
  '%s is prevented',
  (name) => {
    const event = preventable({ url: 'https://evil.example/' });
    contents.emit(name, event);
    expect(event.prevented).toBe(true);
  },
);

test('no window opens; of all addresses only those of the list go to the browser', () => {
  for (const url of ['https://evil.example/', 'file:///etc/passwd', 'https://clipasso.github.io/clipasso/../x']) {
    expect(contents.windowOpen!({ url })).toEqual({ action: 'deny' });
  }
  expect(stand.seen.external).toEqual([]);
  expect(contents.windowOpen!({ url: 'https://clipasso.github.io/clipasso/' })).toEqual({ action: 'deny' });
  expect(stand.seen.external).toEqual(['https://clipasso.github.io/clipasso/']);
});

test('every permission, device, download and network request is denied', () => {
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fullscreen']) {
    let granted: boolean | undefined;
    stand.seen.request!(contents, permission, (decision) => (granted = decision));
    expect(granted).toBe(false);
  }
  expect(stand.seen.check!()).toBe(false);
  expect(stand.seen.device!()).toBe(false);
  const download = preventable();
  stand.defaultSession.emit('will-download', download);
  expect(download.prevented).toBe(true);
  const cancelled = (url: string) => {
    let answer: { cancel: boolean } | undefined;
    stand.seen.network!({ url }, (given) => (answer = given));
    return answer!.cancel;
  };
  expect(
    ['https://evil.example/', 'http://127.0.0.1/', 'ws://evil.example/', 'file:///etc/passwd', ''].map(cancelled),
  ).toEqual(Array(5).fill(true));
  expect(['lineament://app/', 'blob:lineament://app/1', 'data:image/png,'].map(cancelled)).toEqual([
    false,
    false,
    false,
  ]);
});

const serve = (url: string, method = 'GET') => stand.seen.serve!({ url, method } as Request);

test('the protocol serves the page with its policy', async () => {
  const response = await serve('lineament://app/');
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Lineament');
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

test.each([
  ['lineament://app/../secret.js', 404],
  ['lineament://app/%2e%2e/secret.js', 404],
  ['lineament://app/..%2fsecret.js', 404],
  ['lineament://app/..%5csecret.js', 404],
  ['lineament://app//etc/hosts.js', 404],
  ['lineament://other/', 403],
  ['lineament://app.evil/', 403],
  ['lineament://me@app/index.html', 404],
  ['https://app/', 403],
])('%s is refused', async (url, status) => {
  expect((await serve(url)).status).toBe(status);
});

test('the protocol only reads', async () => {
  expect((await serve('lineament://app/', 'POST')).status).toBe(405);
});

test.each([
  [
    'a foreign origin',
    () => ({ senderFrame: (contents.mainFrame.url = 'https://evil.example/') && contents.mainFrame }),
  ],
  ['a frame within the page', () => ({ senderFrame: { url: 'lineament://app/' } })],
  ['a frame that is gone', () => ({ senderFrame: null })],
  ['other contents', () => ({ sender: { mainFrame: contents.mainFrame } })],
])('no connection for %s', async (_who, from) => {
  for (const name of ['host', 'engine']) {
    const port = ask(name, from());
    await new Promise((resolve) => port.once('close', resolve));
  }
  expect(stand.seen.engines).toEqual([]);
});

test('no connection to anything else', async () => {
  for (const name of ['app', '__proto__', undefined, { toString: () => 'host' }]) {
    const port = ask(name);
    await new Promise((resolve) => port.once('close', resolve));
  }
});

test('the host answers with the files of the command line, and writes only where a person said', async () => {
  const client = host();
  const hello = await client.call('hello', {});
  expect(hello).toMatchObject({ host: 'electron', version: '1.2.3', dialogs: true, opened: [{ name: 'rooster.jpg' }] });
  expect((await client.call('readFile', { id: hello.opened[0]!.id })).bytes).toEqual(
    new Uint8Array(Buffer.from('photo')),
  );
  await expect(client.call('saveFile', { id: photo, bytes: new Uint8Array(1) })).rejects.toThrow('open it again');

  const left = await client.call('saveAs', { name: '../../x.svg', bytes: new Uint8Array([1]) });
  expect(left).toEqual({ file: null });
  stand.seen.saveTo = path.join(folder, 'out.svg');
  const { file } = await client.call('saveAs', { name: 'x.svg', bytes: new Uint8Array([60]) });
  expect(fs.readFileSync(stand.seen.saveTo, 'utf8')).toBe('<');
  await client.call('saveFile', { id: file!.id, bytes: new Uint8Array([62]) });
  expect(fs.readFileSync(stand.seen.saveTo, 'utf8')).toBe('>');
});

test("the engine's port goes to a process of its own, which a reload or the page's word ends", async () => {
  ask('engine');
  const [first] = stand.seen.engines;
  expect(first!.ports).toHaveLength(1);
  ask('engine');
  expect(first!.killed).toBe(true);
  const second = stand.seen.engines[1]!;
  expect(second.killed).toBe(false);
  await host().call('endEngine', {});
  expect(second.killed).toBe(true);
});

test('menus send commands, and files that the system opens arrive together', async () => {
  const client = host();
  const heard = hear(client);
  await client.call('hello', {});
  const file = stand.seen.menu.find(({ label }) => label === 'File')!.submenu as Electron.MenuItemConstructorOptions[];
  file[0]!.click!(undefined as never, undefined as never, undefined as never);
  await expect.poll(() => heard).toEqual([{ kind: 'command', id: file[0]!.id }]);

  const event = preventable();
  stand.app.emit('open-file', event, path.join(folder, 'a.lineament'));
  expect(event.prevented).toBe(true);
  const said = { files: [path.join(folder, 'b.jpg'), 'relative.jpg', 7] };
  stand.app.emit('second-instance', {}, [], '', said);
  await expect.poll(() => heard).toHaveLength(2);
  expect(heard[1]).toMatchObject({ kind: 'open', files: [{ name: 'a.lineament' }, { name: 'b.jpg' }] });
});

test('closing asks the page first; the page closes', async () => {
  const client = host();
  const heard = hear(client);
  await client.call('showState', { name: 'Rooster', edited: true, progress: 0.5 });
  expect(window).toMatchObject({ title: '• Rooster', edited: true, progress: 0.5 });
  window.close();
  expect(window.closed).toBe(false);
  await expect.poll(() => heard).toEqual([{ kind: 'closing' }]);
  await client.call('closeWindow', {});
  expect(window.closed).toBe(true);
});

test('a page that hangs or died cannot keep the window open', async () => {
  const client = host();
  hear(client);
  await client.call('hello', {});
  window.emit('unresponsive');
  window.close();
  expect(window.closed).toBe(true);
});

test('a page that dies is loaded anew, though not for ever', () => {
  for (let i = 0; i < 10; i++) contents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(contents.reloads).toBe(3);
});

test('a second Lineament opens no window', async () => {
  const second = standIn();
  second.app.first = false;
  await createApp(second.electron, { page, preload: '', engine: '', state: folder }, []);
  expect(second.seen.windows).toEqual([]);
  expect(second.app.quits).toBe(1);
});

test('the window comes back where it stood', async (context) => {
  window.close();
  const state = path.join(folder, context.task.id);
  await expect.poll(() => fs.existsSync(path.join(state, 'window.json'))).toBe(true);
  const next = standIn();
  await createApp(next.electron, { page, preload: '', engine: '', state }, []);
  expect(next.seen.windows[0]!.options).toMatchObject({ x: 10, y: 20, width: 1300, height: 800 });
});

test('a folder is picked as a batch, and drawings go into another: new files alone, shown where they are', async () => {
  const client = host();
  expect(await client.call('pickPhotoFolder', {})).toBeNull();
  expect(await client.call('pickSaveFolder', {})).toEqual({ folder: null });
  const zoo = path.join(folder, 'zoo');
  fs.mkdirSync(zoo, { recursive: true });
  for (const name of ['a10.jpg', 'a2.jpg', 'notes.txt']) fs.writeFileSync(path.join(zoo, name), name);
  stand.seen.picked = [zoo];
  const photos = await client.call('pickPhotoFolder', {});
  expect(stand.seen.asked.every((properties) => properties.includes('openDirectory'))).toBe(true);
  expect(photos?.name).toBe('zoo');
  expect(photos?.files.map(({ name }) => name)).toEqual(['a2.jpg', 'a10.jpg']);
  const { folder: place } = await client.call('pickSaveFolder', {});
  const bytes = new Uint8Array([1]);
  const { file } = await client.call('saveInto', { folder: place!.id, name: 'a2.jpg', bytes });
  expect(file.name).toBe('a2 (2).jpg');
  expect(fs.readFileSync(path.join(zoo, 'a2.jpg'), 'utf8')).toBe('a2.jpg');
  await expect(client.call('saveInto', { folder: photos!.files[0]!.id, name: 'x.svg', bytes })).rejects.toThrow(
    'not picked',
  );
  await client.call('showInFolder', { id: file.id });
});

test('a batch of picked photos comes back after a restart', async () => {
  const client = host();
  const {
    opened: [rooster],
  } = await client.call('hello', {});
  const settings = {
    strokes: 8,
    seeds: 1,
    seed: 0,
    fidelity: 0.5,
    width: null,
    quality: 'draft' as const,
    cutOut: true,
    encoder: 'built-in',
  };
  const waiting = {
    state: 'waiting' as const,
    reason: null,
    settings: null,
    strokes: null,
    likeness: null,
    seconds: null,
  };
  const items = [{ key: 'a', name: rooster!.name, file: rooster!.id, ...waiting }];
  await client.call('keepBatch', { settings, items });
  expect(await host().call('batch', {})).toEqual({ batch: { settings, items } });
  const forged = [{ ...items[0]!, file: '/etc/passwd' }];
  await expect(client.call('keepBatch', { settings, items: forged })).rejects.toThrow('not open any more');
});
