/**
 * Where the subject probably is, before any cut: what is closed off from the border, coloured unlike it, and near the
 * middle.
 *
 * Two mixtures of colours are learned, one of the border strip and one of the middle (where it is closed off from the
 * border); how much likelier a pixel's colour is in the middle's, by itself and averaged over its surroundings, is
 * added up with the barrier distance and the place. The weights are a logistic regression on 260 photographs of
 * Caltech-101 with masks by U2NetP; where the border's own colours vary, being closed off from it counts less.
 */

import { barrierDistance } from './barrier-distance.ts';
import { colourCost, fitColourModel } from './colour-model.ts';
import { boxMean } from './guided-filter.ts';

/** Fitted; see above. Each is a logit a unit of its feature. */
const WEIGHTS = {
  constant: -1.51,
  /** Likelihood ratio of the colour, a quarter of it: the pixel's own, then within two radii. */
  colour: 0.476,
  nearColour: 1.171,
  wideColour: 0.914,
  /** Barrier distance, 0..1. */
  closed: 2.743,
  closedByVariety: -2.877,
  variety: 0.159,
  /** Squared distance from the middle, 1 at the border. */
  across: -1.162,
  down: -0.494,
};

/** As shares of the longer side. */
const STRIP = 0.06;
const NEAR = 1 / 28;
const WIDE = 1 / 9;
/** The middle's spread, as a share of width and height. */
const MIDDLE = 0.2;
/** The border below the subject is often its ground or the subject itself. */
const BOTTOM_WEIGHT = 0.5;
const COMPONENTS = 6;
/** No single colour says more than this, in −log likelihood. */
const MOST_EVIDENCE = 6;
/** −log density of a border pixel under its own model: the middle and the spread of what photographs have. */
const USUAL_VARIETY = 9;
const VARIETY_SPREAD = 3;

/**
 * @param lab [height · width · 3]
 * @returns log odds that the pixel is the subject's [height · width]
 */
export function subjectPrior(lab: Float32Array, width: number, height: number): Float32Array {
  const pixels = width * height;
  const side = Math.max(width, height);
  const closed = normalised(barrierDistance(lab, width, height));
  const strip = Math.max(2, Math.round(STRIP * side));
  const border = new Float32Array(pixels);
  const middle = new Float32Array(pixels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (y >= height - strip) border[i] = BOTTOM_WEIGHT;
      else if (y < strip || x < strip || x >= width - strip) border[i] = 1;
      const u = (x + 0.5) / width - 0.5;
      const v = (y + 0.5) / height - 0.5;
      middle[i] = Math.exp(-(u * u + v * v) / (2 * MIDDLE * MIDDLE)) * (0.1 + closed[i]!);
    }
  }
  const borderCost = colourCost(fitColourModel(lab, border, COMPONENTS), lab);
  const middleCost = colourCost(fitColourModel(lab, middle, COMPONENTS), lab);
  const colour = borderCost.map(
    (cost, i) => Math.max(-MOST_EVIDENCE, Math.min(MOST_EVIDENCE, cost - middleCost[i]!)) / 4,
  );
  const near = blurred(colour, width, height, Math.round(NEAR * side));
  const wide = blurred(colour, width, height, Math.round(WIDE * side));
  const variety = (meanWhere(border, borderCost) - USUAL_VARIETY) / VARIETY_SPREAD;

  const odds = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const across = (2 * ((i % width) + 0.5)) / width - 1;
    const down = (2 * (Math.floor(i / width) + 0.5)) / height - 1;
    odds[i] =
      WEIGHTS.constant +
      WEIGHTS.colour * colour[i]! +
      WEIGHTS.nearColour * near[i]! +
      WEIGHTS.wideColour * wide[i]! +
      (WEIGHTS.closed + WEIGHTS.closedByVariety * variety) * closed[i]! +
      WEIGHTS.variety * variety +
      WEIGHTS.across * across * across +
      WEIGHTS.down * down * down;
  }
  return odds;
}

function meanWhere(region: Float32Array, values: Float32Array): number {
  let total = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (region[i] === 0) continue;
    total += values[i]!;
    count++;
  }
  return total / count;
}

/** Twice the mean of a window: nearly a Gaussian. */
function blurred(values: Float32Array, width: number, height: number, radius: number): Float64Array {
  const smooth = Float64Array.from(values);
  boxMean(smooth, width, height, 1, radius);
  boxMean(smooth, width, height, 1, radius);
  return smooth;
}

/** Scaled to 0..1; all zero where nothing differs. */
function normalised(map: Float32Array): Float32Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of map) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = high > low ? 1 / (high - low) : 0;
  return map.map((value) => (value - low) * scale);
}
