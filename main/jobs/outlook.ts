/**
 * A photo made ready to be drawn: read, its subject found and framed, its edges traced.
 *
 * The last one is kept, because a person sketches the same photo again and again, looks at its mask, and prices what
 * they drew; reading and finding take a third of a second that would be felt each time.
 */

import { createHash } from 'node:crypto';
import { modelsStamp } from '../models/store.ts';
import { pause } from '../sketch/pause.ts';
import { frameTarget, type Outlook, traceTarget } from '../sketch/scene.ts';
import { NO_SUBJECT, readMask, resolveMask } from './mask.ts';
import { type Photo, readPhoto } from './photo.ts';

export interface Prepared {
  picture: Photo;
  /** [workingHeight · workingWidth], 255 where the subject is; null: the whole picture. */
  mask: Uint8Array | null;
  outlook: Outlook;
  /** What the person should know of the mask. */
  notes: string[];
}

export interface Wanted {
  photo: Uint8Array;
  /** A picture, white where the subject is; null: it is found. */
  mask: Uint8Array | null;
  /** Whether the subject is cut out at all. */
  cutOut: boolean;
}

interface Preparing {
  key: string;
  picture: Promise<Photo>;
  prepared: Promise<Prepared>;
}

let last: Preparing | null = null;

/** @throws one sentence: the photo or the mask cannot be used */
export async function preparePhoto(wanted: Wanted): Promise<Prepared> {
  return (await preparing(wanted)).prepared;
}

/** The photo alone, which is there before its subject is. @throws one sentence: it cannot be used */
export async function pictureOf(wanted: Wanted): Promise<Photo> {
  return (await preparing(wanted)).picture;
}

async function preparing(wanted: Wanted): Promise<Preparing> {
  const key = await keyOf(wanted);
  if (last?.key === key) return last;
  const picture = readPhoto(wanted.photo, { name: 'The photo' });
  const one = { key, picture, prepared: prepare(picture, wanted) };
  last = one;
  one.prepared.catch(() => {
    if (last === one) last = null;
  });
  return one;
}

async function prepare(reading: Promise<Photo>, { mask, cutOut }: Wanted): Promise<Prepared> {
  const picture = await reading;
  await pause();
  const found = cutOut ? await subjectOf(mask, picture) : { mask: null, notes: [] };
  await pause();
  const { workingWidth: width, workingHeight: height, rgb } = picture;
  const framed = frameTarget({ width, height, rgb, mask: found.mask });
  await pause();
  return { picture, ...found, outlook: traceTarget(framed) };
}

async function subjectOf(mask: Uint8Array | null, picture: Photo): Promise<Pick<Prepared, 'mask' | 'notes'>> {
  if (mask) return { mask: await readMask(mask, 'of the subject', picture), notes: [] };
  const found = await resolveMask('auto', null, picture);
  const note = found.mask ? found.note : `${NO_SUBJECT}.`;
  return { mask: found.mask, notes: note ? [note] : [] };
}

async function keyOf({ photo, mask, cutOut }: Wanted): Promise<string> {
  const hash = createHash('sha256').update(photo);
  if (mask && cutOut) hash.update('mask').update(mask);
  // A mask model that was got or removed since finds another subject.
  const models = cutOut && !mask ? await modelsStamp() : '';
  return `${hash.digest('hex')} ${cutOut} ${models}`;
}
