/**
 * What a drag keeps to: steps of 15° and tangents while Shift is held, ends of other strokes always, nothing while Ctrl
 * is. Each shows itself, the directions as dotted lines, the end as a small mark.
 */

import { snapDirection } from '../geometry/angles.ts';
import type { Point } from '../geometry/nodes.ts';
import { type Segment, useGhost } from './ghost.ts';
import { strokesOnSheet } from './on-sheet.ts';
import type { Pointer } from './tool.ts';

/** Screen px by which a guide goes beyond what is dragged, and beyond its origin. */
const BEYOND = 90;
/** Screen px within which an end snaps to another. */
const SNAP = 8;

/** A guide through a point in a direction, as long as it takes to be seen `length` photo px away. */
export function guideThrough(
  { x, y }: { x: number; y: number },
  degrees: number,
  length: number,
  pixel: number,
): Segment {
  const turn = (degrees * Math.PI) / 180;
  const [dx, dy] = [Math.cos(turn) * (length + BEYOND * pixel), Math.sin(turn) * (length + BEYOND * pixel)];
  return [x - dx, y - dy, x + dx, y + dy];
}

/**
 * The point brought to a direction from an origin, with its guide shown, while Shift is held and Ctrl is not.
 * @param tangents further directions to keep to besides the steps, degrees
 */
export function guided(origin: Point, [x, y]: Point, at: Pointer, tangents: readonly number[] = []): Point {
  if (!at.shift || at.free) {
    useGhost.setState({ guides: [] });
    return [x, y];
  }
  const found = snapDirection(...origin, x, y, tangents);
  const length = Math.hypot(x - origin[0], y - origin[1]);
  useGhost.setState({ guides: [guideThrough({ x: origin[0], y: origin[1] }, found.degrees, length, at.pixel)] });
  return found.point;
}

/** The end of another stroke that the point snaps to, or the point itself; the mark is shown or taken away. */
export function snapped([x, y]: Point, at: Pointer, except: string | null): Point {
  const ends = at.free ? [] : endsBut(except);
  let best: Point | null = null;
  for (const end of ends) {
    const distance = Math.hypot(end[0] - x, end[1] - y);
    if (distance <= SNAP * at.pixel && (!best || distance < Math.hypot(best[0] - x, best[1] - y))) best = end;
  }
  useGhost.setState({ snap: best && { x: best[0], y: best[1] } });
  return best ?? [x, y];
}

function endsBut(except: string | null): Point[] {
  return strokesOnSheet()
    .filter(({ id }) => id !== except)
    .flatMap(({ points }): Point[] => [
      [points[0]!, points[1]!],
      [points.at(-2)!, points.at(-1)!],
    ]);
}
