/**
 * The subject's mask by a network that has learned what subjects look like, helped by the picture's own colours.
 *
 * The network sees the picture small, as it is and mirrored, and says for each place how likely the subject is there. Seen
 * small, it knows best what the subject is. Then it looks again, at the part that the subject takes of the picture, and at
 * more pixels: it sees legs that were a pixel wide, and that what it took for a part of the subject is none. It
 * knows things that colours do not tell (what a cat is), but not where exactly they end, so its odds go into the cut of
 * subject-mask.ts, which does. The network is handed in: this file opens no session.
 */

import { askBothWays, planesOf, wholeCells } from './network-picture.ts';
import { enlarge } from './resample.ts';
import { type LearnedOdds, type SubjectMask, subjectMaskInPieces } from './subject-mask.ts';

/**
 * Planes of red, green, blue in 0..1 [pictures · 3 · height · width] → odds (logits) of the subject
 * [pictures · height/2 · width/2].
 */
export type SubjectOdds = (pixels: Float32Array, width: number, height: number) => Promise<Float32Array>;

/** Has a network ready for as long as `use` asks it. */
export type MaskNetwork = <T>(use: (odds: SubjectOdds) => Promise<T>) => Promise<T>;

/** The longer side at which the network sees the picture, then the subject, and of what sides are multiples, in pixels. */
const SIDE = 192;
const CLOSER_SIDE = 320;
const CELL = 16;

/** The subject's ends, as shares of it from either side: a few odd places far away are none of it. */
const ENDS = 0.01;
/** How much ground is seen with a part, on every side: a share of the subject's longer side. */
const AROUND = 0.2;
/** A part is looked at by itself if one of its sides is shorter than this share of the picture's; else all is. */
const PART = 0.8;
/** The least share of the picture's sides that a part has, but for what would lie outside. */
const LEAST_PART = 0.25;

/** Pixels of a picture: left and top, then the width and height. */
interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Finds the subject of a photo. The same picture gives the same bytes.
 *
 * @param rgb 8-bit sRGB [height · width · 3]
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param breathe is waited for between pieces of the work, which block their thread
 * @throws what the network throws
 */
export async function learnedMask(
  rgb: Uint8Array,
  width: number,
  height: number,
  network: MaskNetwork,
  breathe: () => Promise<void> = async () => {},
): Promise<SubjectMask> {
  const pieces = subjectMaskInPieces(rgb, width, height, await learnedOdds(rgb, width, height, network));
  for (;;) {
    await breathe();
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}

/**
 * What the network says of a picture seen small, straight on and mirrored together; where the subject lies, in the mean with
 * what it says of that part alone, closer to.
 *
 * @throws what the network throws
 */
export async function learnedOdds(
  rgb: Uint8Array,
  width: number,
  height: number,
  network: MaskNetwork,
): Promise<LearnedOdds> {
  return network((odds) => bothLooks(rgb, width, height, odds));
}

async function bothLooks(rgb: Uint8Array, width: number, height: number, odds: SubjectOdds): Promise<LearnedOdds> {
  const first = await askBothWays(rgb, width, height, SIDE, CELL, odds);
  const [w, h] = [2 * first.width, 2 * first.height];
  const part = partOfSubject(first, w, h);
  const seen = scaled(part, width / w, height / h);
  const [closerWidth, closerHeight] = wholeCells(seen.width, seen.height, CLOSER_SIDE, CELL);
  const planes = planesOf(cropped(rgb, width, seen), seen.width, seen.height, closerWidth, closerHeight);
  // Mirrored as well it would be worth 0.003 on photos, and cost more time than it has.
  const second = await odds(planes, closerWidth, closerHeight);

  const values = enlarge(first.values, first.width, first.height, w, h);
  const closer = enlarge(second, closerWidth / 2, closerHeight / 2, part.width, part.height);
  for (let y = 0; y < part.height; y++)
    for (let x = 0; x < part.width; x++) {
      const i = (part.y + y) * w + part.x + x;
      values[i] = (values[i]! + closer[y * part.width + x]!) / 2;
    }
  return { values, width: w, height: h };
}

/** What holds the subject and some ground around it, of a picture of this size; all of it where that is nearly all. */
function partOfSubject({ values, width, height }: LearnedOdds, toWidth: number, toHeight: number): Part {
  const all = { x: 0, y: 0, width: toWidth, height: toHeight };
  const across = new Float64Array(width);
  const down = new Float64Array(height);
  for (let i = 0; i < values.length; i++)
    if (values[i]! > 0) {
      across[i % width]!++;
      down[Math.floor(i / width)]!++;
    }
  const [left, right] = ends(across).map((at) => (at * toWidth) / width) as [number, number];
  const [top, bottom] = ends(down).map((at) => (at * toHeight) / height) as [number, number];
  if (right <= left) return all;
  const around = AROUND * Math.max(right - left, bottom - top);
  const [x, partWidth] = widened(left - around, right + around, toWidth);
  const [y, partHeight] = widened(top - around, bottom + around, toHeight);
  if (partWidth >= PART * toWidth && partHeight >= PART * toHeight) return all;
  return { x, y, width: partWidth, height: partHeight };
}

/** From where to where all but the ends of the counts lie; the same place twice where nothing was counted. */
function ends(counts: Float64Array): [number, number] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let from = 0;
  for (let sum = 0; from < counts.length && sum + counts[from]! <= ENDS * total; from++) sum += counts[from]!;
  let to = counts.length;
  for (let sum = 0; to > from && sum + counts[to - 1]! <= ENDS * total; to--) sum += counts[to - 1]!;
  return [from, to];
}

/** Whole pixels from `from` to `to` or more, within a side: where they start, and how many they are. */
function widened(from: number, to: number, side: number): [number, number] {
  const more = Math.max(0, LEAST_PART * side - (to - from)) / 2;
  const start = Math.max(0, Math.floor(from - more));
  return [start, Math.min(side, Math.ceil(to + more)) - start];
}

/** The same part of the picture at another size, in whole pixels, at least one. */
function scaled({ x, y, width, height }: Part, across: number, down: number): Part {
  const [left, top] = [Math.floor(x * across), Math.floor(y * down)];
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round((x + width) * across) - left),
    height: Math.max(1, Math.round((y + height) * down) - top),
  };
}

function cropped(rgb: Uint8Array, width: number, part: Part): Uint8Array {
  const pixels = new Uint8Array(3 * part.width * part.height);
  for (let y = 0; y < part.height; y++) {
    const from = 3 * ((part.y + y) * width + part.x);
    pixels.set(rgb.subarray(from, from + 3 * part.width), 3 * y * part.width);
  }
  return pixels;
}
