/**
 * Two penalties that keep strokes such as a hand draws them: no hooks and zigzags, and no shrinking to dots.
 *
 * Left alone, the last strokes curl up into specks: to an encoder a speck is as good a texture as a line. Lengths are
 * those of the control polygon, which bounds the curve's.
 */

/** Lengths in frame units: below the first every stroke counts alike, beyond the second ever less. */
const SHORTEST = 0.03;
const SHORT = 0.1;
/** Share of its first length that a stroke may come down to at no price. */
const KEPT = 0.9;

/** The length of every stroke's control polygon. */
export function strokeLengths(points: Float64Array): Float64Array {
  const lengths = new Float64Array(points.length / 8);
  for (let at = 0; at < points.length; at += 2)
    if (at % 8 < 6)
      lengths[at >> 3] =
        lengths[at >> 3]! + Math.hypot(points[at + 2]! - points[at]!, points[at + 3]! - points[at + 1]!);
  return lengths;
}

/**
 * Adds the gradient of weight / n · Σ |P3 − 3P2 + 3P1 − P0|² / length², lengths taken as constant and long strokes, whose
 * bends follow a contour, counting less. The third difference vanishes for a parabola, the calmest curve that bends.
 *
 * @param points n strokes, 8 numbers each, frame units
 */
export function unhook(points: Float64Array, weight: number, gradient: Float64Array): void {
  strokeLengths(points).forEach((length, s) => {
    const scale =
      ((2 * weight * 8) / points.length / (length * length + SHORTEST * SHORTEST)) * (SHORT / (length + SHORT));
    for (let axis = 8 * s; axis < 8 * s + 2; axis++) {
      const third = points[axis + 6]! - 3 * points[axis + 4]! + 3 * points[axis + 2]! - points[axis]!;
      [-1, 3, -3, 1].forEach((binomial, k) => {
        gradient[axis + 2 * k] = gradient[axis + 2 * k]! + scale * binomial * third;
      });
    }
  });
}

/**
 * Adds the gradient of weight / n · Σ max(0, 1 − length / (0.9 · first length))².
 *
 * @param first each stroke's length to begin with
 */
export function keepLength(points: Float64Array, first: Float64Array, weight: number, gradient: Float64Array): void {
  strokeLengths(points).forEach((length, s) => {
    const wanted = KEPT * first[s]!;
    if (length >= wanted || length === 0) return;
    const byLength = (-2 * weight * (1 - length / wanted)) / wanted / first.length;
    for (let at = 8 * s; at < 8 * s + 6; at += 2) {
      const x = points[at + 2]! - points[at]!;
      const y = points[at + 3]! - points[at + 1]!;
      const chord = Math.hypot(x, y);
      if (chord === 0) continue;
      gradient[at] = gradient[at]! - (byLength * x) / chord;
      gradient[at + 1] = gradient[at + 1]! - (byLength * y) / chord;
      gradient[at + 2] = gradient[at + 2]! + (byLength * x) / chord;
      gradient[at + 3] = gradient[at + 3]! + (byLength * y) / chord;
    }
  });
}
