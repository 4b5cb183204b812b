/**
 * A drawing that is there, as what a sketch of the same photo goes on from: its strokes become starts in frame units,
 * each in its own width and colour. Lines of several curves have been taken apart by then: a sketch knows single cubics.
 */

import { toFrame } from '../sketch/frame.ts';
import { lineWidth } from '../sketch/line.ts';
import type { Start } from '../sketch/plan.ts';
import type { Drawing, Stroke } from '../strokes/stroke.ts';
import type { Sheet } from './sheet.ts';

/** A sketch has no more strokes. */
export const MOST_STROKES = 64;
/** By which the shapes (width over height) of drawing and photo may differ. */
const MOST_SHAPE_DIFFERENCE = 0.02;
/** A line that is as wide as the method would make it, to this share, goes on following the method. */
const SAME_WIDTH = 0.01;

/**
 * A stroke as what a draft begins with.
 *
 * @param stroke one cubic, photo pixels
 * @param place in the drawing, by which the method makes lines bolder or finer
 */
export function startOf(
  { points, width }: Pick<Stroke, 'points' | 'width'>,
  place: number,
  id: string,
  sheet: Sheet,
): Start {
  const { frame, scale } = sheet;
  const across = frame.side * scale;
  const usual = lineWidth(sheet.width, place) * across;
  const own = Math.abs(width / usual - 1) < SAME_WIDTH ? {} : { width: width / across };
  return { id, points: toFrame(frame, points, scale), ...own };
}

export class Continued {
  readonly starts: Start[];
  private readonly looks: Map<string, Pick<Stroke, 'color' | 'opacity'>>;

  private constructor(
    /** The drawing in pixels of the photo. */
    readonly drawing: Drawing,
    sheet: Sheet,
  ) {
    const ids = drawing.strokes.map((_, s) => `begun-${s}`);
    this.starts = drawing.strokes.map((stroke, s) => startOf(stroke, s, ids[s]!, sheet));
    this.looks = new Map(drawing.strokes.map(({ color, opacity }, s) => [ids[s]!, { color, opacity }]));
  }

  /**
   * @param drawing of single cubics; it may be larger or smaller than the photo, but has its shape
   * @param photo its size, pixels
   * @throws one sentence: it is another photo's, it is empty, it has too many strokes
   */
  static begin(drawing: Drawing, photo: { width: number; height: number }, sheet: Sheet): Continued {
    const { width, height, strokes } = drawing;
    if (Math.abs(width / height / (photo.width / photo.height) - 1) > MOST_SHAPE_DIFFERENCE)
      throw new Error(
        `The drawing is ${shown(width)} × ${shown(height)}, but the photo ${photo.width} × ${photo.height}: a drawing of this photo was expected.`,
      );
    if (!strokes.length || strokes.length > MOST_STROKES)
      throw new Error(
        `The drawing has ${strokes.length} strokes: a sketch goes on from one with 1 to ${MOST_STROKES}, a line of several curves counted by its curves.`,
      );
    const scale = photo.width / width;
    const placed = strokes.map((stroke) => {
      return { ...stroke, points: stroke.points.map((value) => value * scale), width: stroke.width * scale };
    });
    return new Continued({ width: photo.width, height: photo.height, strokes: placed }, sheet);
  }

  /** A drawing of a draft that began with these strokes, in their colours. @param ids of its strokes */
  inLooks(drawn: Drawing, ids: readonly string[]): Drawing {
    return { ...drawn, strokes: drawn.strokes.map((stroke, s) => ({ ...stroke, ...this.looks.get(ids[s]!) })) };
  }
}

const shown = (size: number) => Number(size.toFixed(1));
