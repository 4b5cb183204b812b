/**
 * The differentiable rasteriser: coverage of pixels by strokes, and its exact gradient.
 *
 * A stroke is the set of points within its radius r of a cubic, sampled into chords. A pixel centre at distance d from
 * the nearest chord is covered by c = clamp(r + ½ − d, 0, min(1, 2r)): a ramp one pixel wide, within 0.044 of the exact
 * box-filtered area. At the nearest point the envelope theorem holds: moving the curve changes d only by the movement
 * along the normal n, so ∂d/∂A = −(1−u)·n and ∂d/∂B = −u·n for the chord A→B touched at u, and from there the chain
 * rule goes through the view's homography and the Bernstein weights to the control points. No sampling noise, no
 * implicit derivative of a quintic root (contrast Li et al. 2020, diffvg), and degenerate curves need no special case.
 *
 * Only pixels inside a stroke's band are stored, so the cost goes with the ink, not with the picture.
 */

import { bernstein, chordsFor } from './bezier.ts';

/** A 3×3 homography, row-major, from the strokes' units to pixels of the view; pixel (0,0) has its centre at (½,½). */
export type Homography = Float64Array;

/** How far, in pixels, chords may leave the curve. */
const FLATNESS = 0.06;
const MOST_CHORDS = 64;

/** Bernstein weights of every chord end for every number of chords, computed once. */
const WEIGHTS: Float64Array[] = [];
function weightsFor(chords: number): Float64Array {
  let table = WEIGHTS[chords];
  if (!table) {
    table = new Float64Array((chords + 1) * 4);
    for (let k = 0; k <= chords; k++) table.set(bernstein(k / chords), k * 4);
    WEIGHTS[chords] = table;
  }
  return table;
}

/**
 * The sparse coverage of one view. Call `cover`, then compose (see ink.ts), then `pull` a gradient back.
 * One object is one view's memory; it is reused from step to step and allocates only when a drawing outgrows it.
 */
export class Coverage {
  readonly width: number;
  readonly height: number;
  /** Number of strokes last covered. */
  strokes = 0;
  /** Entries of stroke s are start[s] up to start[s + 1], in scan order of their first chord. */
  start = new Int32Array(65);
  /** Per entry: pixel index, coverage (0..1]. */
  pixel = new Int32Array(4096);
  coverage = new Float64Array(4096);
  /** Per entry: scratch for the compositor (what lay beneath) and for the gradient with respect to coverage. */
  beneath = new Float64Array(4096);
  slope = new Float64Array(4096);

  // The nearest chord of each entry, where on it, and the unit normal from the curve to the pixel.
  private chord = new Uint8Array(4096);
  private along = new Float64Array(4096);
  private normalX = new Float64Array(4096);
  private normalY = new Float64Array(4096);

  private nearest: Float64Array;
  private nearestChord: Uint8Array;
  private nearestAlong: Float64Array;
  private stamp: Int32Array;
  private touched: Int32Array;
  private epoch = 0;

  private view: Homography = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  private chords = new Uint8Array(64);
  private radius = new Float64Array(64);
  private scale = new Float64Array(64);
  private points: ArrayLike<number> = [];
  private readonly sampled = new Float64Array((MOST_CHORDS + 1) * 2);
  private readonly pulled = new Float64Array((MOST_CHORDS + 1) * 2);

