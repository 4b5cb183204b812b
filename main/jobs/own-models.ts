/**
 * A person's own encoders: ONNX files that were looked into, copied into the models folder and given a name.
 *
 * What the file does not say, its normalisation, is guessed and can be corrected when it is added. `own.json` in the
 * models folder lists them; each has its size and SHA-256, so that a damaged one is found and named like any other.
 *
 * Where the list itself is damaged, what can be read of it is shown, with a sentence; it is not written again before a
 * person has seen to it, for that would forget the others.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { causeOf, writeWhole } from '../files/whole-file.ts';
import type { CatalogueEntry, Normalisation } from '../models/catalogue.ts';
import { readEncoderFile } from '../models/encoder-file.ts';
import { memoryOf, modelsFolder, rememberRight } from '../models/store.ts';
import { NORMALISATIONS, readEncoderParts } from './encoder-parts.ts';
import { turns } from './turns.ts';

const LIST = 'own.json';

/** Whoever changes the list begins with what was written last. */
const inTurn = turns();

const three = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.length(3));
const ownSchema = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
  title: v.string(),
  file: v.pipe(v.string(), v.regex(/^own-[a-z0-9-]+\.onnx$/)),
  /** The path that it was added from. */
  from: v.string(),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  side: v.pipe(v.number(), v.integer(), v.minValue(1)),
  normalisation: v.nullable(v.object({ mean: three, std: three })),
  /** Whether the normalisation was guessed, and nobody has looked at it. */
  guessed: v.optional(v.boolean(), false),
});
type OwnModel = v.InferOutput<typeof ownSchema>;

/** What can be read of the person's own encoders, and what is wrong with their list. */
export interface OwnShelf {
  entries: CatalogueEntry[];
  /** By name, how pixels go in. */
  normalisations: Map<string, OwnNormalisation>;
  /** A sentence; null where the list is whole. */
  fault: string | null;
}

/** The person's own encoders, as many as can be read. */
export async function ownShelf(folder = modelsFolder()): Promise<OwnShelf> {
  const { own, fault } = await readList(folder);
  const said = own.map(({ name, normalisation, guessed }) => {
    return [name, { normalisation: nameOf(normalisation), guessed }] as const;
  });
  return { entries: own.map(entryOf), normalisations: new Map(said), fault };
}

function entryOf({ from, normalisation, guessed: _, ...model }: OwnModel): CatalogueEntry {
  return {
    ...model,
    about: 'Your own file.',
    purpose: 'sketch-encoder',
    url: `the file that it was added from (${from})`,
    megabytes: Math.round(model.bytes / 1e6),
    licence: { name: 'your own file', terms: 'You added this file yourself: its terms are for you to know.' },
    normalisation: normalisation ?? NORMALISATIONS.none,
    features: 'inspect',
    needs: [],
  };
}

/** How pixels go into an own encoder, as a person is told and may correct. */
export interface OwnNormalisation {
  /** A name of NORMALISATIONS. */
  normalisation: NormalisationName;
  guessed: boolean;
}

export type NormalisationName = keyof typeof NORMALISATIONS;

/** Corrects how pixels go into an own encoder. @throws one sentence: there is none of that name, the list is damaged */
export function setOwnNormalisation(
  name: string,
  normalisation: NormalisationName,
  folder = modelsFolder(),
): Promise<void> {
  return inTurn(async () => {
    const own = await wholeList(folder);
    if (!own.some((model) => model.name === name)) throw new Error(`There is no file of yours called '${name}'.`);
    const corrected = { normalisation: NORMALISATIONS[normalisation], guessed: false };
    await writeList(
      folder,
      own.map((model) => (model.name === name ? { ...model, ...corrected } : model)),
    );
  });
}

/** What is said with a file that is added. */
export interface Adding {
  /** Small letters, digits and hyphens; left out: made from the file's name. */
  name?: string | undefined;
  /** Left out: found in the file, or guessed. */
  normalisation?: NormalisationName | undefined;
  /** Names that other models have. */
  taken: readonly string[];
  /** Where it comes from, for the person; left out: the file's path. */
  from?: string;
  folder?: string;
}

export interface Added {
  name: string;
  side: number;
  /** What was guessed, in sentences. */
  notes: string[];
}

/**
 * Looks into an ONNX file and keeps it under a name.
 *
 * @throws one sentence: it is no encoder, or none that can be differentiated, the name is taken, it cannot be copied, the
 *   list is damaged
 */
