import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import * as edits from '../../renderer/document/edits.ts';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { crc32 } from '../../renderer/document/zip-directory.ts';
import { documentOf, numbers, stroke } from './documents.ts';

const random = numbers(3);
const photo = Uint8Array.from({ length: 5000 }, () => 256 * random());
const mask = Uint8Array.from({ length: 300 }, () => 256 * random());

const full = (): ReturnType<typeof documentOf> => {
  const chained = edits.setCourses(
    documentOf(6, { shown: 4 }),
    new Map([['s3', [[0.1, 1 / 3, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7]]]]),
  );
  const styled = edits.setStyle(chained, ['s1'], { color: '#cc2200', opacity: 0.25, width: 0.7 });
  const tries = [{ seed: 2, likeness: 61.5, strokes: [stroke(1)] }];
  return { ...edits.hide(styled, ['s2'], true), tries };
};

test('a document comes back as it was, with its photo and mask to the byte', () => {
  const document = full();
  const read = readProject(writeProject(document, photo, mask), 'hen.lineament');
  expect(read.document).toEqual({ ...document, photo: { ...document.photo, asset: '' }, mask: null });
  expect(read.photo).toEqual(photo);
  expect(read.mask).toEqual(mask);
  expect(readProject(writeProject(document, photo, null), 'hen.lineament').mask).toBeNull();
});

test('painted detail comes back to the byte, and files of before it was there open without it', () => {
  const drawnWith = { mask: null, emphasis: 'abc' };
  const document = { ...full(), drawnWith };
  const read = readProject(writeProject(document, photo, null, mask), 'hen.lineament');
  expect(read.emphasis).toEqual(mask);
  expect(read.document).toMatchObject({ drawnWith, emphasis: null });
  const old = readProject(
    altered((json) => delete json.document.drawnWith && null),
    'hen.lineament',
  );
  expect([old.emphasis, old.document.drawnWith, old.document.emphasis]).toEqual([null, null, null]);
  const large = zipSync({ ...unzipSync(writeProject(full(), photo, null)), 'emphasis.png': new Uint8Array(5 << 20) });
  expect(() => readProject(large, 'a.lineament')).toThrow(/its emphasis\.png would unpack to 6 MB/);
});

test('which pieces of the mask are drawn comes back, with the mask that they were left out of', () => {
  const whole = Uint8Array.from({ length: 200 }, () => 256 * random());
  const pieces = { whole: 'abc', found: true, out: [1], regions: [] };
  const document = { ...full(), mask: 'def', pieces };
  const open = (bytes: Uint8Array) => readProject(bytes, 'hen.lineament');
  const read = open(writeProject(document, photo, mask, null, whole));
  expect(read.whole).toEqual(whole);
  expect(read.document.pieces).toEqual({ ...pieces, whole: null });
  const regions = { whole: null, found: false, out: [], regions: [0, 2] };
  expect(open(writeProject({ ...document, pieces: regions }, photo, mask)).document.pieces).toEqual(regions);
  // What was left out of a mask that is not there nobody can take in again.
  expect(open(writeProject(document, photo, mask))).toMatchObject({ whole: null, document: { pieces: null } });
  expect(open(writeProject(document, photo, null, null, whole)).document.pieces).toBeNull();
  const old = open(altered((json) => delete json.document.pieces && null));
  expect(old.document.pieces).toBeNull();
  const wrong = altered((json) => {
    json.document.pieces = { ...regions, regions: [-1] };
    return null;
  });
  expect(() => open(wrong)).toThrow(/pieces/);
});

test('the strokes that pieces get come back; files of before have none, and wrong numbers are refused', () => {
  const shares = { subjects: [0, 7], regions: [3, 0, 64] };
  const open = (bytes: Uint8Array) => readProject(bytes, 'hen.lineament');
  // Subjects get strokes of their own also in a mask that is found by itself.
  expect(open(writeProject({ ...full(), shares }, photo, null)).document.shares).toEqual(shares);
  const none = { subjects: [], regions: [] };
  expect(open(altered((json) => delete json.document.shares && null)).document.shares).toEqual(none);
  // Of subjects of which it is not known any more of what mask they are.
  const pieces = { whole: 'abc', found: false, out: [1], regions: [] };
  expect(open(writeProject({ ...full(), mask: 'def', pieces, shares }, photo, mask)).document.shares).toEqual(none);
  for (const subjects of [[65], [-1], [0.5], ['7'], Array(1001).fill(0), null])
    expect(() => open(altered((json) => (json.document.shares = { ...none, subjects }) && null))).toThrow(
      /^hen\.lineament can't be read: its document\.shares\.subjects(\.0)? is not as it should be \([^\n]+\)\.$/,
    );
});

