/**
 * Telling the subject from its ground, with what a network knows of it or without.
 *
 * GrabCut (Rother, Kolmogorov, Blake, SIGGRAPH 2004) without the user's rectangle: it starts from a prior of what stands
 * out from the border, and from a network's odds where there are some (learned-mask.ts). Colours of subject and ground
 * are learned, the grid is cut where labels agree with colours, odds and edges. Then the parts are sorted out, holes
 * closed, and the mask drawn to the photo's edges.
 */

import { colourCost, fitColourModel } from './colour-model.ts';
import { fillHoles, keepLargest } from './components.ts';
import { doubtCost } from './doubt.ts';
import { edgeCosts } from './edge-costs.ts';
import { evidenceWeight } from './evidence-weight.ts';
import { minimumCut } from './graph-cut.ts';
import { applyGuide, guidedCoefficients } from './guided-filter.ts';
import { labFromRgb } from './lab.ts';
import { enlarge, fitted, shrinkRgb } from './resample.ts';
import { subjectPrior } from './subject-prior.ts';

/** What a network says of a picture. */
export interface LearnedOdds {
  /** Odds (logits) that the subject is there, at any size [height · width]. */
  values: Float32Array;
  width: number;
  height: number;
}

export interface SubjectMask {
  /** 255 where the subject is, soft at its edge [height · width]; 255 throughout where none was found. */
  mask: Uint8Array;
  /** Whether a subject could be told from the ground. */
  found: boolean;
}

/** The longer side at which the mask is drawn to the picture's edges, in pixels. */
const EDGE_SIDE = 320;
const COMPONENTS = 5;
/** The most that one pixel's colours may count. */
const MOST_EVIDENCE = 5;

/** What the cut goes by. */
interface Beliefs {
  /** The longer side at which the picture is cut, in pixels. */
  side: number;
  /** The longer side at which the prior is found; it is smooth, so that a small one says the same. */
  priorSide: number;
  /** How much the prior counts. */
  prior: number;
  /** What is added to the odds: the intersection over union asks for more of the subject than even odds would give. */
  bias: number;
  /** How much the colours count beside the odds; null: as this picture's colours agree with them, at most MOST_WEIGHT. */
  colour: number | null;
  /** The cost of a cut between like neighbours. */
  smoothness: number;
  rounds: number;
  /** Holes smaller than this share of the subject are closed. */
  largestHole: number;
  /** Parts smaller than this share of the largest are dropped. */
  leastPart: number;
}

/**
 * A network sees true holes and small things far away, and knows more than the prior. Both rows: the best of a few, on photos
 * of Caltech-101 and on the test photos: figures on those are not a blind estimate.
 */
const ALONE: Beliefs = {
  side: 112,
  priorSide: 112,
  prior: 1,
  bias: 0.6,
  colour: 0.5,
  smoothness: 5,
  rounds: 2,
  largestHole: 0.04,
  leastPart: 0.12,
};
const LEARNED: Beliefs = {
  side: 192,
  priorSide: 80,
  prior: 0.45,
  bias: 0,
  colour: null,
  smoothness: 5,
  rounds: 2,
  largestHole: 0.003,
  leastPart: 0.06,
};
const MOST_WEIGHT = 1;

/** How much the second round's colours follow the first round's cut; the rest follow the prior. */
const TRUST = 0.7;
/** A mask that covers less or more than this of the picture says nothing. */
const SHARES = [0.01, 0.92] as const;
/** Colour units between neighbours; a network has to say something of a blank wall too, but there is nothing to see. */
const LEAST_CONTRAST = 0.5;
/** Window (pixels at the edges' size) and flatness (colour units²) of the guided filter. */
const EDGE_RADIUS = 5;
const EDGE_FLATNESS = 40;

/**
 * Finds the subject of a photo. The same picture gives the same bytes.
 *
 * @param rgb 8-bit sRGB [height · width · 3]
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param learned what a network says of it; left out, the colours decide alone
 */
export function subjectMask(rgb: Uint8Array, width: number, height: number, learned?: LearnedOdds): SubjectMask {
  const pieces = subjectMaskInPieces(rgb, width, height, learned);
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}

