/**
 * A document as a .lineament file and back: a zip of document.json, the photo's own bytes, mask.png, emphasis.png and,
 * where subjects were left out of the mask, whole-mask.png.
 *
 * Any unzip opens it, and the photo comes out as it went in. The same document gives the same bytes. Reading trusts
 * nothing: sizes are limited before anything is unpacked, checksums are compared, and what is broken, foreign or from a
 * later version is refused in one sentence that says what to do.
 */

import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import * as v from 'valibot';
import { complaint, placeOf } from '../../main/contract-words.ts';
import { type LineamentDocument, type MaskPieces, mostShown, NO_SHARES } from './document.ts';
import { claimedPixels } from './png-size.ts';
import { PROJECT_VERSION, type Project, projectSchema } from './project-schema.ts';
import { crc32, readZipDirectory, type ZipEntry } from './zip-directory.ts';

export interface ProjectContents {
  /** Its photo's asset is '', its mask, emphasis and whole mask null: bytes get their ids where they are put. */
  document: LineamentDocument;
  photo: Uint8Array<ArrayBuffer>;
  mask: Uint8Array<ArrayBuffer> | null;
  /** Where more detail is wanted; files of before there was such a thing have none. */
  emphasis: Uint8Array<ArrayBuffer> | null;
  /** The mask that subjects were left out of; null: none were, or it is not known which. */
  whole: Uint8Array<ArrayBuffer> | null;
}

const DOCUMENT = 'document.json';
const MASK = 'mask.png';
const EMPHASIS = 'emphasis.png';
const WHOLE = 'whole-mask.png';
/** The photo keeps its ending, so that who unzips a project can open it. */
const PHOTO = /^photo(\.[a-z0-9]{1,5})?$/;

/** Bytes, at most, unpacked: of each part and so of all. */
const LIMITS = { document: 32 << 20, mask: 64 << 20, emphasis: 4 << 20, photo: 512 << 20 };
/** Pixels of a mask or a map, at most: those of a large camera's photo. */
const MOST_PIXELS = 2 ** 27;
/** All parts and some room for the zip's own tables. */
const LARGEST = LIMITS.document + 2 * LIMITS.mask + LIMITS.emphasis + LIMITS.photo + (1 << 20);

/** The one time that every part bears: zip can say nothing before 1980, and a date would change the bytes. */
const WHEN = '1980-01-01T12:00:00';

/** The document as a file's bytes. @param mask `emphasis` and `whole` are PNGs too, or null where the document has none */
export function writeProject(
  document: LineamentDocument,
  photo: Uint8Array,
  mask: Uint8Array | null,
  emphasis: Uint8Array | null = null,
  whole: Uint8Array | null = null,
): Uint8Array<ArrayBuffer> {
  const { mask: _, emphasis: __, photo: record, ...rest } = document;
  const { asset: ___, ...named } = record;
  const pieces = document.pieces && withoutWhole(document.pieces);
  const written = { ...rest, pieces, photo: named };
  const json = JSON.stringify({ format: 'lineament', version: PROJECT_VERSION, document: written });
  const ending = /\.[a-z0-9]{1,5}$/.exec(record.name.toLowerCase())?.[0] ?? '';
  // Pictures are packed already: deflating them again costs a second for nothing.
  const parts: Zippable = { [DOCUMENT]: [strToU8(json), { level: 6 }], [`photo${ending}`]: [photo, { level: 0 }] };
  if (mask) parts[MASK] = [mask, { level: 0 }];
  if (emphasis) parts[EMPHASIS] = [emphasis, { level: 0 }];
  if (whole) parts[WHOLE] = [whole, { level: 0 }];
  return zipSync(parts, { mtime: WHEN });
}

/**
 * A file's document, photo and mask.
 *
 * @param name of the file, for the message
 * @throws Error of one sentence when it is no project, is damaged, too large, or of a later version
 */
