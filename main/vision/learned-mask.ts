/**
 * The subject's mask by a network that has learned what subjects look like, helped by the picture's own colours.
 *
 * The network sees the picture small, as it is and mirrored, and says for each place how likely the subject is there. It
 * knows things that colours do not tell (what a cat is), but not where exactly they end, so its odds go into the cut of
 * subject-mask.ts, which does. The network is handed in: this file opens no session.
 */

import { bothWays, meanOfBoth, planesOf, wholeCells } from './network-picture.ts';
import { type LearnedOdds, type SubjectMask, subjectMaskInPieces } from './subject-mask.ts';

/**
 * Planes of red, green, blue in 0..1 [pictures · 3 · height · width] → odds (logits) of the subject
 * [pictures · height/2 · width/2].
 */
export type SubjectOdds = (pixels: Float32Array, width: number, height: number) => Promise<Float32Array>;

/** The longer side at which the network sees the picture, and of what its sides are multiples, in pixels. */
const SIDE = 256;
const CELL = 16;

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
  network: SubjectOdds,
  breathe: () => Promise<void> = async () => {},
): Promise<SubjectMask> {
  const pieces = subjectMaskInPieces(rgb, width, height, await learnedOdds(rgb, width, height, network));
  for (;;) {
    await breathe();
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}

/** What the network says of a picture, straight on and mirrored together. @throws what the network throws */
export async function learnedOdds(
  rgb: Uint8Array,
  width: number,
  height: number,
  network: SubjectOdds,
): Promise<LearnedOdds> {
  const [w, h] = wholeCells(width, height, SIDE, CELL);
  const odds = await network(bothWays(planesOf(rgb, width, height, w, h), w), w, h);
  const values = meanOfBoth(odds, w / 2);
  return { values, width: w / 2, height: h / 2 };
}
