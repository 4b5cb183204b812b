/**
 * Where a photo's subject comes from: a picture that a person made, one of a folder of them, the photo's own
 * transparency, a mask model of the catalogue, the built-in finder, or nowhere, which makes the whole picture the subject.
 *
 * Everything becomes 0..255 at the working copy's size, 255 where the subject is.
 */

import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import sharp from 'sharp';
import { type CatalogueEntry, readCatalogue } from '../models/catalogue.ts';
import { modelSubject } from '../models/mask-model.ts';
import { withMaskNetwork } from '../models/mask-network.ts';
import { findModel, modelsFolder } from '../models/store.ts';
import { pause } from '../sketch/pause.ts';
import { learnedMask, type MaskNetwork } from '../vision/learned-mask.ts';
import { planesOf } from '../vision/network-picture.ts';
import { enlarge } from '../vision/resample.ts';
import { subjectMask } from '../vision/subject-mask.ts';
import { type Photo, readPhoto } from './photo.ts';
import { isPictureName } from './photo-list.ts';

export interface ResolvedMask {
  /** [workingHeight · workingWidth], 255 where the subject is; null: the whole picture. */
  mask: Uint8Array | null;
  /** Which of the ways it came by, in a word or a file's name. */
  source: string;
  /** What the person should be told, where there is something. */
  note: string | null;
}

/** What the person is told where nothing is found; hosts add what can be done, and the full stop. */
export const NO_SUBJECT = 'No subject stands out from its ground, so the whole picture is drawn';

/** A mask whose shape (width over height) differs from its photo's by more belongs to another photo. */
const MOST_SHAPE_DIFFERENCE = 0.02;
/** Transparency says where the subject is when it covers between these shares of the picture. */
const MEANINGFUL_SHARE = [0.005, 0.98] as const;

/** Where mask models are looked for; Lineament's catalogue and the models folder where they are left out. */
export interface MaskModels {
  catalogue?: CatalogueEntry[];
  folder?: string;
}

/**
 * The mask that `--mask` asks for.
 *
 * @param option a picture's file (white where the subject is, or its transparency), a folder with a picture of each
 *   photo's name, `none`, `auto` (transparency, else a mask model that is in the models folder, else what is built in),
 *   `built-in`, or the name of a mask model of the catalogue; a file of that name comes first
 * @param photoPath the photo's file, for its name; null where it has none
 * @param network tells the subject from its ground; the built-in one where it is left out
 * @throws one sentence: there is no such file or model, none of the photo's name, its shape is another, it is all black,
 *   the model is not on this machine; what ONNX Runtime throws where the model that was named does not run
 */
export async function resolveMask(
  option: string,
  photoPath: string | null,
  photo: Photo,
  network: MaskNetwork = withMaskNetwork,
  models: MaskModels = {},
): Promise<ResolvedMask> {
  if (option === 'none') return { mask: null, source: 'none', note: null };
  if (option === 'auto') return transparency(photo) ?? (await bestFound(photo, network, models));
  if (option === 'built-in') return transparency(photo) ?? (await foundBuiltIn(photo, network));
  const entry = await stat(option).catch(() => null);
  if (!entry) return foundByName(option, photo, models);
  const file = entry.isDirectory() ? await maskInFolder(option, photoPath) : option;
  return { mask: await readMask(file, file, photo), source: basename(file), note: null };
}

function transparency({ alpha }: Photo): ResolvedMask | null {
  return alpha && isMeaningful(alpha) ? { mask: alpha, source: 'transparency', note: null } : null;
}

const maskModels = async ({ catalogue }: MaskModels) =>
  (catalogue ?? (await readCatalogue())).filter(({ purpose }) => purpose === 'mask');

async function foundByName(name: string, photo: Photo, models: MaskModels): Promise<ResolvedMask> {
  const known = await maskModels(models);
  const entry = known.find((one) => one.name === name);
  if (entry) return byModel(entry, await findModel(entry, models.folder), photo);
  const names = ['none', 'auto', 'built-in', ...known.map((one) => one.name)].join(', ');
  throw new Error(`There is no mask ${name}: expected a picture, a folder of pictures, or one of ${names}.`);
}

/** By the first mask model that is on this machine and runs, else by what is built in, and why. */
async function bestFound(photo: Photo, network: MaskNetwork, models: MaskModels): Promise<ResolvedMask> {
  const { folder = modelsFolder() } = models;
  const troubles: string[] = [];
  for (const entry of await maskModels(models)) {
    if (!existsSync(join(folder, entry.file))) continue;
    try {
      return await byModel(entry, await findModel(entry, folder), photo);
    } catch (error) {
      troubles.push((error as Error).message);
    }
  }
  const found = await foundBuiltIn(photo, network);
  if (troubles.length === 0) return found;
  return { ...found, note: [...troubles, ...(found.note ? [found.note] : [])].join(' ') };
}

