/**
 * The catalogue: models that a person may get and use by name, models/catalog.json.
 *
 * Each entry says what the file is, where it lies (at a pinned revision), how to know it (size, SHA-256), under which
 * terms, and how pixels go in. Lineament ships none of these files. The file is checked when it is read, field by field,
 * because a slip in it would otherwise be met as a sketch that looks wrong. Licences and normalisations have names in the
 * file, since many models share them.
 */

import fs from 'node:fs/promises';
import path from 'node:path';
import { IN_PACKAGE, readPackageFile } from './package-file.ts';

/** Where the file lies under the package's root. */
const FILE = path.join('models', 'catalog.json');

export interface Licence {
  /** A few words. */
  name: string;
  /** A sentence: what it allows, and what it leaves open. */
  terms: string;
}

/** What is subtracted from pixels in 0..1 and what they are divided by: red, green, blue. */
export interface Normalisation {
  mean: number[];
  std: number[];
}

/** What a model is for. A point encoder sees the photo once, for the point segmentation that needs it. */
const PURPOSES = ['sketch-encoder', 'mask', 'point-segmentation', 'point-encoder', 'depth'] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface CatalogueEntry {
  /** What a person calls it by: `--encoder NAME`. */
  name: string;
  purpose: Purpose;
  /** What it is, in a few words. */
  title: string;
  /** What it is good for, in a sentence. */
  about: string;
  /** The file's name in the models folder (store.ts). */
  file: string;
  /** Where to get it, at a revision that never changes. */
  url: string;
  /** Its exact size; null where only `megabytes` is known. */
  bytes: number | null;
  /** Its size as its publisher states it, in millions of bytes. */
  megabytes: number;
  /** Of the file, 64 hexadecimal digits in lower case. */
  sha256: string;
  licence: Licence;
  /** Pixels across its picture. */
  side: number;
  normalisation: Normalisation;
  /** Which interior tensors a sketch compares: those that inspection finds. null for what sketches do not compare. */
  features: 'inspect' | null;
  /** Names of the other entries that it does not run without. */
  needs: string[];
}

type Fields = Record<string, unknown>;
interface Rule {
  expected: string;
  holds: (value: unknown) => boolean;
}

