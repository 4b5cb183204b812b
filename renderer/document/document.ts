/**
 * The document: a plain immutable record of a photo and its drawing. Every change makes a new record; paper.js and the
 * panels draw it and never own the truth.
 *
 * Bytes (the photo, masks) lie outside it, in `Assets`, by id, so that a record is small and cheap to keep in a history.
 */

import type { DocumentStroke, PageSettings } from '../../main/contract.ts';

export interface PhotoRecord {
  /** Of its file's bytes in the assets. */
  asset: string;
  name: string;
  /** Photo pixels: what all strokes are measured in. */
  width: number;
  height: number;
}

export interface TryRecord {
  seed: number;
  likeness: number;
  strokes: DocumentStroke[];
}

/** The same photo drawn looser or closer: another row of the pad, with all that its own run left. */
export interface VariationRecord extends Pick<LineamentDocument, 'strokes' | 'tries' | 'levels' | 'kept' | 'likeness'> {
  fidelity: number;
}

/** How a mask came about, where a person switched pieces of it. Pieces are named by their places in the list of them. */
export interface MaskPieces {
  /** Asset of the mask that subjects were left out of; null: none were. */
  whole: string | null;
  /** Whether that is the one that was found by itself. */
  found: boolean;
  /** The subjects of the whole mask that were left out. */
  out: readonly number[];
  /** The regions of the photo that the whole mask is made of; none: it is no regions'. */
  regions: readonly number[];
}

/** How many of all strokes pieces get where a person says so, by their places in the lists; 0: as many as come. */
export interface PieceShares {
  /** Of the whole mask. */
  subjects: readonly number[];
  /** Of the photo. */
  regions: readonly number[];
}

export const NO_SHARES: PieceShares = { subjects: [], regions: [] };

export interface LineamentDocument {
  /** Shown in the top bar and proposed as a file's name; no ending. */
  name: string;
  photo: PhotoRecord;
  /** In drawing order, which is their order of importance: any prefix is a drawing. */
  strokes: readonly DocumentStroke[];
  /** How many of the strokes that are not locked are shown, counted from the first. */
  shown: number;
  /** Asset of the mask, a grey PNG; null: found by itself. */
  mask: string | null;
  /** What the mask was made of; null: it is as it was found, given or painted. */
  pieces: MaskPieces | null;
  shares: PieceShares;
  /** Asset of the painted "more detail here", a grey PNG over the whole photo; null: everywhere alike. */
  emphasis: string | null;
  /** Assets that the strokes were drawn with; null: with those that are here. */
  drawnWith: { mask: string | null; emphasis: string | null } | null;
  settings: PageSettings;
  /** What the last run left: other tries, likeness of its prefixes, the seed that was kept. */
  tries: readonly TryRecord[];
  levels: readonly { strokes: number; likeness: number }[];
  kept: number | null;
  likeness: number | null;
  /** Drawings of other closeness, at most one a row that is not the strokes' own; the exact one first. */
  variations: readonly VariationRecord[];
}

export const DEFAULT_PAGE_SETTINGS: PageSettings = {
  strokes: 16,
  seeds: 3,
  seed: 0,
  fidelity: 0.5,
  width: null,
  quality: 'normal',
  cutOut: true,
  encoder: 'built-in',
};

/** A new document of a photo with nothing drawn. */
export function newDocument(photo: PhotoRecord, settings = DEFAULT_PAGE_SETTINGS): LineamentDocument {
  const name = photo.name.replace(/\.[^.]+$/, '');
  return {
    name,
    photo,
    strokes: [],
    shown: 0,
    mask: null,
    pieces: null,
    shares: NO_SHARES,
    emphasis: null,
    drawnWith: null,
    settings,
    tries: [],
    levels: [],
    kept: null,
    likeness: null,
    variations: [],
  };
}

/** The strokes that are painted, in order: the first `shown` of the unlocked ones, every locked one, none hidden. */
export function visibleStrokes({ strokes, shown }: Pick<LineamentDocument, 'strokes' | 'shown'>): DocumentStroke[] {
  let free = 0;
  return strokes.filter((stroke) => (stroke.locked || free++ < shown) && !stroke.hidden);
}

/** How many strokes the count can show: all that are not locked. */
export function mostShown(strokes: readonly DocumentStroke[]): number {
  return strokes.reduce((count, stroke) => count + (stroke.locked ? 0 : 1), 0);
}

/** Index of the first stroke that the count hides; the number of strokes where it hides none. */
export function endOfShown({ strokes, shown }: Pick<LineamentDocument, 'strokes' | 'shown'>): number {
  let free = 0;
  const end = strokes.findIndex((stroke) => !stroke.locked && free++ >= shown);
  return end < 0 ? strokes.length : end;
}

/** Whether two documents say the same; quick where they share their parts. */
export function sameDocument(a: LineamentDocument, b: LineamentDocument): boolean {
  return same(a, b);
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key as keyof typeof a], b[key as keyof typeof b]))
  );
}
