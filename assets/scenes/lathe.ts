/**
 * What a potter's wheel makes: a closed outline, half a section, turned about the upright axis.
 *
 * The outline is a smooth curve through given points (Catmull and Rom 1974). Its distance is computed once on a grid and
 * read from there, so that a vase costs a ray no more than a ball does.
 */

import type { Field } from './field.ts';

/** A point of half a section: distance from the axis, height. */
export type SectionPoint = readonly [number, number];

/** Cells of the grid on a side, and points of the curve a span: enough for a thing of a hundred pixels. */
const COARSE = { cells: 96, perSpan: 8 };
/** For pictures that people look at. */
export const FINE = { cells: 256, perSpan: 20 };

/**
 * The solid whose half section is closed by the axis.
 *
 * @param section its outline from the bottom's middle to the top's middle; radii at least 0
 */
export function lathe(section: readonly SectionPoint[], { cells, perSpan } = COARSE): Field {
  const outline = curveThrough(section, perSpan);
  const [r, y] = [0, 1].map((axis) => outline.map((point) => point[axis]!)) as [number[], number[]];
  const margin = 0.06 * (Math.max(...y) - Math.min(...y) + Math.max(...r));
  const grid = {
    low: Math.min(...y) - margin,
    wide: Math.max(...r) + margin,
    tall: Math.max(...y) - Math.min(...y) + 2 * margin,
  };
  const [stepR, stepY] = [grid.wide / (cells - 1), grid.tall / (cells - 1)];
  const values = new Float32Array(cells * cells);
  for (let j = 0; j < cells; j++)
    for (let i = 0; i < cells; i++) values[j * cells + i] = distanceTo(outline, i * stepR, grid.low + j * stepY);
  return (x, py, z) => {
    const radius = Math.sqrt(x * x + z * z);
    const u = Math.min(cells - 1.001, radius / stepR);
    const v = Math.min(cells - 1.001, Math.max(0, (py - grid.low) / stepY));
    const i = u | 0;
    const j = v | 0;
    const fu = u - i;
    const fv = v - j;
    const at = j * cells + i;
    const below = values[at]! + fu * (values[at + 1]! - values[at]!);
    const above = values[at + cells]! + fu * (values[at + cells + 1]! - values[at + cells]!);
    const inside = below + fv * (above - below);
    const dr = radius - u * stepR;
    const dy = py - grid.low - v * stepY;
    // Beyond the grid: never more than the true distance.
    return dr * dr + dy * dy < 1e-12 ? inside : Math.max(Math.sqrt(dr * dr + dy * dy), inside * 0.5);
  };
}

/** A smooth line through the points, straight at both ends. */
export function curveThrough<P extends readonly number[]>(points: readonly P[], perSpan = 8): P[] {
  const at = (i: number) => points[Math.min(points.length - 1, Math.max(0, i))]!;
  const curve: P[] = [at(0)];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let k = 1; k <= perSpan; k++) {
      const t = k / perSpan;
      const point = b.map((_, axis) => {
        const [p, q, r, s] = [a[axis]!, b[axis]!, c[axis]!, d[axis]!];
        return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
      });
      curve.push(point as unknown as P);
    }
  }
  return curve;
}

/** Signed distance to the polygon that the outline and its mirror image make. */
function distanceTo(outline: readonly SectionPoint[], r: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  let inside = false;
  for (let i = 0; i < outline.length; i++) {
    const from = outline[i]!;
    const to = outline[(i + 1) % outline.length]!;
    const ar = from[0];
    const ay = from[1];
    const br = to[0];
    const by = to[1];
    // The closing side lies on the axis, inside the solid: it bounds nothing, but counts for what is inside.
    if (i + 1 < outline.length) {
      const er = br - ar;
      const ey = by - ay;
      const pr = r - ar;
      const py = y - ay;
      const t = Math.min(1, Math.max(0, (pr * er + py * ey) / Math.max(1e-12, er * er + ey * ey)));
      nearest = Math.min(nearest, (pr - t * er) ** 2 + (py - t * ey) ** 2);
    }
    if (ay > y !== by > y && r < ar + ((y - ay) / (by - ay)) * (br - ar)) inside = !inside;
  }
  return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
}
