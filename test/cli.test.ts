/**
 * The built command line, run as a person runs it: a process of its own, the real job, the built-in encoder.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { readSvg } from '../main/strokes/svg-read.ts';

// Whole sketches in processes of their own, on a machine that may be busy with the other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const CLI = path.resolve('out/main/cli.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-run-'));
const children: ChildProcess[] = [];
afterAll(() => {
  // Only a test that failed leaves one running.
  for (const child of children) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

beforeAll(async () => {
  // A mug, roughly: dark on light, with an ear.
  const mug = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="160"><rect width="200" height="160" fill="#eee"/>
    <path d="M60 40V110Q60 125 75 125H115Q130 125 130 110V40Z" fill="#357"/><path d="M130 60C165 55 165 105 130 100" fill="none" stroke="#357" stroke-width="10"/></svg>`;
  fs.mkdirSync(path.join(folder, 'photos'));
  await sharp(Buffer.from(mug))
    .jpeg()
    .toFile(path.join(folder, 'photos', 'mug.jpg'));
  await sharp(Buffer.from(mug))
    .flop()
    .png()
    .toFile(path.join(folder, 'photos', 'mug.png'));
  fs.writeFileSync(path.join(folder, 'photos', 'broken.jpg'), 'this is no picture');
});

function start(argv: string[]): ChildProcess {
  const child = spawn(process.execPath, [CLI, ...argv], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  children.push(child);
  return child;
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout!.on('data', (chunk) => (stdout += chunk));
  child.stderr!.on('data', (chunk) => (stderr += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

const run = (...argv: string[]) => ended(start(argv));
const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');
/** One thread, since other tests run at the same time and ONNX Runtime's threads would spin for the same cores. */
const LIGHT = ['--threads', '1', '--mask', 'none'];
const QUICK = [...LIGHT, '--quality', 'draft', '--steps', '4', '--strokes', '8'];

test('a bad option: one sentence, exit code 2', async () => {
  expect(await run('sketch', 'photos/mug.jpg', '--stroks', '4')).toEqual({
    code: 2,
    stdout: '',
    stderr: "lineament: There is no option '--stroks'; did you mean --strokes?\n",
  });
});

test('devices that do not run are a line each of the table, in which ONNX Runtime’s own words stand once', async () => {
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('LINEAMENT_MODELS', path.join(folder, 'models'));
  const { stdout, stderr, code } = await run('doctor', '--again');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^cpu +the processor: right/m);
  expect(stderr).not.toMatch(/onnxruntime/i);
  // One that cannot be loaded, as CUDA without its libraries, says which file was missing to who asks.
  vi.stubEnv('LINEAMENT_DEBUG', '1');
  const asked = (await run('doctor', '--again')).stderr;
  if (/Failed to load shared library/.test(stdout)) expect(asked).toMatch(/onnxruntime.*Failed to load library \S/);
});

test('a photo that is not there, and one that is none: one sentence, exit code 1', async () => {
  const missing = await run('sketch', 'dog.jpg');
  expect(missing).toEqual({ code: 1, stdout: '', stderr: 'lineament: There is no file dog.jpg.\n' });
  const broken = await run('sketch', 'photos/broken.jpg');
  expect(broken.code).toBe(1);
  expect(broken.stderr).toMatch(/^lineament: [^\n]*broken\.jpg[^\n]*\.\n$/);
});

test('a folder with one broken photo: the others are drawn, each to a name of its own', async () => {
  const { code, stdout, stderr } = await run('sketch', 'photos', '-o', 'batch', ...QUICK);
  expect(stderr).toMatch(/^lineament: [^\n]*broken\.jpg[^\n]*\n$/);
  expect(code).toBe(1);
  expect(stdout.trim().split('\n').at(-1)).toBe('3 photos: 2 drawn, 1 failed');
  expect(fs.readdirSync(path.join(folder, 'batch')).sort()).toEqual(['mug-jpg.svg', 'mug-png.svg']);
  const { drawing, warnings, metadata } = readSvg(read('batch/mug-jpg.svg'));
  expect(warnings).toEqual([]);
  expect([drawing.width, drawing.height]).toEqual([200, 160]);
  expect(drawing.strokes.length).toBeGreaterThan(3);
  expect(metadata).toMatchObject({ photo: 'mug.jpg', settings: { strokes: 8, steps: 4 } });
});

