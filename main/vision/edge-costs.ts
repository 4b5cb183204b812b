/**
 * What a cut between neighbours costs: less where their colours differ.
 *
 * Rother, Kolmogorov, Blake, GrabCut, SIGGRAPH 2004, equation 11, with a floor so that no cut is free.
 */

import { FORWARD_STEPS } from './graph-cut.ts';

/**
 * @param lab [height · width · 3]
 * @param smoothness of a cut between like neighbours
 * @returns the costs that `minimumCut` takes as pairwise
 */
export function edgeCosts(lab: Float32Array, width: number, height: number, smoothness: number): Float32Array {
  const pixels = width * height;
  const costs = new Float32Array(4 * pixels);
  let total = 0;
  let pairs = 0;
  FORWARD_STEPS.forEach(([stepX, stepY], d) => {
    for (let y = 0; y < height - stepY; y++) {
      for (let x = Math.max(0, -stepX); x < width - Math.max(0, stepX); x++) {
        const i = y * width + x;
        const at = 3 * i;
        const to = 3 * (i + stepY * width + stepX);
        const square =
          (lab[at]! - lab[to]!) ** 2 + (lab[at + 1]! - lab[to + 1]!) ** 2 + (lab[at + 2]! - lab[to + 2]!) ** 2;
        costs[d * pixels + i] = square;
        total += square;
        pairs++;
      }
    }
  });
  const beta = total > 0 ? pairs / (2 * total) : 0;
  FORWARD_STEPS.forEach(([stepX, stepY], d) => {
    const scale = smoothness / Math.hypot(stepX, stepY);
    for (let at = d * pixels; at < (d + 1) * pixels; at++) costs[at] = scale * (0.05 + Math.exp(-beta * costs[at]!));
  });
  return costs;
}
