/**
 * The models as the page shows them, and what it does to them: what came with Lineament, the catalogue's, and the
 * person's own, each with what it is for and what is here of it.
 */

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Licence } from '../models/catalogue.ts';
import { IN_PACKAGE, readPackageFile } from '../models/package-file.ts';
import { reopenLater } from './encoder-loan.ts';
import { downloadModel } from './model-download.ts';
import {
  agree,
  hasAgreed,
  listModels,
  type ModelState,
  modelOf,
  modelsFolder,
  removeModel,
  withNeeds,
} from './model-shelf.ts';
import {
  addOwnModel,
  freeName,
  type NormalisationName,
  type OwnNormalisation,
  setOwnNormalisation,
} from './own-models.ts';
import { turns } from './turns.ts';

/** What a model is for, as the page sorts them. */
export type ModelUse = 'sketching' | 'cut-out' | 'pointing' | 'depth';

export interface ShownModel {
  /** 'built-in', or what `--encoder` takes. Built-in ones share theirs, but no two of them one use. */
  name: string;
  use: ModelUse;
  title: string;
  /** One sentence. */
  about: string;
  /** In millions of bytes; null where it is a method and no file. */
  megabytes: number | null;
  licence: Licence;
  /** The site that it is downloaded from; null: from none. */
  source: string | null;
  own: boolean;
  /** Whether it draws by itself when it is chosen: a sketch encoder. */
  sketches: boolean;
  state: 'built-in' | ModelState;
  /** Bytes that are here. */
  received: number;
  /** What is wrong with a damaged one, in a sentence. */
  fault: string | null;
  /** Whether the person has agreed to its licence. */
  agreed: boolean;
  /** Names of those that are downloaded with it. */
  needs: string[];
  /** How pixels go in; null where that is not for the person to say. */
  pixels: OwnNormalisation | null;
}

export interface ShownModels {
  models: ShownModel[];
  folder: string;
  /** Why some of the person's own are not among them, in a sentence; null where all are. */
  fault: string | null;
}

const OURS: Licence = {
  name: 'MIT',
  terms: 'Part of Lineament: free to use, also commercially, and to pass on with its licence.',
};

/** What came with Lineament; `file` lies in its models folder, null where there is a method instead of a network. */
const BUILT_IN: { use: ModelUse; file: string | null; about: string }[] = [
  { use: 'sketching', file: 'encoder.onnx', about: 'Good for most photos, and the quickest.' },
  { use: 'cut-out', file: 'mask.onnx', about: 'Finds the subject in every photo that is opened.' },
  { use: 'pointing', file: null, about: 'Goes by colours and edges around what is pointed at.' },
  { use: 'depth', file: 'depth.onnx', about: 'Estimates near and far from shape. A depth model sees more.' },
];

const USES = {
  'sketch-encoder': 'sketching',
  mask: 'cut-out',
  'point-segmentation': 'pointing',
  'point-encoder': 'pointing',
  depth: 'depth',
} as const;

/** Of two files that are added at once the second gets a name that the first has not. */
const inTurn = turns();

/** Every model there is, what came with Lineament first. @throws one sentence: the catalogue is damaged */
export async function shownModels(folder = modelsFolder()): Promise<ShownModels> {
  const [shelf, builtIn] = await Promise.all([listModels(folder), Promise.all(BUILT_IN.map(shownBuiltIn))]);
  const models = shelf.models.map(async ({ entry, own, state, received, fault }): Promise<ShownModel> => {
    const { name, title, about, megabytes, licence, needs, purpose } = entry;
    const source = own ? null : new URL(entry.url).host;
    const known = { own, state, received, fault, agreed: own || (await hasAgreed(entry, folder)) };
    const use = { use: USES[purpose], sketches: purpose === 'sketch-encoder' };
    return {
      name,
      ...use,
      title,
      about,
      megabytes,
      licence,
      source,
      ...known,
      needs,
      pixels: shelf.normalisations.get(name) ?? null,
    };
  });
  return { models: [...builtIn, ...(await Promise.all(models))], folder, fault: shelf.fault };
}

