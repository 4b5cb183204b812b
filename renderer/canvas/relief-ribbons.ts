/**
 * Strokes in the air: each a ribbon of its own width that floats at the depth of what it outlines.
 *
 * A line along an outline belongs to what is nearer, and a depth map breaks beside it. So every point takes the nearest
 * depth within reach of its line, and then the course is smoothed along the stroke: it flies and does not jump.
 */

import { chordsFor, pointAt } from '../../main/strokes/bezier.ts';
import type { DepthRecord } from '../state/depth.ts';
import { nearnessAt } from './relief-surface.ts';

/**
 * Numbers a corner of a ribbon has. It lies beside a point of the course, and as a line is as wide from wherever it is
 * seen, only the screen knows where: so it has its point, one ahead of that, and how far along and to the left it lies.
 */
export const RIBBON_STRIDE = 13;

/** Which numbers they are: how many, from which on. Places are shares of the photo, 0..1, and nearness 0..1. */
export const RIBBON_PARTS = {
  /** x, y of the point, and its nearness. */
  place: [2, 0],
  near: [1, 2],
  /** x, y and nearness of what is ahead. */
  ahead: [3, 3],
  /** In halves of the width. */
  beside: [2, 6],
  /** Half the width, photo px. */
  halfWidth: [1, 8],
  /** Red, green, blue, opacity, 0..1. */
  ink: [4, 9],
} as const;

/** A stroke as a ribbon needs it: lengths in photo px, colour '#rrggbb'. */
export interface RibbonStroke {
  points: readonly number[];
  width: number;
  color: string;
  opacity: number;
}

export interface Ribbons {
  /** As RIBBON_PARTS says. */
  corners: Float32Array;
  /** Three corners a triangle, stroke by stroke in drawing order. */
  triangles: Uint32Array;
}

/** Beyond half its width, how far a line looks for what it outlines, as a share of the longer side. */
const REACH = 0.012;
/** Directions in which it looks. */
const LOOKS = 8;
/** Points of a course, in longer sides of the photo apart. */
const APART = 1 / 250;
/** How many points to each side a course is smoothed over, and how often: thrice is nearly a Gaussian. */
const SMOOTH = 6;
const TIMES = 3;
/** Corners of a round end. */
const ROUND = 16;
/** Cosine of the bend from which on a joint is a corner, and is rounded. */
const CORNER = 0.9;

/** The strokes of a photo of this size as ribbons over its depth. */
export function ribbonsOf(
  strokes: readonly RibbonStroke[],
  depth: Pick<DepthRecord, 'width' | 'height' | 'steps'>,
  photo: { width: number; height: number },
): Ribbons {
  const corners: number[] = [];
  const triangles: number[] = [];
  for (const { points, width, color, opacity } of strokes) {
    const course = courseOf(points, APART * Math.max(photo.width, photo.height));
    const near = smoothed(course.map(([x, y]) => nearestAround(depth, photo, x, y, width / 2)));
    const look = [...[1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255), opacity];
    const place = (i: number): [number, number, number] => {
      const [x, y] = course[i]!;
      return [x / photo.width, y / photo.height, near[i]!];
    };
    const corner = (i: number, along: number, left: number) => {
      const [here, from, to] = [place(i), place(Math.max(0, i - 1)), place(Math.min(course.length - 1, i + 1))];
      const ahead = here.map((value, k) => value + to[k]! - from[k]!);
      corners.push(...here, ...ahead, along, left, width / 2, ...look);
      return corners.length / RIBBON_STRIDE - 1;
    };
    course.forEach((_, i) => {
      const left = corner(i, 0, 1);
      corner(i, 0, -1);
      if (i) triangles.push(left - 2, left - 1, left, left - 1, left + 1, left);
    });
    course.forEach((_, i) => {
      if (i > 0 && i < course.length - 1 && !bends(course, i)) return;
      const middle = corner(i, 0, 0);
      for (let k = 0; k < ROUND; k++) {
        const angle = (2 * Math.PI * k) / ROUND;
        const at = corner(i, Math.cos(angle), Math.sin(angle));
        triangles.push(middle, at, k + 1 < ROUND ? at + 1 : middle + 1);
      }
    });
  }
  return { corners: Float32Array.from(corners), triangles: Uint32Array.from(triangles) };
}

/** The nearest depth under a line and just beside it, 0..1; lengths in photo px. */
export function nearestAround(
  depth: Pick<DepthRecord, 'width' | 'height' | 'steps'>,
  { width, height }: { width: number; height: number },
  x: number,
  y: number,
  half: number,
): number {
  const reach = half + REACH * Math.max(width, height);
  let nearest = nearnessAt(depth, x / width, y / height);
  for (let k = 0; k < LOOKS; k++) {
    const angle = (2 * Math.PI * k) / LOOKS;
    const [dx, dy] = [reach * Math.cos(angle), reach * Math.sin(angle)];
    nearest = Math.max(nearest, nearnessAt(depth, (x + dx) / width, (y + dy) / height));
  }
  return nearest;
}

type Point = readonly [x: number, y: number];

/** Points along a chain of cubics, at most so far apart, of which no two lie on each other. */
function courseOf(points: readonly number[], apart: number): Point[] {
  const course: Point[] = [[points[0]!, points[1]!]];
  for (let offset = 0; offset + 8 <= points.length; offset += 6) {
    let length = 0;
    for (let i = offset; i < offset + 6; i += 2)
      length += Math.hypot(points[i + 2]! - points[i]!, points[i + 3]! - points[i + 1]!);
    const chords = Math.max(chordsFor(points, 0.1, offset), Math.ceil(length / apart));
    for (let k = 1; k <= chords; k++) {
      const next = pointAt(points, k / chords, offset);
      const [x, y] = course.at(-1)!;
      if (Math.hypot(next[0] - x, next[1] - y) > apart / 1000) course.push(next);
    }
  }
  return course;
}

function bends(course: readonly Point[], i: number): boolean {
  const [a, b, c] = [course[i - 1]!, course[i]!, course[i + 1]!];
  const before = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const after = Math.hypot(c[0] - b[0], c[1] - b[1]);
  return (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < CORNER * before * after;
}

/** Running means of running means: the course's ends count as long as needed. */
function smoothed(values: readonly number[]): number[] {
  let now = [...values];
  const last = values.length - 1;
  for (let time = 0; time < TIMES; time++)
    now = now.map((_, i) => {
      let sum = 0;
      for (let k = i - SMOOTH; k <= i + SMOOTH; k++) sum += now[Math.min(last, Math.max(0, k))]!;
      return sum / (2 * SMOOTH + 1);
    });
  return now;
}
