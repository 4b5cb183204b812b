/** What a drawing is made of, everywhere in the product: the engine, the files, the page. */

/** The ink of the app's sheet, a warm black: what its strokes are drawn in until a person chooses another colour. */
export const INK = '#1b1a17';

/** One stroke: a cubic Bézier, or a chain of them. */
export interface Stroke {
  /**
   * The four control points, x0 y0 x1 y1 x2 y2 x3 y3, in the drawing's units, and three more for each further curve of a
   * chain. The engine draws single curves; chains come from a person's hand.
   */
  points: number[];
  /** Full width of the line, in the same units. */
  width: number;
  /** '#rrggbb' */
  color: string;
  /** 0 (unseen) to 1. */
  opacity: number;
}

/** A drawing on a sheet of width × height photo pixels. Strokes are in the order they are drawn: whole shapes first. */
export interface Drawing {
  width: number;
  height: number;
  strokes: Stroke[];
}