export function readProject(bytes: Uint8Array, name: string): ProjectContents {
  const refuse = (why: string): Error => new Error(`${name} can't be read: ${why}`);
  if (bytes.length > LARGEST)
    throw refuse(`it has ${megabytes(bytes.length)}, and a project at most ${megabytes(LARGEST)}.`);
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw refuse('it is no Lineament project.');
  const entries = readZipDirectory(bytes);
  if (!entries) throw refuse('the file ends too early. It may not have copied fully.');
  const photoName = entries.find((entry) => PHOTO.test(entry.name))?.name;
  if (!entries.some((entry) => entry.name === DOCUMENT) || photoName === undefined)
    throw refuse('it is a zip, but no Lineament project.');
  const limits = new Map([
    [DOCUMENT, LIMITS.document],
    [photoName, LIMITS.photo],
    [MASK, LIMITS.mask],
    [EMPHASIS, LIMITS.emphasis],
    [WHOLE, LIMITS.mask],
  ]);
  const wanted = entries.filter((entry) => limits.has(entry.name));
  for (const { name: part, size } of wanted)
    if (size > limits.get(part)!) throw refuse(`its ${part} would unpack to ${megabytes(size)}.`);
  const parts = unpack(bytes, wanted);
  if (!parts) throw refuse('it is damaged. Open another copy of it.');
  for (const part of [MASK, EMPHASIS, WHOLE]) {
    const pixels = claimedPixels(parts.get(part) ?? new Uint8Array(0));
    if (pixels > MOST_PIXELS) throw refuse(`its ${part} would have ${Math.ceil(pixels / 1e6)} megapixels.`);
  }
  const document = documentOf(parts.get(DOCUMENT)!, refuse);
  const mask = parts.get(MASK) ?? null;
  const whole = document.pieces?.out.length ? (parts.get(WHOLE) ?? null) : null;
  // Of a mask that is not there there are no pieces, nor of one that is not whole.
  const pieces = mask && (whole || !document.pieces?.out.length) ? document.pieces : null;
  const shares = pieces === document.pieces ? document.shares : NO_SHARES;
  const emphasis = parts.get(EMPHASIS) ?? null;
  return { document: { ...document, pieces, shares }, photo: parts.get(photoName)!, mask, emphasis, whole };
}

function withoutWhole({ whole: _, ...pieces }: MaskPieces): Omit<MaskPieces, 'whole'> {
  return pieces;
}

/** The wanted parts, each once and as its checksum says; null where that can't be had. */
function unpack(bytes: Uint8Array, wanted: readonly ZipEntry[]): Map<string, Uint8Array<ArrayBuffer>> | null {
  const sizes = new Map(wanted.map(({ name, size }) => [name, size]));
  if (sizes.size < wanted.length) return null;
  let unpacked: Record<string, Uint8Array>;
  try {
    // fflate never writes past the size that it was told, so what was checked is what is used.
    unpacked = unzipSync(bytes, { filter: ({ name, originalSize }) => sizes.get(name) === originalSize });
  } catch {
    return null;
  }
  const parts = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { name, crc, size } of wanted) {
    const part = unpacked[name];
    if (part?.length !== size || crc32(part) !== crc) return null;
    parts.set(name, new Uint8Array(part));
  }
  return parts;
}

function documentOf(bytes: Uint8Array, refuse: (why: string) => Error): LineamentDocument {
  let json: unknown;
  try {
    json = JSON.parse(strFromU8(bytes));
  } catch {
    throw refuse(`its ${DOCUMENT} is no JSON.`);
  }
  const { format, version } = Object(json) as { format?: unknown; version?: unknown };
  if (format !== 'lineament') throw refuse('it is a zip, but no Lineament project.');
  if (typeof version === 'number' && version > PROJECT_VERSION)
    throw refuse('it was saved by a newer Lineament. Update this one to open it.');
  // One thing wrong is enough: a list of millions would be as many complaints.
  const checked = v.safeParse(projectSchema, json, { abortEarly: true });
  if (!checked.success) {
    const [issue] = checked.issues;
    throw refuse(`its ${placeOf(issue) ?? 'document'} is not as it should be (${complaint(issue)}).`);
  }
  const { document }: Project = checked.output;
  const shown = Math.min(document.shown, mostShown(document.strokes));
  const pieces = document.pieces && { ...document.pieces, whole: null };
  return { ...document, shown, pieces, photo: { ...document.photo, asset: '' }, mask: null, emphasis: null };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
