/**
 * How wide each stroke is: outlines bold, details fine, as an illustrator's hand has it.
 *
 * Width goes by a stroke's place in the drawing, which goes by stage: what is drawn first carries the shape.
 */

/** From which stroke on lines are finer, and by what factor. */
const FINER: [number, number][] = [
  [16, 0.6],
  [8, 0.8],
];

/** A drawing under way: control points, 8 numbers a stroke, and the widths that a person gave; frame units. */
export interface Lines {
  points: Float64Array;
  /** By place in the drawing; the others have the method's. */
  own?: ReadonlyMap<number, number>;
}

/** The width of stroke `index` in a drawing whose boldest line is `width` wide. */
export function lineWidth(width: number, index: number): number {
  return width * (FINER.find(([from]) => index >= from)?.[1] ?? 1);
}
