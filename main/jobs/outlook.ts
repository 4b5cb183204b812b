/**
 * A photo made ready to be drawn: read, its subject found and framed, its edges traced.
 *
 * The last one is kept, because a person sketches the same photo again and again, looks at its mask, and prices what
 * they drew; reading and finding take a third of a second that would be felt each time.
 */

import { createHash } from 'node:crypto';
import { lookOut, type Outlook } from '../sketch/scene.ts';
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

let last: { key: string; prepared: Promise<Prepared> } | null = null;

/** @throws one sentence: the photo or the mask cannot be used */
export function preparePhoto(wanted: Wanted): Promise<Prepared> {
  const key = keyOf(wanted);
  if (last?.key === key) return last.prepared;
  const one = { key, prepared: prepare(wanted) };
  last = one;
  one.prepared.catch(() => {
    if (last === one) last = null;
  });
  return one.prepared;
}

async function prepare({ photo, mask, cutOut }: Wanted): Promise<Prepared> {
  const picture = await readPhoto(photo, { name: 'The photo' });
  const found = cutOut ? await subjectOf(mask, picture) : { mask: null, notes: [] };
  const { workingWidth: width, workingHeight: height, rgb } = picture;
  return { picture, ...found, outlook: lookOut({ width, height, rgb, mask: found.mask }) };
}

async function subjectOf(mask: Uint8Array | null, picture: Photo): Promise<Pick<Prepared, 'mask' | 'notes'>> {
  if (mask) return { mask: await readMask(mask, 'of the subject', picture), notes: [] };
  const found = await resolveMask('auto', null, picture);
  const note = found.mask ? found.note : `${NO_SUBJECT}.`;
  return { mask: found.mask, notes: note ? [note] : [] };
}

function keyOf({ photo, mask, cutOut }: Wanted): string {
  const hash = createHash('sha256').update(photo);
  if (mask && cutOut) hash.update('mask').update(mask);
  return `${hash.digest('hex')} ${cutOut}`;
}
