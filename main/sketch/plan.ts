/** How a drawing is to be made: its stages, its steps, its line. */

export interface DraftPlan {
  /** Control points to begin with instead of contours, frame units; for comparing starts. */
  starts?: number[][];
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

export const DEFAULT_PLAN: Omit<DraftPlan, 'stages' | 'steps' | 'width'> = { rate: 0.8 / 128, overlap: 0.1 };

/** The line that the drawing method was tuned with: 3 pixels at 128. */
export const DEFAULT_WIDTH = 3 / 128;