test('the same document gives the same bytes, and a zip whose photo keeps its ending', () => {
  const bytes = writeProject(full(), photo, mask);
  expect(writeProject(structuredClone(full()), photo, mask)).toEqual(bytes);
  expect(Object.keys(unzipSync(bytes)).sort()).toEqual(['document.json', 'mask.png', 'photo.jpg']);
});

test('wherever the file was cut off, it is refused in one sentence', () => {
  const bytes = writeProject(full(), photo, mask);
  for (let length = 0; length < bytes.length; length += length < 200 || length > bytes.length - 400 ? 1 : 97)
    expect(() => readProject(bytes.subarray(0, length), 'hen.lineament'), `${length}`).toThrow(
      /^hen\.lineament can't be read: (it is no Lineament project|the file ends too early\. It may not)/,
    );
});

test('a byte that changed on the way is never taken for the document: it is refused, or changed nothing', () => {
  const document = full();
  const bytes = writeProject(document, photo, mask);
  const whole = readProject(bytes, 'hen.lineament');
  let refused = 0;
  for (let at = 0; at < bytes.length; at += 7) {
    const damaged = bytes.slice();
    damaged[at] = damaged[at]! ^ (1 << (at % 8));
    try {
      // Dates, and names that stand in both headers, may change without harm.
      const read = readProject(damaged, 'hen.lineament');
      expect({ ...read, mask: null }).toEqual({ ...whole, mask: null });
      expect(read.mask === null || Buffer.from(read.mask).equals(mask)).toBe(true);
    } catch (error) {
      expect((error as Error).message).toMatch(/^hen\.lineament can't be read: [^\n]+\.$/);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(bytes.length / 7 / 1.2);
});

/** A project whose document.json is changed by hand. */
const altered = (change: (json: ReturnType<typeof JSON.parse>) => unknown): Uint8Array => {
  const parts = unzipSync(writeProject(documentOf(2), photo, null));
  const json = JSON.parse(strFromU8(parts['document.json']!));
  return zipSync({ ...parts, 'document.json': strToU8(JSON.stringify(change(json) ?? json)) });
};
type Json = ReturnType<typeof JSON.parse>;

test.each<[string, (json: Json) => unknown, RegExp]>([
  ['another program', (json) => ({ ...json, format: 'other' }), /no Lineament project/],
  ['a list', () => [], /no Lineament project/],
  ['a later version', (json) => ({ ...json, version: 2 }), /newer Lineament\. Update/],
  ['no strokes', (json) => delete json.document.strokes && null, /document\.strokes is not as/],
  ['half a curve', (json) => json.document.strokes[1].points.pop() && null, /document\.strokes\.1\.points is not/],
  ['ten numbers', (json) => json.document.strokes[1].points.push(1, 2) && null, /6 for each of its curves/],
  ['two of one id', (json) => (json.document.strokes[1].id = 's1') && null, /no two strokes have one id/],
  ['a colour that is none', (json) => (json.document.strokes[0].color = 'url(x)') && null, /strokes\.0\.color/],
  ['a stroke on the moon', (json) => (json.document.strokes[0].points[3] = 4e8) && null, /within 1000000 px/],
  ['a photo of no size', (json) => (json.document.photo.width = 0) || null, /photo\.width is not/],
])('%s is refused', (_, change, message) => expect(() => readProject(altered(change), 'a.lineament')).toThrow(message));

test('a count beyond the strokes that there are is brought to them', () => {
  const read = readProject(
    altered((json) => (json.document.shown = 50) && null),
    'a.lineament',
  );
  expect(read.document.shown).toBe(2);
});

test('what is no project is named as that', () => {
  const foreign = zipSync({ 'word/document.xml': strToU8('<w/>') });
  expect(() => readProject(foreign, 'letter.docx')).toThrow("letter.docx can't be read: it is a zip, but no Lineament");
  expect(() => readProject(strToU8('GIF89a'), 'a.gif')).toThrow(/no Lineament project/);
  expect(() => readProject(new Uint8Array(0), 'empty')).toThrow(/no Lineament project/);
  const text = zipSync({ 'document.json': strToU8('{"format":'), 'photo.jpg': photo });
  expect(() => readProject(text, 'a.lineament')).toThrow(/its document\.json is no JSON/);
});

test('a bomb is refused by what it says it holds, before it is unpacked', () => {
  const bomb = zipSync({ 'document.json': new Uint8Array(40 << 20), 'photo.jpg': photo }, { level: 9 });
  expect(bomb.length).toBeLessThan(100_000);
  expect(() => readProject(bomb, 'a.lineament')).toThrow(/its document\.json would unpack to 42 MB/);
});

test('the checksum is the one that everybody uses', () => {
  // The check value of CRC-32/ISO-HDLC.
  expect(crc32(strToU8('123456789'))).toBe(0xcbf43926);
});
