/**
 * A stroke that follows a contour: walk along an edge from a point, both ways, and fit one cubic to the walk.
 *
 * The drawing is there before the first step of the optimiser, which then only has to move lines, not to find them.
 */

import { type Edges, sample } from './edges.ts';

/** A walked contour, in pixels of the edge maps, first to last. */
export type Walk = [number, number][];

export interface WalkLimits {
  /** Most pixels to go, each way. */
  reach: number;
  /** Most that one way may bend in all, radians. */
  turn: number;
  /** Edge strength below which a contour has faded out. */
  floor: number;
}

/**
 * Walks along the edge through (x, y), pixel by pixel, keeping to its crest, until it fades, bends too far, meets
 * another stroke, leaves the picture or is long enough.
 *
 * @param taken [side·side] 0..1: where a stroke lies already
 */
export function walkContour(edges: Edges, taken: Float32Array, x: number, y: number, limits: WalkLimits): Walk {
  const angle = nearestAngle(edges, x, y);
  const back = walkOneWay(edges, taken, x, y, angle + Math.PI, limits);
  return [...back.reverse(), [x, y], ...walkOneWay(edges, taken, x, y, angle, limits)];
}

function nearestAngle({ along, side }: Edges, x: number, y: number): number {
  const column = Math.min(side - 1, Math.max(0, Math.floor(x)));
  const row = Math.min(side - 1, Math.max(0, Math.floor(y)));
  return along[row * side + column]!;
}

function walkOneWay(
  edges: Edges,
  taken: Float32Array,
  startX: number,
  startY: number,
  angle: number,
  { reach, turn, floor }: WalkLimits,
): Walk {
  const { side, strength } = edges;
  const walk: Walk = [];
  let x = startX;
  let y = startY;
  let dx = Math.cos(angle);
  let dy = Math.sin(angle);
  let turned = 0;
  for (let step = 0; step < reach; step++) {
    const here = nearestAngle(edges, x, y);
    let vx = Math.cos(here);
    let vy = Math.sin(here);
    if (vx * dx + vy * dy < 0) {
      vx = -vx;
      vy = -vy;
    }
    const cos = vx * dx + vy * dy;
    turned += Math.acos(Math.min(1, cos)) * Math.sign(dx * vy - dy * vx);
    // A corner sharper than about 70° ends a stroke: a pencil would be lifted there.
    if (cos < 0.3 || Math.abs(turned) > turn) break;
    dx = vx;
    dy = vy;
    x += dx;
    y += dy;
    // Half a pixel towards the crest, where it lies to one side.
    const left = sample(strength, side, x + dy, y - dx);
    const middle = sample(strength, side, x, y);
    const right = sample(strength, side, x - dy, y + dx);
    if (left > middle && left > right) {
      x += 0.5 * dy;
      y -= 0.5 * dx;
    } else if (right > middle) {
      x -= 0.5 * dy;
      y += 0.5 * dx;
    }
    if (x < 1 || y < 1 || x >= side - 1 || y >= side - 1) break;
    if (Math.max(left, middle, right) < floor) break;
    if (taken[Math.floor(y) * side + Math.floor(x)]! > 0.6) break;
    walk.push([x, y]);
  }
  return walk;
}

/**
 * The least-squares cubic through a polyline, its ends held (Schneider, Graphics Gems I, 1990): two handles by normal
 * equations, drawn a little towards the chord so that they stay put where the data leaves them free, and the parameters
 * moved to the nearest points a few times.
 *
 * @param walk at least two points
 * @returns eight control coordinates in the walk's units
 */
export function fitCubic(walk: Walk): number[] {
  const last = walk.length - 1;
  const [x0, y0] = walk[0]!;
  const [x3, y3] = walk[last]!;
  const parameters = new Float64Array(walk.length);
  for (let i = 1; i <= last; i++)
    parameters[i] = parameters[i - 1]! + Math.hypot(walk[i]![0] - walk[i - 1]![0], walk[i]![1] - walk[i - 1]![1]);
  const length = parameters[last]! || 1;
  for (let i = 0; i <= last; i++) parameters[i] = parameters[i]! / length;

  const ridge = 0.004 * walk.length;
  let handles = [0, 0, 0, 0];
  for (let round = 0; round < 4; round++) {
    let a11 = ridge;
    let a12 = 0;
    let a22 = ridge;
    let rx1 = ridge * (x0 + (x3 - x0) / 3);
    let ry1 = ridge * (y0 + (y3 - y0) / 3);
    let rx2 = ridge * (x0 + (2 * (x3 - x0)) / 3);
    let ry2 = ridge * (y0 + (2 * (y3 - y0)) / 3);
    for (let i = 0; i <= last; i++) {
      const t = parameters[i]!;
      const m = 1 - t;
      const [b0, b1, b2, b3] = [m * m * m, 3 * m * m * t, 3 * m * t * t, t * t * t];
      const dx = walk[i]![0] - b0 * x0 - b3 * x3;
      const dy = walk[i]![1] - b0 * y0 - b3 * y3;
      a11 += b1 * b1;
      a12 += b1 * b2;
      a22 += b2 * b2;
      rx1 += b1 * dx;
      ry1 += b1 * dy;
      rx2 += b2 * dx;
      ry2 += b2 * dy;
    }
    const det = a11 * a22 - a12 * a12;
    handles = [
      (rx1 * a22 - rx2 * a12) / det,
      (ry1 * a22 - ry2 * a12) / det,
      (rx2 * a11 - rx1 * a12) / det,
      (ry2 * a11 - ry1 * a12) / det,
    ];
    if (round < 3) reparameterise(walk, parameters, [x0, y0, ...handles, x3, y3]);
  }
  return [x0, y0, ...handles, x3, y3];
}

/** One Newton step of every parameter towards the nearest point of the curve, order kept. */
function reparameterise(walk: Walk, parameters: Float64Array, p: number[]): void {
  for (let i = 1; i < walk.length - 1; i++) {
    const t = parameters[i]!;
    const m = 1 - t;
    const at = (k: 0 | 1) =>
      m * m * m * p[k]! + 3 * m * m * t * p[2 + k]! + 3 * m * t * t * p[4 + k]! + t * t * t * p[6 + k]!;
    const speed = (k: 0 | 1) =>
      3 * (m * m * (p[2 + k]! - p[k]!) + 2 * m * t * (p[4 + k]! - p[2 + k]!) + t * t * (p[6 + k]! - p[4 + k]!));
    const bend = (k: 0 | 1) =>
      6 * (m * (p[4 + k]! - 2 * p[2 + k]! + p[k]!) + t * (p[6 + k]! - 2 * p[4 + k]! + p[2 + k]!));
    const [ex, ey] = [at(0) - walk[i]![0], at(1) - walk[i]![1]];
    const [vx, vy] = [speed(0), speed(1)];
    const slope = vx * vx + vy * vy + ex * bend(0) + ey * bend(1);
    if (slope <= 0) continue;
    const next = t - (ex * vx + ey * vy) / slope;
    parameters[i] = Math.min(parameters[i + 1]!, Math.max(parameters[i - 1]!, next));
  }
}
