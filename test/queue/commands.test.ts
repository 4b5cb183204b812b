import fs from 'node:fs';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { BATCH_OPTIONS } from '../../main/queue/options.ts';
import { inFreshFolders, run } from '../run-command.ts';

inFreshFolders();

const servers: net.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server on a port of its own that does this with who comes. */
async function listen(hear: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer(hear);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `redis://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

test('without a queue a batch is what sketch does', async () => {
  const words = ['holiday', '-o', 'out', '--strokes', '4'];
  const batch = await run(['batch', ...words]);
  const written = ['2.svg', '10.svg'].map((name) => fs.readFileSync(`out/${name}`, 'utf8'));
  expect(batch).toEqual(await run(['sketch', ...words]));
  expect(written).toEqual(['2.svg', '10.svg'].map((name) => fs.readFileSync(`out/${name}`, 'utf8')));
});

test.each(['batch', 'worker', 'queue'])('%s has a help that fits', async (command) => {
  const { code, stdout } = await run([command, '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('--queue');
  if (command === 'batch') for (const name of Object.keys(BATCH_OPTIONS)) expect(stdout).toContain(`--${name}`);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});

test.each([
  [['batch'], 'There are no photos: lineament batch FOLDER'],
  [['batch', 'holiday', '--results', 'queue'], '--results is for a batch on a queue: give --queue redis://HOST too'],
  [['batch', 'holiday', '--leave'], '--leave is for a batch on a queue'],
  [
    ['batch', 'holiday', '--queue', 'studio'],
    '--queue takes the address of a Redis server such as redis://studio:6379',
  ],
  [['batch', 'holiday', '--queue', 'redis://h', '--results', 'queue', '--leave'], '--leave needs --results folder'],
  [['worker'], 'Which queue? Give its server: lineament worker --queue redis://HOST.'],
  [['worker', 'cat.jpg', '--queue', 'redis://h'], "leave 'cat.jpg' out"],
  [['queue', '--queue', 'redis://h', '--retry', '--clear'], 'contradict each other'],
])('%j is not understood', async (argv, sentence) => {
  const { code, stdout, stderr } = await run(argv);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
});

test('a mask outside the shared folder is told before any server is asked', async () => {
  fs.mkdirSync('studio');
  fs.copyFileSync('cat.jpg', 'studio/cat.jpg');
  const words = ['studio/cat.jpg', '-o', 'studio/', '--shared', 'studio', '--mask', 'cat.jpg'];
  const { code, stderr } = await run(['batch', ...words, '--queue', 'redis://127.0.0.1:1']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('cat.jpg lies outside the shared folder')]);
});

test.each(['batch holiday', 'worker', 'queue'])(
  '%s says in one sentence that no server is in reach',
  async (command) => {
    const { code, stdout, stderr } = await run([...command.split(' '), '--queue', 'redis://:secret@127.0.0.1:1']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'lineament: The queue at redis://127.0.0.1:1 is out of reach: nothing listens there; start Redis, or correct the address after --queue.\n',
    );
  },
);

test('a server that is no Redis, or says nothing, is told apart', async () => {
  const web = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect((await run(['queue', '--queue', web])).stderr).toContain('what answers there is no Redis server');
  const silent = await listen((socket) => socket.on('error', () => {}).resume());
  expect((await run(['queue', '--queue', silent])).stderr).toContain('nobody answered within 4 s');
});

test('a wrong password is told, and the right one is not shown', async () => {
  const locked = await listen((socket) =>
    socket.on('data', () => socket.write('-WRONGPASS invalid username-password pair\r\n')),
  );
  const { stderr } = await run(['queue', '--queue', locked.replace('//', '//:secret@')]);
  expect(stderr).toContain(`The queue at ${locked} is out of reach: its password is another`);
});
