import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { SKETCH_OPTIONS } from '../main/sketch-options.ts';
import { readSvg } from '../main/strokes/svg-read.ts';
import { version } from '../package.json';
import { fakeSketch } from './jobs/fake-job.ts';
import { inFreshFolders, run } from './run-command.ts';

inFreshFolders();

test('version and help, of all and of one command', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  const help = await run(['sketch', '--help']);
  expect(help.code).toBe(0);
  expect((await run(['help', 'sketch'])).stdout).toBe(help.stdout);
  for (const name of Object.keys(SKETCH_OPTIONS)) expect(help.stdout).toContain(`--${name}`);
  for (const line of help.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(112);
  expect((await run(['--help'])).stdout).toContain('encoder');
  expect((await run([])).code).toBe(2);
});

test('one photo becomes an SVG of its name, here', async () => {
  const { code, stdout, stderr } = await run(['sketch', 'holiday/2.jpg']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe('holiday/2.jpg -> 2.svg: 16 strokes, objective 0.0625, 1.5 s\n');
  expect(readSvg(fs.readFileSync('2.svg', 'utf8')).drawing.strokes).toHaveLength(16);
});

test('a folder: one line a photo, a summary, and a broken photo stops nobody', async () => {
  const { code, stdout, stderr } = await run(['sketch', 'holiday', '-o', 'out', '--strokes', '4']);
  expect(code).toBe(1);
  expect(stdout.split('\n')).toEqual([
    `${path.join('holiday', '2.jpg')} -> ${path.join('out', '2.svg')}: 4 strokes, objective 0.2500, 1.5 s`,
    `${path.join('holiday', '10.jpg')} -> ${path.join('out', '10.svg')}: 4 strokes, objective 0.2500, 1.5 s`,
    '3 photos: 2 drawn, 1 failed',
    '',
  ]);
  expect(stderr).toBe(`lineament: ${path.join('holiday', 'broken.png')} is damaged: expected a picture.\n`);
  expect(fs.readdirSync('out').sort()).toEqual(['10.svg', '2.svg']);
});

test('a photo that is not there fails alone', async () => {
  const { code, stdout, stderr } = await run(['sketch', 'cat.jpg', 'dog.jpg', '*.webp']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^cat\.jpg -> cat\.svg.*\n3 photos: 1 drawn, 2 failed\n$/);
  expect(stderr).toBe('lineament: There is no file dog.jpg.\nlineament: No photo matches *.webp.\n');
});

test('levels get files of their own, beside the whole', async () => {
  const { stdout } = await run(['sketch', 'cat.jpg', '-o', 'out/c.animated.svg', '--levels', '4,8,16']);
  expect(stdout).toContain('c.animated.svg and 3 more: 16 strokes');
  expect(fs.readdirSync('out').sort()).toEqual([
    'c-16.animated.svg',
    'c-4.animated.svg',
    'c-8.animated.svg',
    'c.animated.svg',
  ]);
  expect(readSvg(fs.readFileSync('out/c-4.animated.svg', 'utf8')).drawing.strokes).toHaveLength(4);
});

test('--json: a start, frames, a result or an error, an end, each a line', async () => {
  const { code, stdout, stderr } = await run([
    'sketch',
    'cat.jpg',
    'holiday/broken.png',
    '--json',
    '-o',
    'out/',
    '--format',
    'json',
  ]);
  expect([code, stderr]).toEqual([1, '']);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type }) => type)).toEqual([
    'start',
    'frame',
    'frame',
    'frame',
    'frame',
    'frame',
    'done',
    'error',
    'end',
  ]);
  expect(lines[0]).toMatchObject({ photos: 2 });
  expect(lines[1]).toMatchObject({ photo: 'cat.jpg', kind: 'started', progress: 0, objective: null, strokes: 16 });
  expect(lines[6]).toMatchObject({
    photo: 'cat.jpg',
    files: [path.join('out', 'cat.json')],
    objective: 0.0625,
    seed: 2,
    stopped: false,
  });
  expect(lines[7]).toMatchObject({
    photo: 'holiday/broken.png',
    message: 'holiday/broken.png is damaged: expected a picture.',
  });
  expect(lines[8]).toMatchObject({ photos: 2, drawn: 1, failed: 1, stopped: false });
  for (let i = 1; i < lines.length; i++) expect(lines[i].at).toBeGreaterThan(lines[i - 1].at);
});

test('--quiet says nothing but what went wrong', async () => {
  expect(await run(['sketch', 'cat.jpg', '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect((await run(['sketch', 'holiday', '-q', '-o', 'out'])).stderr).toMatch(/broken/);
});

test('stopped: the photo in hand is written as far as it is, the others are not begun', async () => {
  const stop = new AbortController();
  const { code, stdout } = await run(['sketch', 'cat.jpg', 'holiday/2.jpg'], {
    signal: stop.signal,
    loadJob: async () =>
      async function* (photo, settings, signal) {
        const running = fakeSketch(photo, settings, signal);
        for (let next = await running.next(); ; next = await running.next()) {
          if (next.done) return next.value;
          if (next.value.progress >= 0.5) stop.abort();
          yield next.value;
        }
      },
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^cat\.jpg -> cat\.svg: .*stopped early\n2 photos: 1 drawn, 0 failed, 1 not begun\n$/);
  expect(readSvg(fs.readFileSync('cat.svg', 'utf8')).metadata).toMatchObject({ stopped: true });
  expect(fs.existsSync('2.svg')).toBe(false);
});

test('stopped before the last level: the levels that were reached are written, and no others', async () => {
  const stop = new AbortController();
  stop.abort();
  const { stdout } = await run(['sketch', 'cat.jpg', '--levels', '4,8,16'], {
    loadJob: async () => (photo, settings) => fakeSketch(photo, { ...settings, strokes: 8 }, stop.signal),
  });
  expect(stdout).toMatch(/^cat\.jpg -> cat\.svg and 2 more: 8 strokes, .*stopped early\n$/);
  expect(fs.readdirSync('.').filter((name) => name.endsWith('.svg'))).toEqual(['cat-4.svg', 'cat-8.svg', 'cat.svg']);
});

test('a folder without photos is told', async () => {
  fs.mkdirSync('empty');
  const { code, stderr } = await run(['sketch', 'empty']);
  expect([code, stderr]).toEqual([1, 'lineament: The folder empty has no photos in it.\n']);
});

test('the same batch beside itself: the second is told at once, and the first is not disturbed', async () => {
  let second: Awaited<ReturnType<typeof run>> | null = null;
  const first = await run(['sketch', 'holiday', '-o', 'out'], {
    loadJob: async () => {
      second ??= await run(['batch', './holiday/', '-o', 'out/']);
      return fakeSketch;
    },
  });
  expect(second).toEqual({
    code: 1,
    stdout: '',
    stderr: `lineament: ${path.join('out', '2.svg')} is being written by another run (process ${process.pid}): wait until that is done, or give another place after --out.\n`,
  });
  expect(first.stdout).toContain(path.join('out', '10.svg'));
  expect(fs.existsSync(path.join('out', '10.svg'))).toBe(true);
  expect((await run(['sketch', 'cat.jpg', '-o', 'out'])).code).toBe(0);
});
