import fs from 'node:fs';
import { expect, test } from 'vitest';
import { editDistance, nearest, readOptions, UsageError } from '../main/command-line.ts';
import { Random } from '../main/sketch/random.ts';
import { SKETCH_OPTIONS, settingsFrom } from '../main/sketch-options.ts';
import { inFreshFolders, run } from './run-command.ts';

inFreshFolders();

const options = (...argv: string[]) => settingsFrom(readOptions(argv, SKETCH_OPTIONS).values);

test('without options the settings are those of the job itself', async () => {
  const { DEFAULT_SETTINGS } = await import('../main/jobs/sketch-settings.ts');
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
  [['--mask', 'u2netp'], { mask: 'u2netp' }],
  [['--mask', 'built-in'], { mask: 'built-in' }],
  [['--detail', 'cat.jpg'], { detail: 'cat.jpg' }],
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
  [['--mask', 'subject.png'], /no file or folder 'subject\.png'\.$/],
  [['--detail', 'map.png'], /^--detail takes a grey picture, bright where [^.]*, but 'map\.png' is no file\.$/],
  [['--detail', 'holiday'], /'holiday' is no file\.$/],
  [['--views', '2', '--protocol', 'reference'], /^--views needs --protocol lineament/],
  [['--views', '9'], /^--views takes .*1 to 8/],
  [['--detail', 'cat.jpg', '--protocol', 'reference'], /^--detail needs --protocol lineament/],
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
