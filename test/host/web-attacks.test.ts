/**
 * The local server against whoever finds its port: requests that no browser sends, too large, too slow, too many. Each is
 * refused or its connection closed, nothing outside the page's folder is read, and the next request is answered as ever.
 */

import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Random } from '../../main/sketch/random.ts';
import { startWeb, type WebHost } from '../../main/web.ts';
import { mutatedText } from '../fuzz/mutate.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-attacks-'));
const page = path.join(folder, 'page');
const engine = path.join(folder, 'engine.mjs');
const SECRET = 'what nobody may read';
const limits = { head: 4096, message: 4096, headTime: 100, requestTime: 200, looks: 50, connections: 12, engines: 2 };
let web: WebHost;
let port: number;
let cookie: string;

beforeAll(async () => {
  fs.mkdirSync(path.join(page, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>Lineament</title>');
  for (const name of ['secret.js', 'secret.html']) fs.writeFileSync(path.join(folder, name), SECRET);
  fs.writeFileSync(path.join(page, '.hidden.js'), SECRET);
  fs.writeFileSync(engine, 'process.on("message", () => {});');
  web = await startWeb({ state: path.join(folder, 'state'), page, engine, limits });
  const url = new URL(web.url);
  port = Number(url.port);
  const admitted = await raw(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${head()}\r\n`);
  cookie = /Set-Cookie: ([^;]+)/i.exec(admitted)![1]!;
});

afterAll(async () => {
  await web.close();
  fs.rmSync(folder, { recursive: true });
});

const head = (more = '') => `Host: 127.0.0.1:${port}\r\nConnection: close\r\n${more}`;

/** Sends these bytes and gives all that comes until the connection is closed, whoever closes it. */
function raw(request: string | Uint8Array, onConnect?: (socket: net.Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(request);
      onConnect?.(socket);
    });
    socket.on('data', (chunk) => (said += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(said));
  });
}

const get = (target: string) => raw(`GET ${target} HTTP/1.1\r\n${head(`Cookie: ${cookie}\r\n`)}\r\n`);

/** The page as our own browser has it. */
const expectServed = async () => expect(await get('/')).toMatch(/^HTTP\/1\.1 200 [\s\S]*<title>Lineament<\/title>$/);

const TARGETS = [
  ...['//[', '//[/', 'http://[', 'http://%zz/', '//%', '//:99999999', '/%', '/?%', '/?token=%', '?', '*', '/#', 'x:'],
  ...[
    '//?token=x',
    '/?token=x&token=y',
    'http://evil.example/',
    `//evil.example/index.html`,
    '/\ud800',
    '/?token=__proto__',
  ],
];

test.each(TARGETS)('the target %j, from anybody, ends nothing', async (target) => {
  // Without the cookie, as any page of any site might send it.
  const answer = await raw(`GET ${target} HTTP/1.1\r\n${head()}\r\n`);
  expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  await expectServed();
});

const CLIMBS = [
  ...[
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/%2e%2e%2fsecret.js',
    '/.%2e/secret.js',
    '/assets/../../secret.js',
  ],
  ...[
    '/%252e%252e/secret.js',
    '/..%252fsecret.js',
    '/%c0%ae%c0%ae/secret.js',
    '/%u002e%u002e/secret.js',
    '/..;/secret.js',
  ],
  ...[
    '/..\\secret.js',
    '/..%5csecret.js',
    '/%5c..%5csecret.js',
    '/secret.js%00.html',
    '/../secret.js%00',
    '/%00/../secret.js',
  ],
  ...[
    '//../secret.js',
    '/./../secret.js',
    '/assets/.../secret.js',
    '/.hidden.js',
    '/%2ehidden.js',
    '/index.html:secret.js',
  ],
  ...[
    '/C:/secret.js',
    '/C%3a/secret.js',
    '/assets/%2e%2e/%2e%2e/secret.html',
    '/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  ],
];

test.each([...CLIMBS, `absolute`, `file`])('%s leads to nothing, even with the cookie', async (climb) => {
  const target =
    climb === 'absolute'
      ? `http://127.0.0.1:${port}/../secret.js`
      : climb === 'file'
        ? `file://${path.join(folder, 'secret.js')}`
        : climb;
  const answer = await get(target);
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(answer).not.toContain(SECRET);
});

test('whoever brings the right cookie under another name, host or origin is refused', async () => {
  const good = `Cookie: ${cookie}\r\n`;
  const [name, value] = cookie.split('=') as [string, string];
  const attempts = [
    `Host: localhost:${port}\r\n${good}`,
    `Host: 127.0.0.1\r\n${good}`,
    `Host: 127.0.0.1:${port}.evil.example\r\n${good}`,
    `Host: 127.0.0.1:${port}@evil.example\r\n${good}`,
    `Host: [::1]:${port}\r\n${good}`,
    `Host: evil.example\r\nX-Forwarded-Host: 127.0.0.1:${port}\r\n${good}`,
    `${good}`,
    `Host: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}.evil.example\r\n${good}`,
    `Host: 127.0.0.1:${port}\r\nOrigin: http://localhost:${port}\r\n${good}`,
    `Host: 127.0.0.1:${port}\r\nOrigin: null\r\n${good}`,
    `Host: 127.0.0.1:${port}\r\nCookie: x${name}=${value}\r\n`,
    `Host: 127.0.0.1:${port}\r\nCookie: ${name}=\r\n`,
    `Host: 127.0.0.1:${port}\r\nCookie: ${name}=${value.slice(1)}\r\n`,
    `Host: 127.0.0.1:${port}\r\nCookie: ${name}=${'x'.repeat(value.length)}\r\n`,
  ];
  for (const headers of attempts) {
    const answer = await raw(`GET / HTTP/1.1\r\nConnection: close\r\n${headers}\r\n`);
    expect({ headers, answer }).toEqual({ headers, answer: expect.stringMatching(/^HTTP\/1\.1 40[03] /) });
  }
});

test('a head too large, a body, and a method of another kind are refused, and their connection is closed', async () => {
  expect(await raw(`GET / HTTP/1.1\r\n${head(`X: ${'x'.repeat(8192)}\r\n`)}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await raw(`GET /${'x'.repeat(8192)} HTTP/1.1\r\n${head()}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  // The body never comes: it is not waited for.
  const host = `Host: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n`;
  expect(await raw(`POST / HTTP/1.1\r\n${host}Content-Length: 1000000000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 405 /);
  expect(await raw(`GET / HTTP/1.1\r\n${host}Content-Length: 1000000000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  expect(await raw(`GET / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  for (const method of ['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])
    expect(await raw(`${method} / HTTP/1.1\r\n${host}\r\n`)).toMatch(/^HTTP\/1\.1 405 /);
  await expectServed();
});

test('who does not finish its head is not waited for', async () => {
  expect(await raw('GET / HTTP/1.1\r\nHost: ')).toMatch(/^(HTTP\/1\.1 408 |$)/);
  // One that goes on for ever, a byte at a time, neither.
  let dripping: NodeJS.Timeout | undefined;
  const drip = (socket: net.Socket) => {
    dripping = setInterval(() => socket.write('x'), 10);
  };
  expect(await raw('GET / HTTP/1.1\r\nX: ', drip)).toMatch(/^(HTTP\/1\.1 408 |$)/);
  clearInterval(dripping);
  await expectServed();
});

test('connections beyond the most are dropped at once, and those that were there stay', async () => {
  const held = Array.from({ length: limits.connections }, () => net.connect(port, '127.0.0.1'));
  await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  expect(await raw(`GET / HTTP/1.1\r\n${head()}\r\n`)).toBe('');
  const gone = held.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  for (const socket of held) socket.destroy();
  await Promise.all(gone);
  await expect.poll(() => get('/')).toMatch(/^HTTP\/1\.1 200 /);
});

function open(name: string): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const headers = { Cookie: cookie, Origin: `http://127.0.0.1:${port}` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}${name}`, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode!));
  });
}

test('a message too large closes its socket; more engines than tabs are refused; the rest goes on', async () => {
  const host = (await open('/host')) as WebSocket;
  const closed = new Promise<number>((resolve) => host.once('close', resolve));
  host.on('error', () => {});
  host.send(encode({ kind: 'call', id: 1, name: 'hello', input: { x: 'x'.repeat(limits.message) } }));
  expect(await closed).toBe(1009);
  const engines = [await open('/engine?tab=a'), await open('/engine?tab=b')];
  expect(await open('/engine?tab=c')).toBe(503);
  for (const socket of engines) (socket as WebSocket).terminate();
  await expectServed();
});

test('requests of mutated bytes are answered or closed, and the server goes on', async () => {
  const random = new Random(7);
  const requests = [
    `GET / HTTP/1.1\r\n${head(`Cookie: ${cookie}\r\n`)}\r\n`,
    `GET /host?tab=a HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nCookie: ${cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  ];
  const words = [
    '\r\n',
    ' ',
    ':',
    '\0',
    '%',
    '..',
    'HTTP/9.9',
    'Upgrade: h2c\r\n',
    'Content-Length: -1\r\n',
    '//[',
    '?token=',
  ];
  for (let round = 0; round < 150; round++) {
    const request = mutatedText(random, requests, words);
    const answer = await raw(request, (socket) => socket.end());
    expect(answer, JSON.stringify(request)).toMatch(/^(HTTP\/1\.1 \d{3} |$)/);
    expect(answer).not.toContain(SECRET);
  }
  await expectServed();
});
