/**
 * A stroke in words: what it is and where, "Arc, upper left". For the list, and for whoever hears the drawing.
 *
 * Measured on the stroke alone: how far it is from end to end against its length, how much it turns in all and whether
 * always the same way. The place is that of the middle of its box, in a grid of five by five.
 */

import { chainLength, pointAt } from '../../main/strokes/bezier.ts';

const SAMPLES = 16;

/**
 * What and where, in words.
 *
 * @param points a chain of cubics, photo pixels
 * @param width of the photo, and height: what "left" and "top" refer to
 */
export function strokeWords(points: readonly number[], width: number, height: number): string {
  return `${kindOf(points, Math.hypot(width, height))}, ${placeOf(points, width, height)}`;
}

function kindOf(points: readonly number[], diagonal: number): string {
  const length = chainLength(points);
  if (length < 0.005 * diagonal) return 'Dot';
  const line = sampled(points);
  const { total, back } = turning(line);
  const reach = distance(line[0]!, line.at(-1)!) / length;
  const bent = total + back;
  if (reach < 0.15 && bent > Math.PI) return 'Loop';
  if (back > 0.35 && total > 0.35) return 'Wave';
  if (bent > 0.9 * Math.PI && length < 0.15 * diagonal) return 'Hook';
  if (length < 0.07 * diagonal) return 'Short';
  if (bent < 0.2) return 'Line';
  if (length > 0.4 * diagonal) return 'Long';
  return bent > 0.5 * Math.PI ? 'Arc' : 'Curve';
}

/** Radians turned in the stroke's main direction, and against it. */
function turning(line: readonly Point[]): { total: number; back: number } {
  let [left, right] = [0, 0];
  let before: number | null = null;
  for (let i = 1; i < line.length; i++) {
    const [dx, dy] = [line[i]![0] - line[i - 1]![0], line[i]![1] - line[i - 1]![1]];
    if (dx === 0 && dy === 0) continue;
    const angle = Math.atan2(dy, dx);
    if (before !== null) {
      const turn = Math.atan2(Math.sin(angle - before), Math.cos(angle - before));
      if (turn > 0) right += turn;
      else left -= turn;
    }
    before = angle;
  }
  return { total: Math.max(left, right), back: Math.min(left, right) };
}

function placeOf(points: readonly number[], width: number, height: number): string {
  const line = sampled(points);
  const middle = (axis: 0 | 1) => {
    const values = line.map((point) => point[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  const column = named(middle(0) / width, ['left', 'left', '', 'right', 'right']);
  const row = named(middle(1) / height, ['top', 'upper', '', 'lower', 'bottom']);
  return [row, column].filter(Boolean).join(' ') || 'centre';
}

function named(share: number, names: readonly [string, string, string, string, string]): string {
  const steps = [0.18, 0.4, 0.6, 0.82];
  return names[steps.filter((step) => share >= step).length]!;
}

type Point = readonly [number, number];

/** Points along every curve of the chain, ends and all. */
function sampled(points: readonly number[]): Point[] {
  const line: Point[] = [[points[0]!, points[1]!]];
  for (let i = 0; i + 7 < points.length; i += 6)
    for (let k = 1; k <= SAMPLES; k++) line.push(pointAt(points, k / SAMPLES, i));
  return line;
}

function distance([x0, y0]: Point, [x1, y1]: Point): number {
  return Math.hypot(x1 - x0, y1 - y0);
}

/** How much of the photo something covers, 0..1, in words. */
export function shareWords(share: number): string {
  return share < 0.01 ? 'Under 1 % of the photo' : `${Math.round(100 * share)} % of the photo`;
}
