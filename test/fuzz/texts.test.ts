/** Catalogues, settings, preferences, and command lines: what they hold, or one clear sentence. */

import fs from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { readOptions, UsageError } from '../../main/command-line.ts';
import { settingsSchema } from '../../main/contract.ts';
import { parseCatalogue } from '../../main/models/catalogue.ts';
import { SKETCH_OPTIONS, settingsFrom } from '../../main/sketch-options.ts';
import { preferencesOf, readPreferences } from '../../renderer/state/preferences.ts';
import { initialState } from '../../renderer/state/store.ts';
import { mutatedText, pick } from './mutate.ts';
import { mutatedValue } from './structures.ts';
import { flawOf, tryCases } from './trial.ts';

const SCRAPS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u0000',
  '\n',
  '\0',
  '1e999',
  '-',
  'null',
  '"__proto__":',
  '\ud800',
];

const catalogue = fs.readFileSync('models/catalog.json', 'utf8');

test('mutated catalogues', async () => {
  const { read, refused } = await tryCases({
    kind: 'catalogue',
    cases: 3000,
    make: (random) =>
      random.below(2)
        ? JSON.stringify(mutatedValue(JSON.parse(catalogue), random))
        : mutatedText(random, [catalogue], SCRAPS),
    run: (text) => {
      for (const { file, url, side } of parseCatalogue(text)) {
        if (/[\\/]|\.\./.test(file) || !url.startsWith('https://') || !(side > 0))
          throw new TypeError(`${file} ${url}`);
      }
    },
    show: (text) => text ?? '',
  });
  expect(read).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
});

const preferences = JSON.stringify(preferencesOf(initialState));

test('mutated preferences are read as far as they are whole, and never refused', async () => {
  const { refused } = await tryCases({
    kind: 'preferences',
    cases: 3000,
    make: (random) =>
      random.below(2)
        ? JSON.stringify(mutatedValue(JSON.parse(preferences), random))
        : mutatedText(random, [preferences], SCRAPS),
    run: (json) => {
      const read = readPreferences(json ?? '');
      // What was read is what would be written, and is read again as it is.
      const written = JSON.stringify(read);
      expect(JSON.stringify(readPreferences(written))).toBe(written);
      expect(v.is(settingsSchema, read.settings)).toBe(true);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    },
    show: (json) => json ?? '',
  });
  expect(refused).toBe(0);
});

const WORDS = [
  ...['-', '--', '---', '-o', '-q', '-oX', '-o=', '=', '--=', '--__proto__', '--constructor=1', '--toString', '-\0'],
  ...['4', '-1', '1e3', '٤', '4,8', ',', 'none', 'draft', 'cat.jpg', '*.jpg', '{a,b', 'a\nb', '\u001b[31m', '…', ''],
  ...['a'.repeat(5000), `--${'a'.repeat(5000)}`, '9'.repeat(400), '0x10', ' 4 ', '--strokes=\n', '--seed=-0', '\ud800'],
];

test('words after lineament sketch', async () => {
  const names = Object.keys(SKETCH_OPTIONS);
  const words = [...WORDS, ...names.flatMap((name) => [`--${name}`, `--${name}=x`, `--${name.slice(0, -1)}`])];
  const { read, refused } = await tryCases({
    kind: 'words',
    cases: 4000,
    make: (random) => Array.from({ length: random.below(6) }, () => pick(random, words)),
    run: (argv) => settingsFrom(readOptions(argv, SKETCH_OPTIONS).values),
    show: (argv) => JSON.stringify(argv),
    flaw: (error) => (error instanceof UsageError ? flawOf(error) : 'it is no UsageError'),
  });
  expect(read).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
});