test('the same command twice gives the same bytes; another seed gives others', async () => {
  const command = ['sketch', 'photos/mug.jpg', ...QUICK];
  for (const file of ['one.svg', 'two.svg']) expect((await run(...command, '-o', file)).code).toBe(0);
  expect((await run(...command, '-o', 'three.svg', '--seed', '40')).code).toBe(0);
  expect(read('two.svg')).toBe(read('one.svg'));
  expect(readSvg(read('three.svg')).drawing).not.toEqual(readSvg(read('one.svg')).drawing);
});

test('a detail map changes the drawing and is named in it; one of another shape or that is none is one sentence', async () => {
  const map = { create: { width: 200, height: 160, channels: 3, background: '#000' } } as const;
  const patch = await sharp({ create: { width: 70, height: 90, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const [good, square] = [path.join(folder, 'map.png'), path.join(folder, 'square.png')];
  await sharp(map)
    .composite([{ input: patch, left: 120, top: 40 }])
    .png()
    .toFile(good);
  await sharp(good).resize(80, 80, { fit: 'fill' }).toFile(square);
  const command = ['sketch', 'photos/mug.jpg', ...QUICK];
  expect((await run(...command, '-o', 'even.svg')).code).toBe(0);
  expect(await run(...command, '-o', 'ear.svg', '--detail', good)).toMatchObject({ code: 0, stderr: '' });
  const [even, ear] = ['even.svg', 'ear.svg'].map((file) => readSvg(read(file)));
  expect(ear!.drawing.strokes).not.toEqual(even!.drawing.strokes);
  expect(ear!.metadata).toMatchObject({ settings: { detail: 'map.png' } });
  expect(read('even.svg')).not.toContain('detail');
  const wrong = await run(...command, '--detail', 'square.png');
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toBe(
    "lineament: photos/mug.jpg: The detail map square.png is 80 × 80 but the photo 200 × 160: it should have the photo's shape.\n",
  );
  expect((await run(...command, '--detail', 'photos/broken.jpg')).stderr).toMatch(
    /^lineament: photos\/mug\.jpg: broken\.jpg is not a picture[^\n]*\.\n$/,
  );
});

test('a picture and an animation, with a level beside it', async () => {
  expect((await run('sketch', 'photos/mug.jpg', '-o', 'made/f.png', ...QUICK)).code).toBe(0);
  const { width, format } = await sharp(path.join(folder, 'made/f.png')).metadata();
  expect([width, format]).toEqual([1024, 'png']);
  expect((await run('sketch', 'photos/mug.jpg', '-o', 'made/f.animated.svg', ...QUICK, '--levels', '4,8')).code).toBe(
    0,
  );
  expect(fs.readdirSync(path.join(folder, 'made')).sort()).toEqual([
    'f-4.animated.svg',
    'f-8.animated.svg',
    'f.animated.svg',
    'f.png',
  ]);
  const whole = readSvg(read('made/f.animated.svg')).drawing.strokes;
  expect(readSvg(read('made/f-4.animated.svg')).drawing.strokes).toEqual(whole.slice(0, 4));
});

test.skipIf(process.platform === 'win32').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s writes the best so far and ends with %d', async (signal, code) => {
  const child = start([
    'sketch',
    'photos/mug.jpg',
    'photos/mug.png',
    '-o',
    signal,
    '--json',
    '--steps',
    '100000',
    '--strokes',
    '4',
    ...LIGHT,
  ]);
  const lines: { type: string; kind?: string }[] = [];
  let rest = '';
  child.stdout!.on('data', (chunk) => {
    rest += chunk;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      lines.push(JSON.parse(rest.slice(0, end)));
      rest = rest.slice(end + 1);
      if (lines.at(-1)!.kind === 'step' && !child.killed) child.kill(signal);
    }
  });
  expect((await ended(child)).code).toBe(code);
  expect(lines.at(-1)).toMatchObject({ type: 'end', photos: 2, drawn: 1, failed: 0, stopped: true });
  const { metadata, drawing } = readSvg(read(`${signal}/mug-jpg.svg`));
  expect(metadata).toMatchObject({ stopped: true });
  expect(drawing.strokes.length).toBeGreaterThan(0);
  expect(fs.readdirSync(path.join(folder, signal))).toEqual(['mug-jpg.svg']);
});

test('a reader that closes the pipe early does not cost the file', async () => {
  const child = start(['sketch', 'photos/mug.jpg', '-o', 'pipe.svg', '--json', ...QUICK]);
  child.stdout!.once('data', () => child.stdout!.destroy());
  const { code, stderr } = await ended(child);
  expect([code, stderr]).toEqual([0, '']);
  expect(readSvg(read('pipe.svg')).warnings).toEqual([]);
});
