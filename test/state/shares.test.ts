/** Strokes that are given to pieces of the photo: what the document keeps, the engine hears and a person is told. */

import { expect, test } from 'vitest';
import { writeGreyPng } from '../../renderer/document/grey-png.ts';
import { shareNote } from '../../renderer/panels/ShareRows.tsx';
import { asked, withShare } from '../../renderer/state/shares.ts';
import { withMask } from '../../renderer/state/subject.ts';
import { documentOf } from '../document/documents.ts';

const piece = (grey: number) => ({ width: 2, height: 1, grey: Uint8Array.of(grey, 0) });
const pieces = [piece(255), piece(200), piece(100)];
const shown = (...strokes: number[]) => strokes.map((one) => ({ on: one >= 0, strokes: Math.max(0, one) }));

test('pieces with a share are told with their masks; the others are drawn as they come', () => {
  const told = asked(pieces, shown(8, 0, 3));
  expect(told.map(({ strokes }) => strokes)).toEqual([8, 3]);
  expect(told[1]!.mask).toEqual(writeGreyPng(pieces[2]!));
});

test('a piece that is not drawn, and a piece alone, are not told', () => {
  const given = [{ on: false, strokes: 8 }, ...shown(4, 0)];
  expect(asked(pieces, given).map(({ strokes }) => strokes)).toEqual([4]);
  expect(asked(pieces, shown(8, -1, -1))).toEqual([]);
});

test('a share is the document’s, by the piece’s place, until it is taken back', () => {
  const given = withShare(documentOf(0), 'subjects', 2, 5);
  expect(given.shares).toEqual({ subjects: [0, 0, 5], regions: [] });
  expect(withShare(withShare(given, 'regions', 0, 7), 'subjects', 2, 0).shares).toEqual({
    subjects: [0, 0, 0],
    regions: [7],
  });
});

test('shares stay while their list does: with the whole mask, and while the mask is regions’', () => {
  const found = withShare(documentOf(0), 'subjects', 0, 5);
  const left = withMask(found, 'part', { whole: 'all', found: true, out: [1], regions: [] });
  expect(left.shares.subjects).toEqual([5]);
  expect(withMask(left, null).shares.subjects).toEqual([5]);
  expect(withMask(left, 'other').shares.subjects).toEqual([]);

  const regions = { whole: null, found: false, out: [], regions: [0, 1] };
  const joined = withShare(withMask(found, 'two', regions), 'regions', 1, 6);
  expect(joined.shares).toEqual({ subjects: [], regions: [0, 6] });
  expect(withMask(joined, 'one', { ...regions, regions: [1] }).shares.regions).toEqual([0, 6]);
  expect(withMask(joined, 'painted').shares.regions).toEqual([]);
});

test('a person is told where the strokes go', () => {
  expect(shareNote(12, 16)).toBe('12 of 16 strokes are given. The others go to what has none.');
  expect(shareNote(16, 16)).toBe('All 16 strokes are given.');
  expect(shareNote(20, 16)).toBe('20 strokes are given, but 16 are drawn: each gets its part of those.');
});
