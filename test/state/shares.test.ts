/** Strokes that are given to pieces of the photo: what the engine hears of them, and what a person is told. */

import { expect, test } from 'vitest';
import { writeGreyPng } from '../../renderer/document/grey-png.ts';
import { shareNote } from '../../renderer/panels/ShareRows.tsx';
import { Shares } from '../../renderer/state/shares.ts';

const piece = (grey: number) => ({ width: 2, height: 1, grey: Uint8Array.of(grey, 0) });
const pieces = [piece(255), piece(200), piece(100)];
const all = () => true;

test('pieces with a share are told with their masks; the others are drawn as they come', () => {
  const shares = new Shares();
  shares.give(0, 8);
  shares.give(2, 3);
  const asked = shares.asked(pieces, all);
  expect(asked.map(({ strokes }) => strokes)).toEqual([8, 3]);
  expect(asked[1]!.mask).toEqual(writeGreyPng(pieces[2]!));
});

test('a share that is taken back, a piece that is not drawn, and a piece alone are not told', () => {
  const shares = new Shares();
  shares.give(0, 8);
  shares.give(1, 4);
  shares.give(1, 0);
  expect(shares.asked(pieces, all)).toHaveLength(1);
  expect(shares.asked(pieces, (k) => k !== 0)).toEqual([]);
  expect(shares.asked(pieces, (k) => k === 0)).toEqual([]);
  shares.forget();
  expect(shares.of(0)).toBe(0);
});

test('a person is told where the strokes go', () => {
  expect(shareNote(12, 16)).toBe('12 of 16 strokes are given. The others go to what has none.');
  expect(shareNote(16, 16)).toBe('All 16 strokes are given.');
  expect(shareNote(20, 16)).toBe('20 strokes are given, but 16 are drawn: each gets its part of those.');
});