async function byModel(entry: CatalogueEntry, file: string, photo: Photo): Promise<ResolvedMask> {
  const { workingWidth: width, workingHeight: height, rgb } = photo;
  const { side, name } = entry;
  const shares = await modelSubject(entry, file, planesOf(rgb, width, height, side, side));
  const mask = Uint8Array.from(enlarge(shares, side, side, width, height), (share) => Math.round(255 * share));
  return isMeaningful(mask) ? { mask, source: name, note: null } : nothingFound();
}

async function foundBuiltIn(photo: Photo, network: MaskNetwork): Promise<ResolvedMask> {
  const { rgb, workingWidth, workingHeight } = photo;
  let note: string | null = null;
  const { mask, found } = await learnedMask(rgb, workingWidth, workingHeight, network, pause).catch((error: Error) => {
    note = `The subject was found by its colours alone, for the mask network did not run: ${error.message}`;
    return subjectMask(rgb, workingWidth, workingHeight);
  });
  return found ? { mask, source: 'auto', note } : nothingFound();
}

function nothingFound(): ResolvedMask {
  return { mask: null, source: 'none', note: `${NO_SUBJECT}; --mask takes a picture of the subject.` };
}

/** The picture of a photo's name in a folder of masks. @throws one sentence: there is none, or the photo has no name */
export async function maskInFolder(folder: string, photoPath: string | null): Promise<string> {
  if (photoPath === null)
    throw new Error(`The folder ${folder} holds masks by photo's name, but this photo has no name: give a mask file.`);
  const stem = basename(photoPath, extname(photoPath));
  // Disks differ in how they spell accents.
  const isOfPhoto = (name: string) => basename(name, extname(name)).normalize() === stem.normalize();
  const names = (await readdir(folder)).filter((name) => isPictureName(name) && isOfPhoto(name)).sort();
  const [name] = names;
  if (name === undefined)
    throw new Error(
      `The folder ${folder} has no mask for ${basename(photoPath)}: ${stem}.png, or another ending, was looked for.`,
    );
  return join(folder, name);
}

/**
 * A picture of the subject at the working copy's size, 255 where the subject is.
 *
 * @param file its path, or its bytes
 * @param name what messages call it
 * @throws one sentence: its shape is not the photo's, it is all black, it cannot be read
 */
export async function readMask(file: string | Uint8Array, name: string, photo: Photo): Promise<Uint8Array> {
  const greyOf = ({ alpha, rgb }: Photo) => (alpha && isMeaningful(alpha) ? alpha : luminance(rgb));
  const mask = await readOver(file, `mask ${name}`, photo, greyOf);
  if (!mask.some((value) => value >= 128))
    throw new Error(`The mask ${name} is black all over: it should be white where the subject is.`);
  return mask;
}

/**
 * A picture that lies over the photo, as grey at the working copy's size.
 *
 * @param what it is called in messages, without its article
 * @param greyOf what counts of it, 0..255
 * @returns [workingHeight · workingWidth]
 * @throws one sentence: its shape is not the photo's, or it cannot be read
 */
export async function readOver(
  file: string | Uint8Array,
  what: string,
  photo: Photo,
  greyOf: (picture: Photo) => Uint8Array,
): Promise<Uint8Array> {
  const { workingWidth: width, workingHeight: height } = photo;
  const picture = await readPhoto(file, { maxSide: Math.max(width, height), name: `The ${what}` });
  const shape = picture.width / picture.height / (photo.width / photo.height);
  // Rounding to whole pixels alone may change a small picture's shape by more.
  const rounding = 1 / picture.width + 1 / picture.height;
  if (Math.abs(shape - 1) > MOST_SHAPE_DIFFERENCE + rounding)
    throw new Error(
      `The ${what} is ${picture.width} × ${picture.height} but the photo ${photo.width} × ${photo.height}: it should have the photo's shape.`,
    );
  const raw = { width: picture.workingWidth, height: picture.workingHeight, channels: 1 as const };
  return new Uint8Array(
    await sharp(greyOf(picture), { raw })
      .resize(width, height, { fit: 'fill', kernel: 'linear' })
      .extractChannel(0)
      .raw()
      .toBuffer(),
  );
}

/** Rec. 601's weights. */
export function luminance(rgb: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgb.length / 3 }, (_, i) =>
    Math.round(0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!),
  );
}

function isMeaningful(alpha: Uint8Array): boolean {
  let covered = 0;
  for (const value of alpha) if (value >= 128) covered++;
  const share = covered / alpha.length;
  return share >= MEANINGFUL_SHARE[0] && share <= MEANINGFUL_SHARE[1];
}
