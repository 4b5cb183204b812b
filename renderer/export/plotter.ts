/**
 * A drawing for a pen plotter: on a sheet in millimetres, its strokes in an order that moves the lifted pen little.
 *
 * The pen goes from where it is to the nearest end of all strokes that are left, and draws that one from there (nearest
 * neighbour; Rosenkrantz, Stearns and Lewis 1977); then stretches of the tour are turned round (2-opt; Croes 1958) and
 * single strokes moved (Or 1976) while that shortens it. Strokes may be drawn from either end, so turning a stretch
 * changes nothing within it.
 */

import { mapPoints } from '../../main/strokes/affine.ts';
import type { Drawing, Stroke } from '../../main/strokes/stroke.ts';
import { reversed } from '../geometry/chain.ts';

export interface PlotterSheet {
  /** Of the paper, mm; turned as the drawing is. */
  width: number;
  height: number;
  /** Kept free on each side, mm. */
  margin: number;
}

/** Rounds over all pairs at most: a tour of a few hundred strokes settles in fewer. */
const MOST_ROUNDS = 20;
/** Beyond this many strokes pairs are too many to try. */
const MOST_PAIRED = 1500;
/** Less is rounding, and would go on for ever. */
const LEAST_GAIN = 1e-9;

/** The drawing in the middle of the sheet, as large as the margin allows; its units are mm then. */
export function onSheet(drawing: Drawing, { width, height, margin }: PlotterSheet): Drawing {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const sheet = drawing.width > drawing.height ? { width: long, height: short } : { width: short, height: long };
  const [roomX, roomY] = [sheet.width - 2 * margin, sheet.height - 2 * margin];
  if (!(margin >= 0 && roomX > 0 && roomY > 0))
    throw new Error(`A margin of ${margin} mm leaves no room on ${width} × ${height} mm; choose a smaller one.`);
  const scale = Math.min(roomX / drawing.width, roomY / drawing.height);
  const left = (sheet.width - scale * drawing.width) / 2;
  const top = (sheet.height - scale * drawing.height) / 2;
  const strokes = drawing.strokes.map((stroke) => ({
    ...stroke,
    width: scale * stroke.width,
    points: mapPoints([scale, 0, 0, scale, left, top], stroke.points),
  }));
  return { ...sheet, strokes };
}

/** How far the lifted pen goes, from the sheet's corner through all strokes in their order, in the drawing's units. */
export function penUpTravel(strokes: readonly Stroke[]): number {
  return strokes.reduce((travel, stroke, i) => travel + between(strokes[i - 1], stroke), 0);
}

/** The strokes in an order, and each from an end, that takes little travel; never more than as they came. */
export function orderForPen(strokes: readonly Stroke[]): Stroke[] {
  const tour = shortened(nearestFirst(strokes));
  return penUpTravel(tour) < penUpTravel(strokes) ? tour : [...strokes];
}

function nearestFirst(strokes: readonly Stroke[]): Stroke[] {
  const left = [...strokes];
  const tour: Stroke[] = [];
  while (left.length) {
    const last = tour.at(-1);
    let [best, least, turned] = [0, Number.POSITIVE_INFINITY, false];
    left.forEach((stroke, i) => {
      const [toStart, toEnd] = [between(last, stroke), between(last, stroke, 'start', 'end')];
      const nearer = Math.min(toStart, toEnd);
      if (nearer < least) [best, least, turned] = [i, nearer, toEnd < toStart];
    });
    const [next] = left.splice(best, 1) as [Stroke];
    tour.push(turned ? turn(next) : next);
  }
  return tour;
}

function shortened(strokes: readonly Stroke[]): Stroke[] {
  const tour = [...strokes];
  if (tour.length > MOST_PAIRED) return tour;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const turned = turnStretches(tour);
    if (!moveStrokes(tour) && !turned) break;
  }
  return tour;
}

/** 2-opt: turning the stretch from i to j changes only the ways into it and out of it. */
function turnStretches(tour: Stroke[]): boolean {
  let better = false;
  for (let i = 0; i < tour.length; i++)
    for (let j = i; j < tour.length; j++) {
      const [before, first, last, after] = [tour[i - 1], tour[i]!, tour[j]!, tour[j + 1]];
      const now = between(before, first) + between(last, after);
      if (between(before, last, 'start', 'end') + between(first, after, 'end') >= now - LEAST_GAIN) continue;
      const stretch = tour
        .slice(i, j + 1)
        .reverse()
        .map(turn);
      tour.splice(i, stretch.length, ...stretch);
      better = true;
    }
  return better;
}

/** Takes single strokes out and puts them where they, one way round or the other, are the least detour. */
function moveStrokes(tour: Stroke[]): boolean {
  let better = false;
  for (let i = 0; i < tour.length; i++) {
    const [stroke] = tour.splice(i, 1) as [Stroke];
    const detour = (at: number, one: Stroke): number =>
      between(tour[at - 1], one) + between(one, tour[at]) - between(tour[at - 1], tour[at]);
    const back = turn(stroke);
    let [place, put, least] = [i, stroke, detour(i, stroke) - LEAST_GAIN];
    for (let at = 0; at <= tour.length; at++)
      for (const one of [stroke, back]) {
        const cost = detour(at, one);
        if (cost < least) [place, put, least] = [at, one, cost];
      }
    tour.splice(place, 0, put);
    better ||= put !== stroke || place !== i;
  }
  return better;
}

/**
 * The lifted pen's way from one stroke to the next: from the sheet's corner where none is before, none where none
 * follows.
 *
 * @param entered the end at which the first was begun; the pen is at its other one
 * @param enter the end at which the second is begun
 */
function between(
  from: Stroke | undefined,
  to: Stroke | undefined,
  entered: 'start' | 'end' = 'start',
  enter: 'start' | 'end' = 'start',
): number {
  if (!to) return 0;
  const [x0, y0] = from ? endOf(from, entered === 'start') : [0, 0];
  const [x1, y1] = endOf(to, enter === 'end');
  return Math.hypot(x1 - x0, y1 - y0);
}

function endOf({ points }: Stroke, last: boolean): [number, number] {
  return last ? [points.at(-2)!, points.at(-1)!] : [points[0]!, points[1]!];
}

function turn(stroke: Stroke): Stroke {
  return { ...stroke, points: reversed(stroke.points) };
}
