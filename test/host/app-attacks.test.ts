/** Electron's side against a page gone wrong and other programs: connections and files by random, and what comes of them. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../main/app.ts';
import { Random } from '../../main/sketch/random.ts';
import { pick } from '../fuzz/mutate.ts';
import { mutatedValue } from '../fuzz/structures.ts';
import { channel, StandInContents, type StandInPort, standIn } from './electron-stand-in.ts';

const state = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-app-attacks-'));
afterAll(() => fs.rmSync(state, { recursive: true }));

const stand = standIn();
await createApp(stand.electron, { page: state, preload: '/p.cjs', engine: '/engine.js', state }, []);
const { webContents } = stand.seen.windows[0]!;

/** Whether the host answers on this end, once all that is under way has arrived. */
async function answers(mine: StandInPort): Promise<boolean> {
  let heard = false;
  mine.on('message', () => {
    heard = true;
  });
  mine.postMessage({ kind: 'call', id: 1, name: 'hello', input: {} });
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  return heard;
}

test('only our page, with one port and a word that is right, gets a host or an engine', async () => {
  const random = new Random(5);
  const page = webContents.mainFrame;
  const stranger = new StandInContents();
  const urls = [
    'lineament://app/',
    'lineament://app/x#y',
    'lineament://evil/',
    'https://app/',
    'about:blank',
    '',
    'lineament:',
  ];
  const seen = { host: 0, engine: 0, refused: 0 };
  for (let round = 0; round < 400; round++) {
    const name = random.below(2) ? pick(random, ['host', 'engine']) : mutatedValue('host', random);
    const url = pick(random, urls);
    const sender = random.below(4) ? webContents : stranger;
    const senderFrame = pick(random, [page, page, page, null, { url }]);
    page.url = url;
    const ends = Array.from({ length: pick(random, [1, 1, 1, 0, 2]) }, channel);
    const engines = stand.seen.engines.length;
    stand.ipcMain.emit('connect', { sender, senderFrame, ports: ends.map(([, other]) => other) }, name);
    const ours =
      sender === webContents && senderFrame === page && url.startsWith('lineament://app/') && ends.length === 1;
    const started = stand.seen.engines.length - engines;
    expect({ round, started }).toEqual({ round, started: ours && name === 'engine' ? 1 : 0 });
    const mine = ends[0]?.[0];
    if (mine && !(ours && name === 'engine'))
      expect({ round, heard: await answers(mine) }).toEqual({ round, heard: ours && name === 'host' });
    if (ours && (name === 'host' || name === 'engine')) seen[name as 'host']++;
    else {
      seen.refused++;
      for (const [end] of ends) expect(end.closed).toBe(true);
    }
  }
  page.url = 'lineament://app/';
  expect(Math.min(seen.host, seen.engine, seen.refused)).toBeGreaterThan(5);
});

test('what another program says of files opens nothing that is no whole path', async () => {
  const random = new Random(6);
  for (let round = 0; round < 200; round++)
    stand.app.emit('second-instance', {}, [], '/', mutatedValue({ files: ['hen.jpg', '../hen.jpg', 7, null] }, random));
  const [mine, other] = channel();
  stand.ipcMain.emit('connect', { sender: webContents, senderFrame: webContents.mainFrame, ports: [other] }, 'host');
  const answer = new Promise<{ data: { value: { opened: unknown[] } } }>((resolve) => mine.once('message', resolve));
  mine.postMessage({ kind: 'call', id: 1, name: 'hello', input: {} });
  expect((await answer).data.value.opened).toEqual([]);
});

test.each([
  ...[
    'lineament://user@app/index.js',
    'lineament://app:80/index.js',
    'lineament://app/../secret.js',
    'lineament://evil/index.js',
  ],
  ...[
    'lineament://app/%2e%2e/secret.js',
    'lineament://app/..%5csecret.js',
    'lineament://app/secret.js%00',
    'lineament://app//index.js',
  ],
  ...[
    'lineament://app/.hidden.js',
    'lineament:app/index.js',
    'lineament://app',
    'file:///etc/passwd',
    'http://app/index.js',
    '',
  ],
])('the protocol gives nothing for %j', async (url) => {
  const folder = path.join(state, 'page');
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ['../secret.js', '.hidden.js']) fs.writeFileSync(path.join(folder, name), 'secret');
  const { seen, electron } = standIn();
  await createApp(electron, { page: folder, preload: '/p.cjs', engine: '/engine.js', state }, []);
  const answer = await seen.serve!({ url, method: 'GET' } as Request);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(await answer.text()).toMatch(/^[A-Z][^\n]+\.$/);
});
