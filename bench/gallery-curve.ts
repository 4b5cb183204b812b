/**
 * The objective's curve as a tile: objective against step, logarithmic, the stages marked where their strokes came in,
 * and at its right end the clean objective of each level.
 *
 * The steps' objective is that of the views of one step and jumps with them: it is drawn pale, its running mean in ink.
 */

import { LOOK, svgTile, TILE } from './gallery-tiles.ts';

/** What a step of the leading drawing told. */
export interface CurvePoint {
  objective: number;
  /** Strokes in the drawing. */
  strokes: number;
}

export interface CurveLevel {
  strokes: number;
  /** Clean: every view, no penalties. */
  objective: number;
}

/** The chart's field in a tile; levels are labelled to its right. */
const FIELD = { left: 64, right: TILE - 128, top: 36, bottom: TILE - 52 };
/** Steps that the ink line averages. */
const AVERAGED = 9;
const FONT = 20;
/** Least distance between the labels of two levels. */
const APART = 24;
const TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/**
 * The curve as SVG, TILE pixels square.
 *
 * @param points one a step, in order; values that are no positive numbers are left out
 */
export function objectiveCurve(points: CurvePoint[], levels: CurveLevel[]): string {
  const steps = points.filter(({ objective }) => objective > 0 && Number.isFinite(objective));
  const clean = levels.filter(({ objective }) => objective > 0 && Number.isFinite(objective));
  if (!steps.length && !clean.length)
    return `${svgTile()}${label(TILE / 2, TILE / 2, 'no step was taken', 'middle')}</svg>`;
  const values = [...steps, ...clean].map(({ objective }) => objective);
  const low = Math.min(...values) / 1.1;
  const high = Math.max(...values) * 1.1;
  const x = (step: number) => FIELD.left + (step / Math.max(1, steps.length - 1)) * (FIELD.right - FIELD.left);
  const y = (value: number) =>
    FIELD.bottom - (Math.log(value / low) / Math.log(high / low)) * (FIELD.bottom - FIELD.top);

  const parts: string[] = [];
  for (const tick of TICKS.filter((value) => value >= low && value <= high)) {
    parts.push(line(FIELD.left, y(tick), FIELD.right, y(tick), LOOK.line));
    parts.push(label(FIELD.left - 10, y(tick) + FONT / 3, `${tick}`, 'end'));
  }
  steps.forEach(({ strokes }, step) => {
    if (step && strokes <= steps[step - 1]!.strokes) return;
    parts.push(line(x(step), FIELD.top, x(step), FIELD.bottom, LOOK.line));
    parts.push(label(x(step) + 5, FIELD.top - 8, `${strokes}`, 'start'));
  });
  const raw = steps.map(({ objective }) => objective);
  parts.push(
    polyline(
      raw.map((value, step) => [x(step), y(value)]),
      LOOK.line,
      1.5,
    ),
  );
  parts.push(
    polyline(
      runningMean(steps).map((value, step) => [x(step), y(value)]),
      LOOK.ink,
      2.5,
    ),
  );
  parts.push(label(FIELD.left, FIELD.bottom + 32, 'step 0', 'start'));
  if (steps.length > 1) parts.push(label(FIELD.right, FIELD.bottom + 32, `${steps.length}`, 'end'));

  const places = spread(clean.map(({ objective }) => y(objective)));
  clean.forEach(({ strokes, objective }, i) => {
    parts.push(
      `<circle cx="${FIELD.right}" cy="${y(objective).toFixed(1)}" r="5" fill="${LOOK.mark}"/>`,
      label(FIELD.right + 12, places[i]! + FONT / 3, `${strokes}: ${objective.toFixed(3)}`, 'start', LOOK.mark),
    );
  });
  return `${svgTile()}${parts.join('')}</svg>`;
}

/** The mean of the last steps that have the same strokes: no stage is smeared into the next. */
function runningMean(steps: CurvePoint[]): number[] {
  return steps.map(({ strokes }, step) => {
    const recent = steps.slice(Math.max(0, step - AVERAGED + 1), step + 1).filter((other) => other.strokes === strokes);
    return recent.reduce((sum, { objective }) => sum + objective, 0) / recent.length;
  });
}

/** Heights moved apart so that no two labels overlap; the order stays. */
function spread(heights: number[]): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const out = [...heights];
  for (let k = 1; k < order.length; k++) out[order[k]!] = Math.max(out[order[k]!]!, out[order[k - 1]!]! + APART);
  return out;
}

function line(x1: number, y1: number, x2: number, y2: number, color: string): string {
  return `<path d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}" stroke="${color}" fill="none"/>`;
}

function polyline(points: [number, number][], color: string, width: number): string {
  if (points.length < 2) return '';
  const d = points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  return `<path d="${d}" stroke="${color}" stroke-width="${width}" fill="none" stroke-linejoin="round"/>`;
}

function label(x: number, y: number, text: string, anchor: string, color = LOOK.caption): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-family="system-ui, sans-serif" font-size="${FONT}" fill="${color}">${text}</text>`;
}
