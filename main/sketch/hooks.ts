/**
 * A penalty on hooks and zigzags: short strokes that bend back and forth, which no hand draws.
 *
 * A cubic's third difference P3 − 3P2 + 3P1 − P0 vanishes for a parabola, the calmest curve that bends. Its square,
 * relative to the stroke's length, is what is penalised, and long strokes, whose bends follow a contour, less.
 */

/** Lengths in frame units: below the first every stroke counts alike, beyond the second ever less. */
const SHORTEST = 0.03;
const SHORT = 0.1;

/**
 * Adds the gradient of weight / n · Σ calm(stroke), with lengths taken as constant.
 *
 * @param points n strokes, 8 numbers each, frame units
 */
export function unhook(points: Float64Array, weight: number, gradient: Float64Array): void {
  const strokes = points.length / 8;
  for (let at = 0; at < points.length; at += 8) {
    let length = 0;
    for (let k = at; k < at + 6; k += 2)
      length += Math.hypot(points[k + 2]! - points[k]!, points[k + 3]! - points[k + 1]!);
    const scale = ((2 * weight) / strokes / (length * length + SHORTEST * SHORTEST)) * (SHORT / (length + SHORT));
    for (let axis = at; axis < at + 2; axis++) {
      const third = points[axis + 6]! - 3 * points[axis + 4]! + 3 * points[axis + 2]! - points[axis]!;
      [-1, 3, -3, 1].forEach((binomial, k) => {
        gradient[axis + 2 * k] = gradient[axis + 2 * k]! + scale * binomial * third;
      });
    }
  }
}
