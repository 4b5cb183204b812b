/**
 * From coverage to pictures and back: how strokes lie over each other on paper.
 *
 * Strokes are laid over the paper in order, I ← I·(1 − αc) + αc·colour. What lay beneath each entry is kept, so the way
 * back is exact for any colour and opacity: going through the strokes in reverse, ∂L/∂(αc) = Σ g·(colour − beneath)
 * and g ← g·(1 − αc). For black ink this is the order-free product Π(1 − αc) of the method.
 */

import type { Coverage } from './raster.ts';

/** Grey ink: value 0 (black) to 1 (white) and opacity 0..1, one of each a stroke. */
export interface Ink {
  value: ArrayLike<number>;
  opacity: ArrayLike<number>;
}

/**
 * Paints the covered strokes.
 *
 * @param paper [height·width], 0 black to 1 white; overwritten, white where no stroke lies
 */
export function paint(coverage: Coverage, ink: Ink, paper: Float32Array | Float64Array): void {
  paper.fill(1);
  const { start, pixel, beneath, coverage: amount } = coverage;
  for (let s = 0; s < coverage.strokes; s++) {
    const opacity = ink.opacity[s]!;
    const value = ink.value[s]!;
    for (let e = start[s]!; e < start[s + 1]!; e++) {
      const i = pixel[e]!;
      const under = paper[i]!;
      beneath[e] = under;
      paper[i] = under + opacity * amount[e]! * (value - under);
    }
  }
}

/**
 * The adjoint of `paint`: fills the coverage's `slope` with ∂L/∂c from ∂L/∂paper.
 *
 * @param gradient ∂L/∂paper [height·width]; used up: afterwards it holds ∂L/∂(what lay under all strokes)
 * @param opacityGradient gets ∂L/∂opacity added, one a stroke
 */
export function unpaint(
  coverage: Coverage,
  ink: Ink,
  gradient: Float32Array | Float64Array,
  opacityGradient?: Float64Array,
): void {
  const { start, pixel, beneath, slope, coverage: amount } = coverage;
  for (let s = coverage.strokes - 1; s >= 0; s--) {
    const opacity = ink.opacity[s]!;
    const value = ink.value[s]!;
    let byOpacity = 0;
    for (let e = start[s]!; e < start[s + 1]!; e++) {
      const i = pixel[e]!;
      const g = gradient[i]!;
      const byInk = g * (value - beneath[e]!);
      slope[e] = opacity * byInk;
      byOpacity += amount[e]! * byInk;
      gradient[i] = g * (1 - opacity * amount[e]!);
    }
    if (opacityGradient) opacityGradient[s] = opacityGradient[s]! + byOpacity;
  }
}

/**
 * How much strokes lie on each other: Σ max(0, Σ_s c_s − 1)², and `slope` filled with its gradient times `weight`.
 * Cover the strokes wider than they are drawn and near neighbours count too.
 *
 * @param sum scratch [height·width]
 */
export function overlap(coverage: Coverage, weight: number, sum: Float64Array): number {
  const { pixel, slope, coverage: amount, entries } = coverage;
  for (let e = 0; e < entries; e++) sum[pixel[e]!] = 0;
  for (let e = 0; e < entries; e++) sum[pixel[e]!] = sum[pixel[e]!]! + amount[e]!;
  let penalty = 0;
  for (let e = 0; e < entries; e++) {
    const excess = sum[pixel[e]!]! - 1;
    slope[e] = excess > 0 ? 2 * weight * excess : 0;
    // Each pixel's square is shared among its entries by their coverage, so that it is counted once.
    if (excess > 0) penalty += (excess * excess * amount[e]!) / (excess + 1);
  }
  return penalty;
}
