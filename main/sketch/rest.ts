/** Whether a stage has come to rest: control points hardly move any more, and the objective hardly falls. */

/** Control points that move less than this a step are at rest (frame units, root mean square) … */
const STILL = 0.012 / 128;
/** … if the averaged objective falls by less than this share in as many steps as it is averaged over. */
const FALL = 0.002;

export class Rest {
  private recent: number[] = [];
  private moved = Number.POSITIVE_INFINITY;

  /** @param averaged steps over which the objective is averaged */
  constructor(private readonly averaged: number) {}

  /** A step is done. @param moved as Adam says, frame units */
  saw(objective: number, moved: number): void {
    this.recent.push(objective);
    this.moved = moved;
  }

  /** Something has changed: nothing is known of what comes. */
  forget(): void {
    this.recent = [];
  }

  get reached(): boolean {
    const { averaged, recent } = this;
    if (recent.length < 2 * averaged || this.moved >= STILL) return false;
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    return mean(recent.slice(-averaged)) > mean(recent.slice(-2 * averaged, -averaged)) * (1 - FALL);
  }
}
