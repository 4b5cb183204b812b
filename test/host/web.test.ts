/** The browser version's door: who is let in, what is served, and that real calls cross the sockets. */

import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { decode, encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { hostContract } from '../../main/contract.ts';
import { connect, type Port } from '../../main/rpc.ts';
import { startWeb, type WebHost } from '../../main/web.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-web-'));
const page = path.join(folder, 'page');
const photo = path.join(folder, 'rooster.jpg');
const engine = path.join(folder, 'engine.mjs');
let web: WebHost;
let origin: string;
let cookie: string;

beforeAll(async () => {
  fs.mkdirSync(path.join(page, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>Lineament</title>');
  fs.writeFileSync(path.join(page, 'assets', 'index.js'), 'export {};');
  fs.writeFileSync(path.join(folder, 'secret.js'), 'secret');
  fs.symlinkSync(path.join(folder, 'secret.js'), path.join(page, 'link.js'));
  fs.writeFileSync(photo, 'photo');
  fs.writeFileSync(engine, "process.on('message', (said) => process.send({ heard: said, pid: process.pid }));");
  web = await startWeb({ files: [photo], state: path.join(folder, 'state'), page, engine });
  origin = new URL(web.url).origin;
});

afterAll(async () => {
  await web.close();
  fs.rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** The path goes out as it is written: fetch would tidy it and may not set Host. */
function get(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const request = http.request({ hostname, port, path: target, headers, method }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    request.on('error', reject).end();
  });
}

/** Opens a socket; where it is refused, the answer's status and sentence. */
function open(name: string, headers: Record<string, string>): Promise<WebSocket | { status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}${name}`, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
  });
}

async function admitted(name: string): Promise<WebSocket> {
  const socket = await open(name, { Cookie: cookie, Origin: origin });
  if (!(socket instanceof WebSocket)) throw new Error(`${name} answered ${socket.status}: ${socket.text}`);
  return socket;
}

function clientPort(socket: WebSocket): Port {
  return {
    post: (message) => socket.send(encode(message)),
    onMessage: (listener) => void socket.on('message', (data: Buffer) => listener(decode(new Uint8Array(data)))),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}

const oneSentence = /^[A-Z][^\n]+\.\n$/;

test('without a cookie nothing is had, and a wrong token is no way in', async () => {
  for (const target of ['/', '/assets/index.js', '/?token=x', '/nothing']) {
    const { status, text } = await get(target);
    expect({ target, status }).toEqual({ target, status: 403 });
    expect(text).toMatch(oneSentence);
  }
});

test('a foreign Host or Origin does not use the token up; the token lets in once', async () => {
  const target = web.url.slice(origin.length);
  expect((await get(target, { Host: 'evil.example' })).status).toBe(403);
  expect((await get(target, { Origin: 'https://evil.example' })).status).toBe(403);
  const first = await get(target);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe('/');
  const [set] = first.headers['set-cookie']!;
  expect(set).toMatch(/; HttpOnly; SameSite=Strict/);
  cookie = set!.split(';')[0]!;
  const second = await get(target);
  expect(second.status).toBe(403);
  expect(second.headers['set-cookie']).toBeUndefined();
  expect(second.text).toMatch(/used already/);
});

test('the page is served with a policy that allows no inline code and no other origin', async () => {
  const { status, headers, text } = await get('/', { Cookie: cookie });
  expect(status).toBe(200);
  expect(text).toContain('<title>Lineament</title>');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  expect((await get('/assets/index.js', { Cookie: cookie })).headers['content-type']).toMatch(/^text\/javascript/);
});

test('with the cookie, a foreign Host or Origin is still refused, and so is writing', async () => {
  expect((await get('/', { Cookie: cookie, Host: 'localhost:80' })).status).toBe(403);
  expect((await get('/', { Cookie: cookie, Origin: 'null' })).status).toBe(403);
  expect((await get('/', { Cookie: cookie, Origin: `${origin}1` })).status).toBe(403);
  expect((await get('/', { Cookie: cookie }, 'POST')).status).toBe(405);
});

test.each([
  '/../secret.js',
  '/%2e%2e/secret.js',
  '/assets/..%2f..%2fsecret.js',
  '/assets/..%5c..%5csecret.js',
  '/link.js',
  '/%00.js',
  '/%',
  '//etc/hosts.js',
  '/assets',
  '/assets/',
])('%s leads to nothing', async (target) => {
  expect((await get(target, { Cookie: cookie })).status).toBe(404);
});

test('sockets are opened by our own page alone', async () => {
  const refusals = [
    { Origin: origin },
    { Cookie: cookie },
    { Cookie: cookie, Origin: 'https://evil.example' },
    { Cookie: cookie, Origin: origin, Host: 'evil.example' },
    { Cookie: `${cookie}x`, Origin: origin },
  ];
  for (const name of ['/host', '/engine']) {
    for (const headers of refusals) {
      const refused = await open(name, headers as unknown as Record<string, string>);
      expect(refused).toMatchObject({ status: 403, text: expect.stringMatching(oneSentence) });
    }
  }
  for (const name of ['/other', '/hosts', '/engine?tab=a&b=c', '/host?tab=%2e']) {
    expect(await open(name, { Cookie: cookie, Origin: origin })).toMatchObject({ status: 404 });
  }
});

test('the host answers over its socket: the files it was started with, and what it keeps', async () => {
  const socket = await admitted('/host');
  const host = connect(hostContract, clientPort(socket));
  const hello = await host.call('hello', {});
  expect(hello).toMatchObject({ host: 'web', dialogs: false, opened: [{ name: 'rooster.jpg' }] });
  expect((await host.call('hello', {})).opened).toEqual([]);
  const { id } = hello.opened[0]!;
  expect(id).not.toContain('rooster');
  expect(await host.call('readFile', { id })).toEqual({
    name: 'rooster.jpg',
    bytes: new Uint8Array(Buffer.from('photo')),
  });
  await expect(host.call('readFile', { id: photo })).rejects.toThrow('open it again');
  await expect(host.call('saveFile', { id, bytes: new Uint8Array(1) })).rejects.toThrow('rooster.jpg was opened');
  expect(fs.readFileSync(photo, 'utf8')).toBe('photo');
  await host.call('keep', { key: 'a', name: 'Rooster', bytes: new Uint8Array([0, 10, 255]) });
  expect((await host.call('kept', {})).documents).toMatchObject([{ key: 'a', name: 'Rooster' }]);
  expect((await host.call('takeKept', { key: 'a' })).bytes).toEqual(new Uint8Array([0, 10, 255]));
  expect(await host.call('saveAs', { name: 'x.svg', bytes: new Uint8Array(1) })).toEqual({ file: null });
  host.close();
});

test('each engine socket has a process of its own; bytes cross as bytes, and neither end outlives the other', async () => {
  const [one, two] = [await admitted('/engine?tab=one'), await admitted('/engine?tab=two')];
  const next = (socket: WebSocket) =>
    new Promise<{ heard: unknown; pid: number }>((resolve) =>
      socket.once('message', (data: Buffer) => resolve(decode(data) as never)),
    );
  const heard = [next(one), next(two)];
  for (const socket of [one, two]) socket.send(encode({ photo: new Uint8Array([1, 2]) }));
  const [first, second] = await Promise.all(heard);
  expect(new Uint8Array((first!.heard as { photo: Uint8Array }).photo)).toEqual(new Uint8Array([1, 2]));
  expect(second!.pid).not.toBe(first!.pid);

  const gone = (socket: WebSocket) => new Promise((resolve) => socket.once('close', resolve));
  const oneGone = gone(one);
  process.kill(first!.pid, 'SIGKILL');
  await oneGone;

  // Another tab that asks for an end of its engine leaves this one's alone.
  const other = connect(hostContract, clientPort(await admitted('/host?tab=other')));
  await other.call('endEngine', {});
  other.close();
  expect([two.readyState, alive(second!.pid)]).toEqual([WebSocket.OPEN, true]);

  const host = connect(hostContract, clientPort(await admitted('/host?tab=two')));
  const twoGone = gone(two);
  await host.call('endEngine', {});
  await twoGone;
  await expect.poll(() => alive(second!.pid)).toBe(false);
  host.close();
});

test('a frame that is no MessagePack closes its socket and harms nobody else', async () => {
  const socket = await admitted('/host');
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.send('text');
  expect(await closed).toBe(1003);
  expect((await get('/', { Cookie: cookie })).status).toBe(200);
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
