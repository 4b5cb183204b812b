/**
 * .lineament files from anybody: a document that the page can rely on, or one clear sentence; no bombs, declared or not,
 * no other file of the zip looked at, wherever its name leads.
 */

import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { projectSchema } from '../../renderer/document/project-schema.ts';
import { documentOf, stroke } from '../document/documents.ts';
import { type Mutation, mutated, pick } from './mutate.ts';
import { mutatedValue } from './structures.ts';
import { tryCases } from './trial.ts';

const picture = Uint8Array.from({ length: 900 }, (_, i) => (i * 7919) % 251);
const whole = documentOf(3, {
  mask: 'part',
  pieces: { whole: 'whole', found: true, out: [1], regions: [0, 2] },
  shares: { subjects: [4, 0], regions: [0, 0, 9] },
  tries: [{ seed: 2, likeness: 61.5, strokes: [stroke(1)] }],
  variations: [{ fidelity: 0.2, strokes: [stroke(1)], tries: [], levels: [], kept: null, likeness: null }],
});
const FILES = [writeProject(whole, picture, picture, picture, picture), writeProject(documentOf(0), picture, null)];

/** For our own unpacking of what was mutated before. */
const SMALL = { filter: ({ originalSize }: { originalSize: number }) => originalSize < 1 << 20 };

/** The zip made anew with its document changed: all sums and sizes are right. */
const documentMutation: Mutation = (bytes, random) => {
  let parts: Zippable;
  let json: unknown;
  try {
    parts = unzipSync(bytes, SMALL);
    json = JSON.parse(strFromU8(parts['document.json'] as Uint8Array));
  } catch {
    return bytes;
  }
  return zipSync({ ...parts, 'document.json': strToU8(JSON.stringify(mutatedValue(json, random))) });
};

const NAMES = [
  '../../out',
  '/etc/passwd',
  'C:\\x',
  'photo.exe',
  'photo',
  'mask.png',
  'whole-mask.png',
  '__proto__',
  'a/../document.json',
  '',
];

/** The zip with a part more, under a name that somebody might trust. */
const partMutation: Mutation = (bytes, random) => {
  try {
    return zipSync({ ...unzipSync(bytes, SMALL), [pick(random, NAMES)]: picture.subarray(random.below(900)) });
  } catch {
    return bytes;
  }
};

test('mutated projects open as documents that hold to the schema, or are refused in one sentence', async () => {
  const { read, refused } = await tryCases({
    kind: 'project',
    cases: 2000,
    make: (random) => mutated(random, FILES, [documentMutation, documentMutation, partMutation]),
    run: (bytes) => {
      const { document, photo } = readProject(bytes, 'hen.lineament');
      const { asset: _, ...named } = document.photo;
      const again = { format: 'lineament', version: 1, document: { ...document, photo: named } };
      expect(projectSchema['~run']({ value: again }, {}).issues).toBeUndefined();
      expect(photo.length).toBeLessThanOrEqual(bytes.length + 900);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    },
    show: (bytes) => bytes,
  });
  expect(read).toBeGreaterThan(300);
  expect(refused).toBeGreaterThan(300);
});

const json = (text: string) => zipSync({ 'document.json': strToU8(text), 'photo.jpg': picture });
/** The document's own JSON, with a list in it grown by hundreds of thousands of these. */
const swollen = (list: string, item: string) =>
  strFromU8(unzipSync(FILES[0]!)['document.json']!).replace(list, `${list}${item.repeat(MANY)}`);
const MANY = 300_000;

/** A zip that says other sizes than it has: the words of its directory and of its parts are changed. */
function lying(bytes: Uint8Array, unpacked: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 46 < copy.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, unpacked, true);
    else if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, unpacked, true);
  return copy;
}

/** 40 MB in 200 kB. */
const blanks = zipSync({ 'document.json': new Uint8Array(40 << 20), 'photo.jpg': picture }, { level: 1 });
const bomb = () => blanks;

/** A PNG as far as its header. */
const pngHeader = (width: number, height: number) => [
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52],
  ...[width, height].flatMap((side) => [side >>> 24, (side >>> 16) & 255, (side >>> 8) & 255, side & 255]),
];

/** What costs little to send and would cost much to open. */
const BOMBS: Record<string, () => Uint8Array> = {
  'a bomb that says so': bomb,
  'a bomb that says it is small': () => lying(bomb(), 1000),
  'a bomb that says it is nothing': () => lying(bomb(), 0),
  'a document of brackets': () => json('['.repeat(10 * MANY)),
  'strokes that are none, by the hundred thousand': () => json(swollen('"strokes":[', '0,')),
  'levels that are none, by the hundred thousand': () => json(swollen('"levels":[', '{},')),
  'shares by the hundred thousand': () => json(swollen('"subjects":[', '0,')),
  'left-out subjects by the hundred thousand': () => json(swollen('"out":[', '0,')),
  'levels by the hundred thousand': () => json(swollen('"levels":[', '{"strokes":1,"likeness":0},')),
  'points by the hundred thousand': () => json(swollen('"points":[', '0,')),
  'entries by the ten thousand': () =>
    zipSync(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`photo.${i}`, new Uint8Array(0)]))),
  'a mask of a gigapixel': () => writeProject(whole, picture, Uint8Array.from(pngHeader(40_000, 30_000))),
  'a whole mask of a gigapixel': () =>
    writeProject(whole, picture, null, null, Uint8Array.from(pngHeader(40_000, 30_000))),
  'a zip in a zip': () => zipSync({ 'hen.lineament': FILES[0]! }),
};

test.each(Object.keys(BOMBS))('%s: refused in one sentence', async (name) => {
  const { refused } = await tryCases({
    kind: 'project-bomb',
    cases: 1,
    make: BOMBS[name]!,
    run: (bytes) => readProject(bytes, 'hen.lineament'),
    show: (bytes) => bytes.subarray(0, 1 << 20),
  });
  expect(refused).toBe(1);
});