export function addOwnModel(file: string, adding: Adding): Promise<Added> {
  return inTurn(() => add(file, adding));
}

async function add(
  file: string,
  { name, normalisation, taken, from = path.resolve(file), folder = modelsFolder() }: Adding,
): Promise<Added> {
  const called = name ?? nameFrom(file);
  if (!v.is(ownSchema.entries.name, called))
    throw new Error(`'${called}' is no name for a model: expected small letters, digits and hyphens, as in my-clip.`);
  const own = await wholeList(folder);
  if (taken.includes(called) || own.some((model) => model.name === called))
    throw new Error(`There is a model '${called}' already: choose another with --name.`);
  const { parts, side, notes, withoutRule } = await readEncoderParts(file, 0.5);
  if (withoutRule.length)
    throw new Error(
      `${path.basename(file)} uses ${withoutRule.join(', ')}, which can't be traced back, so it can't sketch: choose another.`,
    );
  const bytes = await fs.readFile(file).catch((error: unknown) => {
    throw new Error(`${file} can't be read: ${causeOf(error)}.`);
  });
  const model: OwnModel = {
    name: called,
    title: path.basename(file, path.extname(file)),
    file: `own-${called}.onnx`,
    from,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    side,
    normalisation: normalisation ? NORMALISATIONS[normalisation] : parts.normalise,
    guessed: !normalisation && notes.length > 0,
  };
  const kept = path.join(folder, model.file);
  await writeWhole(kept, bytes);
  try {
    readEncoderFile(kept);
  } catch {
    // What it keeps in a second file beside it did not come along.
    await fs.rm(kept, { force: true });
    throw new Error(`${path.basename(file)} keeps its weights in another file: save it with its weights inside.`);
  }
  await rememberRight(kept, model.sha256);
  await writeList(folder, [...own, model]);
  return { name: called, side, notes: normalisation ? [] : notes };
}

/** The first name that nobody has: that of a file, or with a number. */
export function freeName(file: string, taken: readonly string[]): string {
  const wanted = nameFrom(file) || 'own';
  let name = wanted;
  for (let count = 2; taken.includes(name); count++) name = `${wanted}-${count}`;
  return name;
}

/** Takes an own model away. @returns whether there was one of that name @throws one sentence: the list is damaged */
export function removeOwnModel(name: string, folder = modelsFolder()): Promise<boolean> {
  return inTurn(async () => {
    const own = await wholeList(folder);
    const model = own.find((one) => one.name === name);
    if (!model) return false;
    await writeList(
      folder,
      own.filter((one) => one !== model),
    );
    const file = path.join(folder, model.file);
    for (const one of [file, memoryOf(file)]) await fs.rm(one, { force: true });
    return true;
  });
}

function nameOf(normalisation: Normalisation | null): NormalisationName {
  const numbers = JSON.stringify(normalisation);
  const found = Object.entries(NORMALISATIONS).find(([, { mean, std }]) => JSON.stringify({ mean, std }) === numbers);
  return (found?.[0] ?? 'none') as NormalisationName;
}

function nameFrom(file: string): string {
  return path
    .basename(file, path.extname(file))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The list, to be changed. @throws one sentence where some of it cannot be read */
async function wholeList(folder: string): Promise<OwnModel[]> {
  const { own, fault } = await readList(folder);
  if (fault) throw new Error(fault);
  return own;
}

async function readList(folder: string): Promise<{ own: OwnModel[]; fault: string | null }> {
  const file = path.join(folder, LIST);
  const lost = (which: string) =>
    `${file} is damaged, so ${which} cannot be listed: mend it, or delete it and add them again; their files, own-….onnx, lie beside it.`;
  try {
    const rows = v.parse(v.array(v.unknown()), JSON.parse(await fs.readFile(file, 'utf8')));
    const own = rows.filter((row) => v.is(ownSchema, row)).map((row) => v.parse(ownSchema, row));
    const fault = own.length < rows.length ? lost(`${rows.length - own.length} of your own models`) : null;
    return { own, fault };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { own: [], fault: null };
    return { own: [], fault: code ? `${file} can't be read: ${causeOf(error)}.` : lost('your own models') };
  }
}

function writeList(folder: string, own: readonly OwnModel[]): Promise<void> {
  return writeWhole(path.join(folder, LIST), `${JSON.stringify(own, null, 2)}\n`);
}