/** The same, piece by piece, so that who has to answer others can do so in between. Parameters are those of subjectMask. */
export function* subjectMaskInPieces(
  rgb: Uint8Array,
  width: number,
  height: number,
  learned?: LearnedOdds,
): Generator<void, SubjectMask, void> {
  const [edgeWidth, edgeHeight] = fitted(width, height, EDGE_SIDE);
  const guide = shrinkRgb(rgb, width, height, edgeWidth, edgeHeight);
  const { side, priorSide } = learned ? LEARNED : ALONE;
  const labAt = (toWidth: number, toHeight: number) =>
    labFromRgb(shrinkRgb(guide, edgeWidth, edgeHeight, toWidth, toHeight));
  const [w, h] = fitted(width, height, side);
  const [pw, ph] = fitted(width, height, priorSide);
  const prior = enlarge(subjectPrior(labAt(pw, ph), pw, ph), pw, ph, w, h);
  yield;
  const lab = labAt(w, h);
  const labels = yield* cutSubject(lab, prior, w, h, learned);
  let covered = 0;
  for (const label of labels) covered += label;
  const share = covered / (w * h);
  if (share < SHARES[0] || share > SHARES[1] || outlineContrast(labels, lab, w, h) < LEAST_CONTRAST)
    return { mask: new Uint8Array(width * height).fill(255), found: false };

  yield;
  const coarse = enlarge(labels, w, h, edgeWidth, edgeHeight);
  const drawn = guidedCoefficients(guide, coarse, edgeWidth, edgeHeight, EDGE_RADIUS, EDGE_FLATNESS);
  yield;
  const filtered = applyGuide(drawn, rgb, width, height);
  const mask = new Uint8ClampedArray(width * height);
  // A little contrast, so that the inside is whole and the ground clean where the filter left them nearly so.
  for (let i = 0; i < mask.length; i++) mask[i] = 255 * (1.5 * filtered[i]! - 0.25);
  return { mask: new Uint8Array(mask.buffer), found: true };
}

/** How far apart colours are across the outline, in the mean over the neighbours that it parts. */
function outlineContrast(labels: Uint8Array, lab: Float32Array, width: number, height: number): number {
  let sum = 0;
  let pairs = 0;
  const meet = (i: number, j: number) => {
    if (labels[i] === labels[j]) return;
    sum += Math.hypot(lab[3 * i]! - lab[3 * j]!, lab[3 * i + 1]! - lab[3 * j + 1]!, lab[3 * i + 2]! - lab[3 * j + 2]!);
    pairs++;
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (x > 0) meet(i, i - 1);
      if (y > 0) meet(i, i - width);
    }
  return pairs ? sum / pairs : 0;
}

/** 1 where the subject is [height · width]. */
function* cutSubject(
  lab: Float32Array,
  prior: Float32Array,
  width: number,
  height: number,
  learned?: LearnedOdds,
): Generator<void, Uint8Array, void> {
  const beliefs = learned ? LEARNED : ALONE;
  const known = learned && enlarge(learned.values, learned.width, learned.height, width, height);
  const bias = known ? beliefs.bias - doubtCost(known) : beliefs.bias;
  const odds = prior.map((value, i) => beliefs.prior * value + (known?.[i] ?? 0) + bias);
  const pairwise = edgeCosts(lab, width, height, beliefs.smoothness);
  const expected = odds.map((value) => 1 / (1 + Math.exp(-value)));
  let subject = expected;
  let labels: Uint8Array = new Uint8Array(width * height);
  for (let round = 0; round < beliefs.rounds; round++) {
    yield;
    const inside = colourCost(fitColourModel(lab, subject, COMPONENTS), lab);
    yield;
    const ground = subject.map((value) => 1 - value);
    const outside = colourCost(fitColourModel(lab, ground, COMPONENTS), lab);
    const evidence = outside.map((cost, i) => Math.max(-MOST_EVIDENCE, Math.min(MOST_EVIDENCE, cost - inside[i]!)));
    const weight = beliefs.colour ?? Math.min(MOST_WEIGHT, evidenceWeight(evidence, subject));
    const unary = odds.map((value, i) => value + weight * evidence[i]!);
    yield;
    labels = minimumCut(unary, pairwise, width, height).labels;
    subject = expected.map((value, i) => TRUST * labels[i]! + (1 - TRUST) * value);
  }
  return fillHoles(keepLargest(labels, width, height, beliefs.leastPart), width, height, beliefs.largestHole);
}
