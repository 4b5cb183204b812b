/** Batches over a real Redis server, with the built command line: workers are processes, and one of them is killed. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts';

// Sketches in processes of their own, on a machine that may be busy with the other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const CLI = path.resolve('out/main/cli.js');
const PHOTOS = ['a.png', 'b.png', 'c.png'];
/** As few steps as show that a drawing came from a run. */
const QUICK = ['--strokes', '4', '--quality', 'draft', '--steps', '4', '--mask', 'none'];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-queue-'));
const children: ChildProcess[] = [];
let redis: RedisServer;

function start(...argv: string[]): ChildProcess {
  const child = spawn(process.execPath, [CLI, ...argv], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function run(...argv: string[]) {
  const child = start(...argv);
  let [stdout, stderr] = ['', ''];
  child.stdout!.on('data', (chunk) => (stdout += chunk));
  child.stderr!.on('data', (chunk) => (stderr += chunk));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

const batch = (...argv: string[]) => run('batch', ...argv, ...QUICK, '--queue', redis.address);
const standing = async () => JSON.parse((await run('queue', '--queue', redis.address, '--json')).stdout);

interface WorkerSeen {
  child: ChildProcess;
  /** Photos that it has drawn. */
  drawn: string[];
  /** Fires at the first frame of the first photo. */
  busy: Promise<string>;
}

/** A worker whose lease is short, so that its death is known soon. */
function startWorker(): WorkerSeen {
  const child = start('worker', '--queue', redis.address, '--lease', '2', '--json');
  const drawn: string[] = [];
  const busy = new Promise<string>((resolve) => {
    createInterface(child.stdout!).on('line', (line) => {
      const { type, photo } = JSON.parse(line);
      if (type === 'frame') resolve(photo);
      if (type === 'done') drawn.push(photo);
    });
  });
  return { child, drawn, busy };
}

const filesIn = (name: string) =>
  Object.fromEntries(
    fs
      .readdirSync(path.join(folder, name))
      .sort()
      .map((file) => [file, fs.readFileSync(path.join(folder, name, file), 'utf8')]),
  );

const why = hasRedis ? '' : ' (skipped: there is no redis-server on this machine; Debian has it as redis-server)';

describe.skipIf(!hasRedis)(`a queue on a Redis server${why}`, () => {
  beforeAll(async () => {
    redis = await startRedis();
    fs.mkdirSync(path.join(folder, 'photos'));
    for (const [index, name] of PHOTOS.entries()) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48" fill="#eee"/>
        <ellipse cx="32" cy="24" rx="${10 + 4 * index}" ry="${20 - 3 * index}" fill="#357"/></svg>`;
      await sharp(Buffer.from(svg))
        .png()
        .toFile(path.join(folder, 'photos', name));
    }
    expect((await run('batch', 'photos', '-o', 'alone', ...QUICK)).code).toBe(0);
  });
  afterAll(() => {
    // Only a test that failed leaves one running.
    for (const child of children) child.kill('SIGKILL');
    redis.end();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('two workers, one killed in the middle: every photo drawn once, the bytes those of one machine', async () => {
    const [doomed, other] = [startWorker(), startWorker()];
    const running = batch('photos', '-o', 'together');
    const photo = await doomed.busy;
    doomed.child.kill('SIGKILL');
    const { code, stdout, stderr } = await running;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('3 photos: 3 drawn, 0 failed');
    expect(filesIn('together')).toEqual(filesIn('alone'));
    expect(other.drawn).toContain(photo);
    expect([...doomed.drawn, ...other.drawn].sort()).toEqual(PHOTOS);
    expect(await standing()).toMatchObject({ waiting: 0, again: 0, drawn: 3, dead: 0, underWay: [] });

    // Without a folder in common, by the worker that is left; and once more, which finds everything done.
    expect((await batch('photos', '-o', 'carried', '--results', 'queue', '--quiet')).code).toBe(0);
    expect(filesIn('carried')).toEqual(filesIn('alone'));
    const before = other.drawn.length;
    expect((await batch('photos', '-o', 'together')).stdout).toContain('3 photos: 3 drawn, 0 failed');
    expect(other.drawn).toHaveLength(before);

    // Asked to end, it ends, with the code of its signal.
    other.child.kill('SIGTERM');
    expect(await once(other.child, 'exit')).toEqual([143, null]);
  });

  test('a worker that is told to end gives its photo back, and nothing is half written', async () => {
    const left = await batch('photos/a.png', '-o', 'later/', '--leave');
    expect(left).toMatchObject({ code: 0, stdout: expect.stringContaining('1 photo is on the queue at redis://') });
    const worker = startWorker();
    expect(await worker.busy).toBe('a.png');
    expect(await standing()).toMatchObject({ underWay: [{ photo: 'photos/a.png' }] });
    worker.child.kill('SIGINT');
    expect(await once(worker.child, 'exit')).toEqual([130, null]);
    expect(await standing()).toMatchObject({ waiting: 1, dead: 0, underWay: [] });
    expect(fs.existsSync(path.join(folder, 'later'))).toBe(false);

    // A worker in a folder of its own leaves the photo to others, and says where it should be.
    const stray = await run('worker', '--queue', redis.address, '--shared', 'photos');
    expect([stray.code, stray.stderr]).toEqual([1, expect.stringContaining('is not the shared folder of the batch')]);
    expect(await standing()).toMatchObject({ waiting: 1, dead: 0, underWay: [] });

    await run('queue', '--queue', redis.address, '--clear');
    expect(await standing()).toMatchObject({ waiting: 0 });
  });

  test('a photo that fails at every attempt is a dead letter with its reason, until it is tried again', async () => {
    fs.writeFileSync(path.join(folder, 'broken.jpg'), 'this is no picture');
    const worker = startWorker();
    const { code, stderr } = await batch('broken.jpg', '-o', 'broken.svg', '--attempts', '2');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lineament: broken\.jpg is not a picture that can be read: .*\n$/);
    const reason = expect.stringContaining('broken.jpg is not a picture that can be read');
    expect(await standing()).toMatchObject({ deadLetters: [{ photo: 'broken.jpg', reason, attempts: 2 }] });
    const told = await run('queue', '--queue', redis.address);
    expect([told.code, told.stdout]).toEqual([
      1,
      expect.stringMatching(/Dead letters:\n {2}broken\.jpg: .* \(2 attempts\)/),
    ]);
    worker.child.kill('SIGTERM');
    await once(worker.child, 'exit');
    await run('queue', '--queue', redis.address, '--retry');
    expect(await standing()).toMatchObject({ waiting: 1, dead: 0 });
  });
});
