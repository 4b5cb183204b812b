import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { editDistance, nearest, readOptions, UsageError } from '../main/command-line.ts';
import { runCommand } from '../main/commands.ts';
import { expandGlob, listPhotos } from '../main/jobs/photo-list.ts';
import { planOutputs } from '../main/output-names.ts';
import { barLine, duration } from '../main/progress.ts';
import { Random } from '../main/sketch/random.ts';
import type { Host } from '../main/sketch-command.ts';
import { SKETCH_OPTIONS, settingsFrom } from '../main/sketch-options.ts';
import { readSvg } from '../main/strokes/svg-read.ts';
import { version } from '../package.json';
import { fakeSketch } from './jobs/fake-job.ts';

const home = process.cwd();
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-cli-')));
afterAll(() => {
  process.chdir(home);
  fs.rmSync(folder, { recursive: true });
});

/** A fresh folder to run in, with photos that the fake job does not look into. */
beforeEach((context) => {
  const here = path.join(folder, context.task.id);
  fs.mkdirSync(path.join(here, 'holiday'), { recursive: true });
  process.chdir(here);
  for (const name of [
    'cat.jpg',
    'holiday/10.jpg',
    'holiday/2.jpg',
    'holiday/broken.png',
    'holiday/notes.txt',
    'holiday/x.svg',
  ])
    fs.writeFileSync(name, '');
});

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

async function run(argv: string[], host: Partial<Host> & { tty?: boolean } = {}): Promise<Run> {
  const streams = { stdout: '', stderr: '' };
  let seconds = 0;
  const code = await runCommand(argv, {
    stdout: { write: (text) => (streams.stdout += text) },
    stderr: { write: (text) => (streams.stderr += text), isTTY: host.tty ?? false, columns: 100 },
    env: {},
    clock: () => (seconds += 0.25),
    signal: new AbortController().signal,
    loadJob: async () => fakeSketch,
    ...host,
  });
  return { code, ...streams };
}

const options = (...argv: string[]) => settingsFrom(readOptions(argv, SKETCH_OPTIONS).values);

test('without options the settings are those of the job itself', async () => {
  const { DEFAULT_SETTINGS } = await import('../main/jobs/sketch.ts');
  expect(options()).toEqual(DEFAULT_SETTINGS);
});

test('options are read in all their spellings, the last one counting', () => {
  const { values, words } = readOptions(
    ['a.jpg', '--strokes=8', '-oout', '--seed', '7', '--strokes', '32', '-q', '--', '--json'],
    SKETCH_OPTIONS,
  );
  expect(values).toEqual({ strokes: 32, out: 'out', seed: 7, quiet: true });
  expect(words).toEqual(['a.jpg', '--json']);
});

test.each([
  [['--quality', 'draft'], { quality: 'draft', seeds: 1 }],
  [['--quality', 'best', '--seeds', '2'], { quality: 'best', seeds: 2 }],
  [['--levels', '8,4,8'], { levels: [4, 8], strokes: 8 }],
  [['--levels', '4,8', '--strokes', '20'], { levels: [4, 8], strokes: 20 }],
  [['--width', '.5', '--fidelity', '1'], { width: 0.5, fidelity: 1 }],
  [['--mask', 'holiday'], { mask: 'holiday' }],
])('%j', (argv, expected) => expect(options(...argv)).toMatchObject(expected));

test.each([
  [['--stroke', '8'], "There is no option '--stroke'; did you mean --strokes?"],
  [['--sedes', '8'], "There is no option '--sedes'; did you mean --seeds?"],
  [['--zzzzzzzz'], /^There is no option '--zzzzzzzz'; there are --out, /],
  [['-x'], /^There is no option '-x'/],
  [['--strokes'], '--strokes needs a value: --strokes N.'],
  [['--strokes', '--json'], '--strokes needs a value: --strokes N.'],
  [['--strokes', '65'], "--strokes takes a whole number from 1 to 64, not '65'."],
  [['--strokes', '1e1'], /a whole number/],
  [['--seed', '-3'], "--seed takes a whole number from 0 to 2147483647, not '-3'."],
  [['--fidelity', 'NaN'], "--fidelity takes a number from 0 to 1, not 'NaN'."],
  [['--levels', '4,,8'], /^--levels takes whole numbers from 1 to 64 with commas/],
  [['--quality', 'fast'], "--quality takes one of draft, normal, best, not 'fast'."],
  [['--json=1'], "--json is a switch and takes no value, but got '1'."],
  [['--out='], "--out takes a text that is not empty, not ''."],
  [['--levels', '4,32', '--strokes', '16'], /^--levels goes up to 32, but --strokes is 16/],
  [['--levels', '4', '--protocol', 'reference'], /^--levels needs --protocol lineament/],
  [['--mask', 'atuo'], /no file or folder 'atuo'; did you mean auto\?$/],
  [['--hasOwnProperty'], /^There is no option/],
])('%j is answered in one sentence, with exit code 2 and nothing written', async (argv, message) => {
  const { code, stdout, stderr } = await run(['sketch', 'cat.jpg', ...argv]);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^lineament: [^\n]+\n$/);
  if (typeof message === 'string') expect(stderr).toBe(`lineament: ${message}\n`);
  else expect(stderr.slice('lineament: '.length).trim()).toMatch(message);
  expect(fs.readdirSync('.').sort()).toEqual(['cat.jpg', 'holiday']);
});

