/**
 * A person's own encoders: ONNX files that were looked into, copied into the models folder and given a name.
 *
 * What the file does not say, its normalisation, is guessed and can be corrected when it is added. `own.json` in the
 * models folder lists them; each has its size and SHA-256, so that a damaged one is found and named like any other.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { CatalogueEntry } from '../models/catalogue.ts';
import { memoryOf, modelsFolder, rememberRight } from '../models/store.ts';
import { NORMALISATIONS, readEncoderParts } from './encoder-parts.ts';
import { causeOf, writeWhole } from './whole-file.ts';

const LIST = 'own.json';

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
});
type OwnModel = v.InferOutput<typeof ownSchema>;

/**
 * The person's own encoders as entries of the catalogue.
 * @throws one sentence where the list is damaged
 */
export async function ownEntries(folder = modelsFolder()): Promise<CatalogueEntry[]> {
  return (await readList(folder)).map(({ from, normalisation, ...model }) => ({
    ...model,
    purpose: 'sketch-encoder',
    url: `the file that it was added from (${from})`,
    megabytes: Math.round(model.bytes / 1e6),
    licence: { name: 'your own file', terms: 'You added this file yourself: its terms are for you to know.' },
    normalisation: normalisation ?? NORMALISATIONS.none,
    features: 'inspect',
    needs: [],
  }));
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
 * @param name small letters, digits and hyphens; null: made from the file's name
 * @param normalisation one of NORMALISATIONS; null: found in the file, or guessed
 * @param taken names that other models have
 * @throws one sentence: it is no encoder, the name is taken, it cannot be copied
 */
export async function addOwnModel(
  file: string,
  name: string | null,
  normalisation: keyof typeof NORMALISATIONS | null,
  taken: readonly string[],
  folder = modelsFolder(),
): Promise<Added> {
  const called = name ?? nameFrom(file);
  if (!v.is(ownSchema.entries.name, called))
    throw new Error(`'${called}' is no name for a model: expected small letters, digits and hyphens, as in my-clip.`);
  const own = await readList(folder);
  if (taken.includes(called) || own.some((model) => model.name === called))
    throw new Error(`There is a model '${called}' already: choose another with --name.`);
  const { parts, side, notes } = await readEncoderParts(file, 0.5);
  const bytes = await fs.readFile(file).catch((error: unknown) => {
    throw new Error(`${file} can't be read: ${causeOf(error)}.`);
  });
  const model: OwnModel = {
    name: called,
    title: path.basename(file, path.extname(file)),
    file: `own-${called}.onnx`,
    from: path.resolve(file),
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    side,
    normalisation: normalisation ? NORMALISATIONS[normalisation] : parts.normalise,
  };
  const kept = path.join(folder, model.file);
  await writeWhole(kept, bytes);
  await rememberRight(kept, model.sha256);
  await writeList(folder, [...own, model]);
  return { name: called, side, notes: normalisation ? [] : notes };
}

/** Takes an own model away. @returns whether there was one of that name */
export async function removeOwnModel(name: string, folder = modelsFolder()): Promise<boolean> {
  const own = await readList(folder);
  const model = own.find((one) => one.name === name);
  if (!model) return false;
  await writeList(
    folder,
    own.filter((one) => one !== model),
  );
  const file = path.join(folder, model.file);
  for (const one of [file, memoryOf(file)]) await fs.rm(one, { force: true });
  return true;
}

function nameFrom(file: string): string {
  return path
    .basename(file, path.extname(file))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

async function readList(folder: string): Promise<OwnModel[]> {
  const file = path.join(folder, LIST);
  const text = await fs.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '[]';
    throw new Error(`${file} can't be read: ${causeOf(error)}.`);
  });
  try {
    return v.parse(v.array(ownSchema), JSON.parse(text));
  } catch {
    throw new Error(`${file} is damaged: expected a list of your own models; delete it and add them again.`);
  }
}

function writeList(folder: string, own: readonly OwnModel[]): Promise<void> {
  return writeWhole(path.join(folder, LIST), `${JSON.stringify(own, null, 2)}\n`);
}
