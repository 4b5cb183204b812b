/**
 * Adam (Kingma & Ba 2015) over a growing vector, with a rate that decays to almost nothing.
 *
 * A constant rate never settles: at 1 px a step CLIPasso's control points still move 0.18 px a step at step 2000. Here the
 * rate follows a half cosine from its full value to 5 %, so a run ends because it has come to rest.
 */
export class Adam {
  private mean: Float64Array;
  private square: Float64Array;
  private steps = 0;

  /** @param decayMean @param decaySquare how long gradients and their squares are remembered, β₁ and β₂ */
  constructor(
    size: number,
    private readonly decayMean = 0.9,
    private readonly decaySquare = 0.95,
  ) {
    this.mean = new Float64Array(size);
    this.square = new Float64Array(size);
  }

  /**
   * One step down the gradient.
   *
   * @param values changed in place
   * @param rate largest usual change of a value, in the values' units
   * @returns root mean square change
   */
  step(values: Float64Array, gradient: Float64Array, rate: number): number {
    this.steps++;
    const correctMean = 1 - this.decayMean ** this.steps;
    const correctSquare = 1 - this.decaySquare ** this.steps;
    let moved = 0;
    for (let i = 0; i < this.mean.length; i++) {
      const g = gradient[i]!;
      const m = this.decayMean * this.mean[i]! + (1 - this.decayMean) * g;
      const v = this.decaySquare * this.square[i]! + (1 - this.decaySquare) * g * g;
      this.mean[i] = m;
      this.square[i] = v;
      // A value that nothing pulls at (a line outside the picture) stays put instead of dividing zero by zero.
      if (v === 0) continue;
      const change = (rate * (m / correctMean)) / (Math.sqrt(v / correctSquare) + 1e-12);
      values[i] = values[i]! - change;
      moved += change * change;
    }
    return Math.sqrt(moved / this.mean.length);
  }

  /** Forgets what pulled at `count` values from `at` on: without a gradient they stay where they are. */
  forget(at: number, count: number): void {
    this.mean.fill(0, at, at + count);
    this.square.fill(0, at, at + count);
  }

  /** Takes `count` values from `at` on out of the vector; the others keep their memory. */
  remove(at: number, count: number): void {
    const without = (memory: Float64Array) => memory.filter((_, i) => i < at || i >= at + count);
    this.mean = without(this.mean);
    this.square = without(this.square);
  }

  /** Puts `count` values with no memory at the vector's end. */
  grow(count: number): void {
    const longer = (memory: Float64Array) => Float64Array.of(...memory, ...new Float64Array(count));
    this.mean = longer(this.mean);
    this.square = longer(this.square);
  }
}

/** The rate's share at `progress` (0..1) of a stage: a half cosine from 1 to 0.05. */
export function decay(progress: number): number {
  return 0.05 + 0.475 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
}