test.each([
  [['skecth', 'cat.jpg'], /'skecth'; did you mean sketch\?/],
  [['cat.jpg'], /lineament sketch cat\.jpg\.$/],
  [['--verison'], /did you mean --version\?/],
  [['sketch'], /no photo to sketch/],
  [['sketch', 'cat.jpg', '-o', 'x.pdf'], /x\.pdf cannot be written: its ending is none of/],
  [['sketch', 'cat.jpg', '-o', 'x.svg', '--format', 'png'], /contradicts/],
  [['sketch', 'holiday', '-o', 'x.svg'], /x\.svg is one file, but there are 3 photos/],
  [['sketch', 'holiday/x.svg', '-o', 'holiday/../holiday/x.svg'], /is the photo itself/],
])('%j makes no sense and is told why', async (argv, message) => {
  const { code, stderr } = await run(argv);
  expect(code).toBe(2);
  expect(stderr.trim()).toMatch(message);
});

test('edit distance: textbook cases of insertion, deletion, change and swap', () => {
  expect(
    ['kitten sitting', 'ca abc', 'ab ba', ' abc', 'same same'].map((pair) =>
      editDistance(...(pair.split(' ') as [string, string])),
    ),
  ).toEqual([3, 3, 1, 3, 0]);
  expect(nearest('--widht', ['--mask', '--width'])).toBe('--width');
  expect(nearest('--x', ['--mask', '--width'])).toBeNull();
});

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

test('a terminal gets a bar with time left and objective, wiped before anything else is said', async () => {
  const { stdout, stderr } = await run(['sketch', 'cat.jpg'], { tty: true });
  expect(stderr).toContain(' 50 %  objective 0.5000  2 s left');
  expect(stderr.endsWith('\r\x1b[K')).toBe(true);
  expect(stderr).toContain('\x1b[36m');
  expect(stdout).toMatch(/^cat\.jpg -> cat\.svg: .*\n$/);
  expect(stdout).not.toContain('\x1b');
});

