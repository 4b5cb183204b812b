/** How a drawing is to be made: its stages, its steps, its line. */

/** A stroke that a drawing begins with instead of a contour; frame units. */
export interface Start {
  /** Control points, 8 numbers. */
  points: number[];
  /** What it is called; left out: by its place, like any other. */
  id?: string;
  /** Full width; left out: by its place. */
  width?: number;
}

export interface DraftPlan {
  /** What the drawing begins with: it goes on from there, in the stage that has as many strokes. */
  starts?: readonly Start[];
  /** Strokes at the end of each stage, rising: the levels of abstraction. */
  stages: number[];
  /** Steps of all stages together. */
  steps: number;
  /** Full width of the boldest line, frame units. */
  width: number;
  /** Largest usual movement of a control point in one step at the start of a stage, frame units. */
  rate: number;
  /** Weight of the penalty on strokes that lie on each other. */
  overlap: number;
}

/** The stage that a plan begins in. */
export function firstStage({ starts = [], stages }: Pick<DraftPlan, 'starts' | 'stages'>): number {
  const first = stages.findIndex((strokes) => strokes >= starts.length);
  return starts.length ? (first < 0 ? stages.length - 1 : first) : 0;
}

export const DEFAULT_PLAN: Omit<DraftPlan, 'stages' | 'steps' | 'width'> = { rate: 0.8 / 128, overlap: 0.1 };

/** The line that the drawing method was tuned with: 3 pixels at 128. */
export const DEFAULT_WIDTH = 3 / 128;
