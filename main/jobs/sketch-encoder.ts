/**
 * The encoder that a sketch's settings ask for, opened and ready to compare: the built-in one, any ONNX file, or a model
 * of the catalogue that lies on this machine.
 */

import fs from 'node:fs/promises';
import { readBuiltInEncoder } from '../models/built-in.ts';
import { type CatalogueEntry, readCatalogue } from '../models/catalogue.ts';
import { type EncoderParts, openEncoder } from '../models/onnx-encoder.ts';
import type { Provider } from '../models/session.ts';
import { SteadyEncoder } from '../models/steady-encoder.ts';
import { findModel } from '../models/store.ts';
import { DEVICE_NAMES, devicesFor, halvesOn } from './devices.ts';
import { type PartsOfFile, readEncoderParts } from './encoder-parts.ts';
import { ownShelf } from './own-models.ts';
import type { SketchSettings } from './sketch-settings.ts';
import { openInTime } from './step-views.ts';

/** Pixels across at which the built-in encoder looks: more was no better with the same steps. */
const BUILT_IN_SIDE = 128;

/** The settings that an encoder is opened by. */
export type ChoiceOfEncoder = Pick<SketchSettings, 'encoder' | 'fidelity' | 'device' | 'threads' | 'views'>;

export interface OpenedForSketch {
  encoder: SteadyEncoder;
  /** What the person should know of it. */
  notes: string[];
}

/**
 * @param settings its `encoder` is 'built-in', else the path of a file that is there, else a name of the catalogue
 * @param views drawings compared in one run; one alone by the 'direction' objective where that takes too long, unless the
 *   settings ask for so many
 * @param catalogue models that have names; the one that ships and the person's own where it is left out
 * @throws one sentence: no such encoder, not on this machine, damaged, no encoder, not differentiable
 */
export async function openChosenEncoder(
  { encoder: choice, fidelity, device, threads, views: asked }: ChoiceOfEncoder,
  views: number,
  objective: 'direction' | 'paper',
  catalogue?: CatalogueEntry[],
): Promise<OpenedForSketch> {
  const read = () => partsOf(choice, objective === 'paper' ? null : fidelity, catalogue);
  const { side, notes, ...found } = await read();
  let parts: EncoderParts | null = found.parts;
  const options = { objective, side, ...(threads === null ? {} : { threads }) };
  const devices = await devicesFor(device, choice === 'built-in');
  // A device that is faster in mixed precision is asked for that first, and where that fails, for float32.
  const halves = await halvesOn();
  const told = notes.length;
  const open = (count: number) => {
    const untried = new Set(halves);
    // An opening before this one has told of failures that this one meets again.
    notes.length = told;
    return SteadyEncoder.open(
      devices.flatMap((provider) => (halves.has(provider) ? [provider, provider] : [provider])),
      async (provider) => {
        const half = untried.delete(provider);
        return openEncoder(parts ?? (await read()).parts, { ...options, views: count, provider, half });
      },
      (from, to) => notes.push(fallbackNote(from, to)),
    );
  };
  // The reference protocol has its views; the built-in encoder is fast enough for two anywhere.
  const isFree = objective === 'direction' && choice !== 'built-in' && asked === null;
  const encoder = isFree
    ? await openInTime(`${choice} on ${device}${threads === null ? '' : `, ${threads} threads`}`, views, open)
    : await open(views);
  // The graph holds all of the file; a device that fails much later is worth reading it again.
  parts = null;
  return { encoder, notes };
}

function fallbackNote(from: Provider, to: Provider): string {
  const goesOn = from === to ? 'it goes on in float32, not in float16' : `${DEVICE_NAMES[to]} goes on`;
  return `${capital(DEVICE_NAMES[from])} failed, so ${goesOn}. It may be slower.`;
}

async function partsOf(
  choice: string,
  fidelity: number | null,
  catalogue?: CatalogueEntry[],
): Promise<Pick<PartsOfFile, 'parts' | 'side' | 'notes'>> {
  if (choice === 'built-in') return { parts: await readBuiltInEncoder(), side: BUILT_IN_SIDE, notes: [] };
  const file = await fs.stat(choice).catch(() => null);
  if (file?.isFile()) return readEncoderParts(choice, fidelity);
  const own = catalogue ? { entries: [], fault: null } : await ownShelf();
  const all = [...(catalogue ?? (await readCatalogue())), ...own.entries];
  const entries = all.filter(({ purpose }) => purpose === 'sketch-encoder');
  const entry = entries.find(({ name }) => name === choice);
  if (!entry) {
    // It may be one of those that cannot be read.
    if (own.fault) throw new Error(own.fault);
    const names = entries.map(({ name }) => name).join(', ');
    throw new Error(
      `There is no encoder '${choice}': expected built-in, the path of an ONNX file, or one of: ${names}.`,
    );
  }
  const { parts, side, notes } = await readEncoderParts(await findModel(entry), fidelity, entry);
  return { parts: { ...parts, name: entry.name }, side, notes };
}

const capital = (words: string) => words[0]!.toUpperCase() + words.slice(1);