const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0;
const areThree = (holds: (value: number) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length === 3 && value.every((one) => Number.isFinite(one) && holds(one));

const WORDS: Rule = { expected: 'a text', holds: matches(/\S/) };

/** What the fields of an entry must be. A file name has no folder in it, so that nothing lands outside the models folder. */
const ENTRY: Record<keyof CatalogueEntry, Rule> = {
  name: { expected: 'small letters, digits and hyphens', holds: matches(/^(?!built-in$)[a-z0-9]+(-[a-z0-9]+)*$/) },
  purpose: {
    expected: `one of ${PURPOSES.join(', ')}`,
    holds: (value) => PURPOSES.some((purpose) => purpose === value),
  },
  title: WORDS,
  about: WORDS,
  file: { expected: 'a file name that ends in .onnx', holds: matches(/^[a-z0-9][\w.-]*\.onnx$/i) },
  url: { expected: 'an https address', holds: matches(/^https:\/\/[^/\s]+\/\S+$/) },
  bytes: { expected: 'a number of bytes, or null', holds: (value) => value === null || isCount(value) },
  megabytes: { expected: 'a whole number', holds: isCount },
  sha256: { expected: '64 hexadecimal digits in lower case', holds: matches(/^[0-9a-f]{64}$/) },
  licence: WORDS,
  side: { expected: 'a number of pixels', holds: isCount },
  normalisation: WORDS,
  features: { expected: '"inspect", or null', holds: (value) => value === null || value === 'inspect' },
  needs: {
    expected: 'a list of names',
    holds: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  },
};

/** What need not be written. */
const DEFAULTS = { features: null, needs: [] };

const LICENCE: Record<keyof Licence, Rule> = { name: WORDS, terms: WORDS };

const NORMALISATION: Record<keyof Normalisation, Rule> = {
  mean: { expected: 'three numbers', holds: areThree(() => true) },
  std: { expected: 'three numbers above 0', holds: areThree((value) => value > 0) },
};

/**
 * The catalogue that ships with Lineament, in its own order; another file's where LINEAMENT_CATALOGUE names one.
 *
 * @param from a file inside the package, to look upwards from
 * @throws Error with one sentence: it is missing, or what in it is wrong
 */
export async function readCatalogue(from = IN_PACKAGE): Promise<CatalogueEntry[]> {
  const other = process.env['LINEAMENT_CATALOGUE'];
  if (other) {
    const text = await fs.readFile(other, 'utf8').catch((error: Error) => {
      throw new Error(`The catalogue that LINEAMENT_CATALOGUE names can't be read: ${error.message}.`);
    });
    return parseCatalogue(text, other);
  }
  const bytes = await readPackageFile(FILE, 'The catalogue', from);
  return parseCatalogue(new TextDecoder().decode(bytes), FILE);
}

/**
 * @param text JSON: `licences` and `normalisations` by name, and `models`, a list
 * @param file its name, for errors
 * @throws Error with one sentence that names the entry and the field
 */
export function parseCatalogue(text: string, file = 'the catalogue'): CatalogueEntry[] {
  const top = parseObject(text, file);
  const licences = named<Licence>(top, 'licences', LICENCE, file);
  const normalisations = named<Normalisation>(top, 'normalisations', NORMALISATION, file);
  const models = top['models'];
  if (!Array.isArray(models)) throw new Error(`${file}: 'models' must be a list, but is ${shown(models)}.`);
  const entries = models.map((model, i): CatalogueEntry => {
    const place = `${file}, ${isObject(model) && typeof model['name'] === 'string' ? `model '${onOneLine(model['name'])}'` : `model ${i + 1}`}`;
    const fields = checked(isObject(model) ? { ...DEFAULTS, ...model } : model, ENTRY, place);
    const licence = pick(licences, fields['licence'], `${place}: 'licence'`);
    const normalisation = pick(normalisations, fields['normalisation'], `${place}: 'normalisation'`);
    const entry = { ...fields, licence, normalisation } as unknown as CatalogueEntry;
    if (entry.bytes !== null && Math.abs(entry.bytes / 1e6 - entry.megabytes) > 1)
      throw new Error(`${place}: 'bytes' and 'megabytes' differ: ${entry.bytes} and ${entry.megabytes}.`);
    if (entry.purpose === 'sketch-encoder' && !entry.features)
      throw new Error(`${place}: 'features' must be "inspect" for a sketch encoder.`);
    return entry;
  });
  for (const { name, needs } of entries)
    for (const other of needs)
      if (!entries.some((entry) => entry.name === other))
        throw new Error(
          `${file}, model '${name}': 'needs' names '${onOneLine(other)}', which is not in the catalogue.`,
        );
  for (const field of ['name', 'file'] as const) {
    const values = entries.map((entry) => entry[field].toLowerCase());
    const twice = values.find((value, i) => values.indexOf(value) < i);
    if (twice !== undefined) throw new Error(`${file}: two models have the ${field} '${twice}'.`);
  }
  return entries;
}

function parseObject(text: string, file: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${onOneLine((error as Error).message)}.`);
  }
  if (!isObject(value)) throw new Error(`${file} must hold an object, but holds ${shown(value)}.`);
  return value;
}

function named<T>(top: Fields, part: string, rules: Record<string, Rule>, file: string): Map<string, T> {
  const table = top[part];
  if (!isObject(table)) throw new Error(`${file}: '${part}' must be an object, but is ${shown(table)}.`);
  const rows = Object.entries(table);
  return new Map(rows.map(([name, row]) => [name, checked(row, rules, `${file}, ${part} '${onOneLine(name)}'`) as T]));
}

function checked(value: unknown, rules: Record<string, Rule>, place: string): Fields {
  if (!isObject(value)) throw new Error(`${place} must be an object, but is ${shown(value)}.`);
  const stranger = Object.keys(value).find((field) => !Object.hasOwn(rules, field));
  if (stranger !== undefined)
    throw new Error(`${place} has a field '${onOneLine(stranger)}' that does not belong there.`);
  for (const [field, { expected, holds }] of Object.entries(rules))
    if (!holds(value[field]))
      throw new Error(`${place}: '${field}' must be ${expected}, but is ${shown(value[field])}.`);
  return value;
}

function pick<T>(table: Map<string, T>, name: unknown, place: string): T {
  const row = table.get(name as string);
  if (row === undefined)
    throw new Error(`${place} must be one of ${onOneLine([...table.keys()].join(', '))}, but is ${shown(name)}.`);
  return row;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : onOneLine(JSON.stringify(value));
}

/** What a sentence quotes of the file, which may be anything. */
function onOneLine(text: string): string {
  const line = text.slice(0, 1000).replace(/[\s\p{Cc}]+/gu, ' ');
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
