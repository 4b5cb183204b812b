/**
 * What a network's doubt is worth once it is sure of something.
 *
 * It was taught to miss nothing, so that it says "perhaps" of whatever else stands out: the ground of a picture whose
 * subject it has found. The more there is of that beside what it is sure of, the less of it is the subject's.
 */

/** Odds (logits) from which on it is sure, and up to which it doubts, either way. */
const SURE = 3;
const DOUBTFUL = 1.5;
/** Less of the picture than this is not something. */
const LEAST = 0.008;
/** What is taken off the odds where it doubts as much as it is sure of, or more: best of a few on held-back photos. */
const MOST = 0.3;

/**
 * How much the odds of a whole picture are too high.
 *
 * @param odds (logits) of the subject [pixels]
 * @returns logits to take off them, 0 to 0.3; 0 where it is sure of nothing
 */
export function doubtCost(odds: ArrayLike<number>): number {
  let sure = 0;
  let doubtful = 0;
  for (let i = 0; i < odds.length; i++) {
    if (odds[i]! > SURE) sure++;
    else if (Math.abs(odds[i]!) < DOUBTFUL) doubtful++;
  }
  return sure > LEAST * odds.length ? MOST * Math.min(1, doubtful / sure) : 0;
}