test.each([
  ['NO_COLOR', { tty: true, env: { NO_COLOR: '1' } }, /█/, /\[\d+m/],
  ['a pipe', { tty: false }, /^$/, /./],
  ['a dumb terminal', { tty: true, env: { TERM: 'dumb' } }, /^$/, /./],
])('%s is respected', async (_, host, wanted, unwanted) => {
  const { stderr } = await run(['sketch', 'cat.jpg'], host);
  expect(stderr).toMatch(wanted);
  expect(stderr).not.toMatch(unwanted);
});

test('the bar fits its terminal, whatever the name', () => {
  const frame = {
    kind: 'step' as const,
    progress: 0.999,
    objective: 1,
    secondsLeft: 3725,
    drawing: { width: 1, height: 1, strokes: [] },
  };
  for (const columns of [0, 1, 20, 40, 60, 61, 62, 80, 200])
    for (const name of ['', 'a.jpg', 'x'.repeat(300), '\x1b[31m\nred']) {
      const line = barLine(name, frame, columns, false);
      expect(line.length).toBeLessThanOrEqual(Math.max(0, columns - 1));
      expect(/\p{Cc}/u.test(line)).toBe(false);
      if (columns >= 80) expect(line).toContain(' 99 %  objective 1.0000  1 h 2 min left');
    }
  expect([0.2, 59.6, 95, 4000].map(duration)).toEqual(['1 s', '1 min 0 s', '1 min 35 s', '1 h 6 min']);
});

test('the names of outputs never meet, nor fall on a photo', () => {
  const files = (photos: string[], wish: Partial<Parameters<typeof planOutputs>[1]> = {}) =>
    planOutputs(photos, { out: undefined, format: undefined, levels: [], several: true, ...wish }).outputs.map(
      ({ file }) => file,
    );
  expect(files(['a.jpg', 'a.png', 'b.jpg'])).toEqual(['a-jpg.svg', 'a-png.svg', 'b.svg']);
  expect(files(['x/a.jpg', 'y/a.jpg', 'z/A.JPG'])).toEqual(['a-jpg.svg', 'a-jpg-2.svg', 'A-JPG-3.svg']);
  expect(files(['a.svg'])).toEqual(['a-svg.svg']);
  expect(files(['cat.jpg'], { out: 'holiday' })).toEqual([path.join('holiday', 'cat.svg')]);
  expect(files(['cat.jpg'], { out: 'new/', several: false, format: 'animated' })).toEqual([
    path.join('new', 'cat.animated.svg'),
  ]);
  expect(files(['cat.jpg'], { out: 'new', several: false })).toEqual([path.join('new', 'cat.svg')]);
  expect(files(['cat.jpg'], { out: 'v1.2', several: true })).toEqual([path.join('v1.2', 'cat.svg')]);
  // The level of one photo and the whole of another.
  const { outputs } = planOutputs(['a.jpg', 'a-4.jpg'], {
    out: undefined,
    format: undefined,
    levels: [4],
    several: true,
  });
  const all = outputs.flatMap(({ file, levels }) => [file, ...levels.map((level) => level.file)]);
  expect(new Set(all).size).toBe(all.length);
});

test('a photo is never overwritten, not by another of its names either', async () => {
  fs.writeFileSync('photo.svg', '<svg/>');
  fs.symlinkSync('photo.svg', 'other.svg');
  const { code, stderr } = await run(['sketch', 'photo.svg', '-o', 'other.svg']);
  expect([code, stderr]).toEqual([2, 'lineament: other.svg is the photo itself; give another name after --out.\n']);
  expect((await run(['sketch', 'photo.svg'])).stdout).toContain('photo-svg.svg');
  expect(fs.readFileSync('photo.svg', 'utf8')).toBe('<svg/>');
});

test.each([
  ['holiday/*.jpg', ['2.jpg', '10.jpg']],
  ['holiday/*', ['2.jpg', '10.jpg', 'broken.png']],
  ['holiday/*.svg', ['x.svg']],
  ['holiday/?.jpg', ['2.jpg']],
  ['*/[0-9]*.{jpg,png}', ['2.jpg', '10.jpg']],
  ['holiday/[!0-9]*', ['broken.png']],
  ['**/2.jpg', ['2.jpg']],
  ['**', ['cat.jpg', '2.jpg', '10.jpg', 'broken.png']],
  ['holiday/[z-a].jpg', []],
  ['holiday/(*', []],
  ['nowhere/*.jpg', []],
])('the pattern %s finds %j', async (pattern, names) => {
  expect((await expandGlob(pattern)).map((file) => path.basename(file))).toEqual(names);
});

test('a file whose name looks like a pattern is that file; nothing is listed twice', async () => {
  fs.writeFileSync('a[1].jpg', '');
  const { listed, several } = await listPhotos(['a[1].jpg']);
  expect([listed, several]).toEqual([[{ photo: 'a[1].jpg' }], false]);
  expect((await listPhotos(['cat.jpg', './cat.jpg', '*.jpg'])).listed.map(({ photo }) => photo)).toEqual([
    'cat.jpg',
    'a[1].jpg',
  ]);
});

test('a folder without photos is told', async () => {
  fs.mkdirSync('empty');
  const { code, stderr } = await run(['sketch', 'empty']);
  expect([code, stderr]).toEqual([1, 'lineament: The folder empty has no photos in it.\n']);
});

test('random command lines end in a run or one clear sentence, and never anything else', async () => {
  const random = new Random(2026);
  const scraps = [
    ...Object.keys(SKETCH_OPTIONS).map((name) => `--${name}`),
    ...['-o', '-q', '-h', '--', '-', '', '--strokes=4', '--seed=', '=', '---', '-o=', '--__proto__', '--constructor'],
    ...[
      '4',
      '-1',
      '1e3',
      '٤',
      '4,8',
      ',',
      'none',
      'draft',
      'cat.jpg',
      'holiday',
      '*.jpg',
      '{a,b',
      '[',
      '**',
      'out',
      'x.png',
      '\u0000',
      'a'.repeat(300),
    ],
  ];
  const codes = new Set<number>();
  for (let round = 0; round < 400; round++) {
    const argv = Array.from({ length: random.below(7) }, () => scraps[random.below(scraps.length)]!);
    const { code, stderr } = await run(['sketch', ...argv]);
    codes.add(code);
    expect([0, 1, 2], JSON.stringify(argv)).toContain(code);
    if (code === 2) expect(stderr, JSON.stringify(argv)).toMatch(/^lineament: [^\n]*[.?]\n$/);
    else for (const line of stderr.split('\n').slice(0, -1)) expect(line).toMatch(/^lineament: /);
  }
  expect([...codes].sort()).toEqual([0, 1, 2]);
});

test('a reader of a value that fails is a UsageError with the option in it', () => {
  expect(() => readOptions(['--seeds', '9'], SKETCH_OPTIONS)).toThrow(UsageError);
});