async function shownBuiltIn({ use, file, about }: (typeof BUILT_IN)[number]): Promise<ShownModel> {
  const bytes = file && (await readPackageFile(path.join('models', file), `The built-in model for ${use}`, IN_PACKAGE));
  const here = { state: 'built-in', received: bytes ? bytes.length : 0, fault: null, agreed: true } as const;
  return {
    name: 'built-in',
    use,
    title: 'Built in',
    about,
    megabytes: bytes ? bytes.length / 1e6 : null,
    licence: OURS,
    source: null,
    own: false,
    sketches: use === 'sketching',
    ...here,
    needs: [],
    pixels: null,
  };
}

export interface GettingModel {
  /** Which file comes now: the model, or one that it needs. */
  name: string;
  received: number;
  /** null while it is not known. */
  total: number | null;
}

/**
 * Downloads a model and those that it needs, and keeps that the person agreed to their licences.
 *
 * @param agreed whether they have agreed just now
 * @param signal aborting pauses: what came stays
 * @returns whether it was paused
 * @throws one sentence: there is no such model, nobody agreed, or what downloadModel says
 */
export async function getShownModel(
  { name, agreed }: { name: string; agreed: boolean },
  show: (progress: GettingModel) => void,
  signal: AbortSignal,
): Promise<{ paused: boolean }> {
  const { entry: wanted, own } = await modelOf(name);
  if (own) throw new Error(`${wanted.title} is your own file: there is nothing to download.`);
  try {
    for (const entry of await withNeeds(wanted)) {
      if (agreed) await agree(entry);
      else if (!(await hasAgreed(entry)))
        throw new Error(`${entry.title} is not downloaded before its licence was agreed to: press Download.`);
      await downloadModel(entry, { signal, onProgress: (progress) => show({ name: entry.name, ...progress }) });
    }
    return { paused: false };
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    return { paused: true };
  }
}

/** Takes a model's files away. @throws one sentence where there is none of that name */
export async function removeShownModel({ name }: { name: string }): Promise<Record<string, never>> {
  await removeModel(await modelOf(name));
  await reopenLater(name);
  return {};
}

/** Corrects how pixels go into an own encoder. @throws one sentence where there is none of that name */
export async function setShownPixels({
  name,
  normalisation,
}: {
  name: string;
  normalisation: NormalisationName;
}): Promise<Record<string, never>> {
  await setOwnNormalisation(name, normalisation);
  await reopenLater(name);
  return {};
}

/**
 * Keeps an encoder of the person's own.
 *
 * @param file its name without a folder
 * @returns the name that it got
 * @throws one sentence: it is no encoder, or it cannot be kept
 */
export function addShownModel(adding: { file: string; bytes: Uint8Array }): Promise<{ name: string }> {
  return inTurn(() => add(adding));
}

async function add({ file, bytes }: { file: string; bytes: Uint8Array }): Promise<{ name: string }> {
  const known = (await listModels()).models.map(({ entry }) => entry.name);
  const taken = ['built-in', ...known];
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'lineament-'));
  const called = ownName(file);
  try {
    const beside = path.join(folder, called);
    await fs.writeFile(beside, bytes);
    const { name } = await addOwnModel(beside, { name: freeName(called, taken), taken, from: called });
    return { name };
  } catch (error) {
    // A person knows their file, and not where it was put to be looked into.
    const said = (error as Error).message.replaceAll(folder + path.sep, '');
    throw new Error(/[.?]$/.test(said) ? said : `${said}.`);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** The file's name without folders, as file systems bear it: the page may say anything. */
function ownName(file: string): string {
  const name = path
    .basename(file.replaceAll('\\', '/'))
    .replace(/\p{Cc}/gu, ' ')
    .slice(-100);
  return /^\.*$/.test(name) ? 'model.onnx' : name;
}