  /** @param width @param height of the view, in pixels. */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    const size = width * height;
    this.nearest = new Float64Array(size);
    this.nearestChord = new Uint8Array(size);
    this.nearestAlong = new Float64Array(size);
    this.stamp = new Int32Array(size);
    this.touched = new Int32Array(size);
  }

  /** How many entries there are. */
  get entries(): number {
    return this.start[this.strokes]!;
  }

  /**
   * Finds which pixels the strokes cover.
   *
   * @param points control points, 8 numbers a stroke, in the strokes' own units; kept until `pull`
   * @param radii half line widths, one a stroke, same units; a view that magnifies widens the line
   * @param view from the strokes' units to pixels
   * @param strokes how many of them to draw: a prefix
   */
  cover(points: ArrayLike<number>, radii: ArrayLike<number>, view: Homography, strokes = radii.length): void {
    this.points = points;
    this.view = view;
    this.strokes = strokes;
    if (this.start.length <= strokes) {
      this.start = new Int32Array(2 * strokes + 1);
      this.chords = new Uint8Array(2 * strokes);
      this.radius = new Float64Array(2 * strokes);
      this.scale = new Float64Array(2 * strokes);
    }
    this.start[0] = 0;
    for (let s = 0; s < strokes; s++) this.start[s + 1] = this.coverStroke(s, radii[s]!, this.start[s]!);
  }

  /** The local magnification of the view at the mean of a stroke's control points: √|det J|. */
  private magnification(offset: number): number {
    const h = this.view;
    const { points } = this;
    const x = (points[offset]! + points[offset + 2]! + points[offset + 4]! + points[offset + 6]!) / 4;
    const y = (points[offset + 1]! + points[offset + 3]! + points[offset + 5]! + points[offset + 7]!) / 4;
    const w = Math.abs(h[6]! * x + h[7]! * y + h[8]!);
    return Math.sqrt(Math.abs(determinant(h)) / (w * w * w));
  }

  private coverStroke(stroke: number, radius: number, first: number): number {
    const { points, view: h, width, height, sampled, nearest, nearestChord, nearestAlong, stamp, touched } = this;
    const offset = stroke * 8;
    const scale = this.magnification(offset);
    const r = radius * scale;
    const reach = r + 0.5;
    const reach2 = reach * reach;
    // The tolerance is a pixel's; the control points are in the strokes' units.
    const chords = chordsFor(points, FLATNESS / scale, offset, MOST_CHORDS);
    const weights = weightsFor(chords);
    this.chords[stroke] = chords;
    this.radius[stroke] = r;
    this.scale[stroke] = scale;
    for (let k = 0; k <= chords; k++) {
      const b0 = weights[4 * k]!;
      const b1 = weights[4 * k + 1]!;
      const b2 = weights[4 * k + 2]!;
      const b3 = weights[4 * k + 3]!;
      const x = b0 * points[offset]! + b1 * points[offset + 2]! + b2 * points[offset + 4]! + b3 * points[offset + 6]!;
      const y =
        b0 * points[offset + 1]! + b1 * points[offset + 3]! + b2 * points[offset + 5]! + b3 * points[offset + 7]!;
      const w = h[6]! * x + h[7]! * y + h[8]!;
      sampled[2 * k] = (h[0]! * x + h[1]! * y + h[2]!) / w;
      sampled[2 * k + 1] = (h[3]! * x + h[4]! * y + h[5]!) / w;
    }

    const epoch = ++this.epoch;
    let count = 0;
    for (let k = 0; k < chords; k++) {
      const ax = sampled[2 * k]!;
      const ay = sampled[2 * k + 1]!;
      const dx = sampled[2 * k + 2]! - ax;
      const dy = sampled[2 * k + 3]! - ay;
      const squared = dx * dx + dy * dy;
      const inverse = squared > 0 ? 1 / squared : 0;
      const left = Math.min(ax, ax + dx) - reach;
      const right = Math.max(ax, ax + dx) + reach;
      const top = Math.max(0, Math.floor(Math.min(ay, ay + dy) - reach));
      const bottom = Math.min(height, Math.ceil(Math.max(ay, ay + dy) + reach));
      // A row meets the band around the chord's line in an interval of this half width around where the line is.
      const slant = dy !== 0 ? dx / dy : 0;
      const half = dy !== 0 ? (reach * Math.sqrt(squared)) / Math.abs(dy) : Number.POSITIVE_INFINITY;
      for (let y = top; y < bottom; y++) {
        const qy = y + 0.5 - ay;
        const middle = ax + qy * slant;
        const from = Math.max(0, Math.floor(Math.max(left, middle - half)));
        const to = Math.min(width, Math.ceil(Math.min(right, middle + half)));
        for (let x = from; x < to; x++) {
          const qx = x + 0.5 - ax;
          let u = (qx * dx + qy * dy) * inverse;
          u = u < 0 ? 0 : u > 1 ? 1 : u;
          const ex = qx - u * dx;
          const ey = qy - u * dy;
          const distance2 = ex * ex + ey * ey;
          if (distance2 >= reach2) continue;
          const i = y * width + x;
          if (stamp[i] !== epoch) {
            stamp[i] = epoch;
            touched[count++] = i;
          } else if (distance2 >= nearest[i]!) continue;
          nearest[i] = distance2;
          nearestChord[i] = k;
          nearestAlong[i] = u;
        }
      }
    }

    const end = first + count;
    if (end > this.pixel.length) this.grow(end);
    const full = Math.min(1, 2 * r);
    for (let j = 0; j < count; j++) {
      const i = touched[j]!;
      const entry = first + j;
      const k = nearestChord[i]!;
      const u = nearestAlong[i]!;
      const distance = Math.sqrt(nearest[i]!);
      const ax = sampled[2 * k]!;
      const ay = sampled[2 * k + 1]!;
      const inverse = distance > 0 ? 1 / distance : 0;
      const y = Math.floor(i / width);
      this.pixel[entry] = i;
      this.chord[entry] = k;
      this.along[entry] = u;
      const coverage = reach - distance;
      if (coverage >= full) {
        // Saturated: moving the curve changes nothing here.
        this.coverage[entry] = full;
        this.normalX[entry] = 0;
        this.normalY[entry] = 0;
      } else {
        this.coverage[entry] = coverage;
        this.normalX[entry] = (i - y * width + 0.5 - ax - u * (sampled[2 * k + 2]! - ax)) * inverse;
        this.normalY[entry] = (y + 0.5 - ay - u * (sampled[2 * k + 3]! - ay)) * inverse;
      }
    }
    return end;
  }

  /**
   * Adds the gradient with respect to the strokes, given `slope` (∂L/∂coverage of every entry).
   *
   * @param pointGradient gets ∂L/∂control point, 8 numbers a stroke
   * @param radiusGradient gets ∂L/∂radius, one a stroke; leave out when widths are fixed
   */
  pull(pointGradient: Float64Array, radiusGradient?: Float64Array): void {
    const { points, view: h, pulled, slope, chord, along, normalX, normalY } = this;
    const det = Math.abs(determinant(h));
    const flat = h[6] === 0 && h[7] === 0;
    for (let s = 0; s < this.strokes; s++) {
      const chords = this.chords[s]!;
      const weights = weightsFor(chords);
      const r = this.radius[s]!;
      const full = Math.min(1, 2 * r);
      pulled.fill(0, 0, 2 * (chords + 1));
      let byRadius = 0;
      for (let e = this.start[s]!; e < this.start[s + 1]!; e++) {
        const g = slope[e]!;
        if (g === 0) continue;
        if (this.coverage[e]! < full) {
          const k = chord[e]!;
          const u = along[e]!;
          const x = g * normalX[e]!;
          const y = g * normalY[e]!;
          pulled[2 * k] = pulled[2 * k]! + (1 - u) * x;
          pulled[2 * k + 1] = pulled[2 * k + 1]! + (1 - u) * y;
          pulled[2 * k + 2] = pulled[2 * k + 2]! + u * x;
          pulled[2 * k + 3] = pulled[2 * k + 3]! + u * y;
          byRadius += g;
        } else if (r < 0.5) byRadius += 2 * g;
      }
      const offset = s * 8;
      const scale = this.scale[s]!;
      if (radiusGradient) radiusGradient[s] = radiusGradient[s]! + byRadius * scale;
      // A perspective view widens the line by where the stroke is: the radius depends on the control points' mean.
      let meanX = 0;
      let meanY = 0;
      if (!flat && det > 0) {
        const cx = (points[offset]! + points[offset + 2]! + points[offset + 4]! + points[offset + 6]!) / 4;
        const cy = (points[offset + 1]! + points[offset + 3]! + points[offset + 5]! + points[offset + 7]!) / 4;
        const factor = (byRadius * r * -1.5) / (h[6]! * cx + h[7]! * cy + h[8]!) / 4;
        meanX = factor * h[6]!;
        meanY = factor * h[7]!;
      }
      let g0x = meanX;
      let g0y = meanY;
      let g1x = meanX;
      let g1y = meanY;
      let g2x = meanX;
      let g2y = meanY;
      let g3x = meanX;
      let g3y = meanY;
      for (let k = 0; k <= chords; k++) {
        const gx = pulled[2 * k]!;
        const gy = pulled[2 * k + 1]!;
        if (gx === 0 && gy === 0) continue;
        const b0 = weights[4 * k]!;
        const b1 = weights[4 * k + 1]!;
        const b2 = weights[4 * k + 2]!;
        const b3 = weights[4 * k + 3]!;
        let px: number;
        let py: number;
        if (flat) {
          px = (h[0]! * gx + h[3]! * gy) / h[8]!;
          py = (h[1]! * gx + h[4]! * gy) / h[8]!;
        } else {
          const x =
            b0 * points[offset]! + b1 * points[offset + 2]! + b2 * points[offset + 4]! + b3 * points[offset + 6]!;
          const y =
            b0 * points[offset + 1]! + b1 * points[offset + 3]! + b2 * points[offset + 5]! + b3 * points[offset + 7]!;
          const w = h[6]! * x + h[7]! * y + h[8]!;
          const qx = (h[0]! * x + h[1]! * y + h[2]!) / w;
          const qy = (h[3]! * x + h[4]! * y + h[5]!) / w;
          px = ((h[0]! - qx * h[6]!) * gx + (h[3]! - qy * h[6]!) * gy) / w;
          py = ((h[1]! - qx * h[7]!) * gx + (h[4]! - qy * h[7]!) * gy) / w;
        }
        g0x += b0 * px;
        g0y += b0 * py;
        g1x += b1 * px;
        g1y += b1 * py;
        g2x += b2 * px;
        g2y += b2 * py;
        g3x += b3 * px;
        g3y += b3 * py;
      }
      pointGradient[offset] = pointGradient[offset]! + g0x;
      pointGradient[offset + 1] = pointGradient[offset + 1]! + g0y;
      pointGradient[offset + 2] = pointGradient[offset + 2]! + g1x;
      pointGradient[offset + 3] = pointGradient[offset + 3]! + g1y;
      pointGradient[offset + 4] = pointGradient[offset + 4]! + g2x;
      pointGradient[offset + 5] = pointGradient[offset + 5]! + g2y;
      pointGradient[offset + 6] = pointGradient[offset + 6]! + g3x;
      pointGradient[offset + 7] = pointGradient[offset + 7]! + g3y;
    }
  }

  private grow(needed: number): void {
    const size = Math.max(needed, 2 * this.pixel.length);
    const bigger = <T extends Float64Array | Int32Array | Uint8Array>(old: T, make: (n: number) => T): T => {
      const next = make(size);
      next.set(old);
      return next;
    };
    this.pixel = bigger(this.pixel, (n) => new Int32Array(n));
    this.chord = bigger(this.chord, (n) => new Uint8Array(n));
    for (const name of ['coverage', 'beneath', 'slope', 'along', 'normalX', 'normalY'] as const)
      this[name] = bigger(this[name], (n) => new Float64Array(n));
  }
}

function determinant(h: Homography): number {
  return (
    h[0]! * (h[4]! * h[8]! - h[5]! * h[7]!) -
    h[1]! * (h[3]! * h[8]! - h[5]! * h[6]!) +
    h[2]! * (h[3]! * h[7]! - h[4]! * h[6]!)
  );
}
