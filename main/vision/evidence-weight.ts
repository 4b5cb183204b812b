/**
 * How much a picture's colours may say of where the subject is.
 *
 * A chair before a plain wall is told by its colours nearly everywhere, an owl in dry grass hardly anywhere. Where other
 * odds are sure, colours are put to the test: a logistic regression of what is believed there on what the colours say
 * (Platt, Probabilistic Outputs for Support Vector Machines, 1999) gives how many units of log odds a unit of evidence is
 * worth in this picture.
 */

const ROUNDS = 8;
/** Pulls the regression towards nothing where the picture says little, a pixel's share of it. */
const CAUTION = 1e-3;
const START = 0.3;

/**
 * The weight of the evidence, found by Newton's method; places that nothing is known of do not count.
 *
 * @param evidence of the subject against the ground [pixels], bounded log likelihood ratios
 * @param belief that a pixel is the subject's, 0..1 [pixels]
 * @returns log odds a unit of evidence, at least 0: evidence that contradicts belief says nothing
 */
export function evidenceWeight(evidence: ArrayLike<number>, belief: ArrayLike<number>): number {
  const pixels = belief.length;
  let slope = START;
  let offset = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let [bySlope, byOffset] = [0, 0];
    let [curve, twist, level] = [CAUTION * pixels, 0, CAUTION * pixels];
    for (let i = 0; i < pixels; i++) {
      const e = evidence[i]!;
      const sure = (2 * belief[i]! - 1) ** 2;
      const said = 1 / (1 + Math.exp(-(slope * e + offset)));
      const missing = sure * (belief[i]! - said);
      const bend = sure * said * (1 - said);
      bySlope += missing * e;
      byOffset += missing;
      curve += bend * e * e;
      twist += bend * e;
      level += bend;
    }
    const area = curve * level - twist * twist;
    slope += (level * bySlope - twist * byOffset) / area;
    offset += (curve * byOffset - twist * bySlope) / area;
  }
  return Math.max(0, slope);
}
