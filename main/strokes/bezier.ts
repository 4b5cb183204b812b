/**
 * Cubic Bézier curves as eight numbers (x0 y0 x1 y1 x2 y2 x3 y3), in Bernstein form.
 *
 * Everything here is exact and works for any curve, straight, folded or shrunk to a point: nothing divides by a length.
 */

/** A curve's control points: any array-like of at least `offset + 8` numbers. */
export type Cubic = ArrayLike<number>;

/** The four Bernstein weights at t (0..1): how much each control point counts there. They sum to 1. */
export function bernstein(t: number): [number, number, number, number] {
  const m = 1 - t;
  return [m * m * m, 3 * m * m * t, 3 * m * t * t, t * t * t];
}

/** The point at t (0..1). */
export function pointAt(curve: Cubic, t: number, offset = 0): [number, number] {
  const [a, b, c, d] = bernstein(t);
  return [
    a * curve[offset]! + b * curve[offset + 2]! + c * curve[offset + 4]! + d * curve[offset + 6]!,
    a * curve[offset + 1]! + b * curve[offset + 3]! + c * curve[offset + 5]! + d * curve[offset + 7]!,
  ];
}

/**
 * How many chords keep a polyline within `tolerance` of the curve.
 *
 * A chord over a parameter step h leaves the curve by at most h²/8 · max|C″|, and |C″| ≤ 6 times the larger second
 * difference of the control points (de Boor, A Practical Guide to Splines, ch. II). A straight, evenly spaced curve
 * needs one chord; a point needs one too.
 */
export function chordsFor(curve: Cubic, tolerance: number, offset = 0, most = 64): number {
  let bend = 0;
  for (let k = 0; k < 2; k++) {
    const i = offset + 2 * k;
    const x = curve[i]! - 2 * curve[i + 2]! + curve[i + 4]!;
    const y = curve[i + 1]! - 2 * curve[i + 3]! + curve[i + 5]!;
    bend = Math.max(bend, x * x + y * y);
  }
  return Math.max(1, Math.min(most, Math.ceil(Math.sqrt((0.75 * Math.sqrt(bend)) / tolerance))));
}

/** Length of the curve, by `chords` chords: good to about 1e-4 of the length for curves that bend at most half a turn. */
export function lengthOf(curve: Cubic, offset = 0, chords = 32): number {
  let length = 0;
  let x = curve[offset]!;
  let y = curve[offset + 1]!;
  for (let k = 1; k <= chords; k++) {
    const [nextX, nextY] = pointAt(curve, k / chords, offset);
    length += Math.hypot(nextX - x, nextY - y);
    x = nextX;
    y = nextY;
  }
  return length;
}

/** Length of a chain of curves: x0 y0 and six numbers for each. */
export function chainLength(points: Cubic): number {
  let length = 0;
  for (let offset = 0; offset + 8 <= points.length; offset += 6) length += lengthOf(points, offset);
  return length;
}
