/**
 * Telling the subject from its ground without a network.
 *
 * GrabCut (Rother, Kolmogorov, Blake, SIGGRAPH 2004) without the user's rectangle: what stands out from the border is
 * where it starts. Colours of subject and ground are learned, the grid is cut where labels agree with colours, place
 * and edges, and so on in turn. Then the parts are sorted out, holes closed, and the mask drawn to the photo's edges.
 */

import { borderSaliency } from './border-saliency.ts';
import { colourCost, fitColourModel } from './colour-model.ts';
import { fillHoles, keepLargest } from './components.ts';
import { FORWARD_STEPS, minimumCut } from './graph-cut.ts';
import { applyGuide, guidedCoefficients } from './guided-filter.ts';
import { labFromRgb } from './lab.ts';
import { shrink } from './resample.ts';

export interface SubjectMask {
  /** 255 where the subject is, soft at its edge [height · width]; 255 throughout where none was found. */
  mask: Uint8Array;
  /** Whether a subject could be told from the ground. */
  found: boolean;
}

/** The longer side at which the picture is cut, in pixels. */
const CUT_SIDE = 160;
const COMPONENTS = 5;
const ROUNDS = 3;
/** The cost of a cut between like neighbours, against a unit of −log probability. */
const SMOOTHNESS = 12;
/** How much the place counts beside the colours. */
const PLACE = 2;
/** Parts smaller than this share of the largest are dropped; holes smaller than this share of the subject are closed. */
const LEAST_PART = 0.12;
const LARGEST_HOLE = 0.04;
/** A mask that covers less or more than this of the picture says nothing. */
const SHARES = [0.01, 0.92] as const;

/** @param rgb 8-bit sRGB [height · width · 3] */
export function subjectMask(rgb: Uint8Array, width: number, height: number): SubjectMask {
  const scale = Math.min(1, CUT_SIDE / Math.max(width, height));
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const small = shrink(rgb, width, height, 3, w, h);
  const labels = cutSubject(small, w, h);
  const share = labels.reduce((sum, value) => sum + value, 0) / (w * h);
  if (share < SHARES[0] || share > SHARES[1]) return { mask: new Uint8Array(width * height).fill(255), found: false };
  const coefficients = guidedCoefficients(small, labels, w, h, 2, 40);
  const filtered = applyGuide(coefficients, rgb, width, height);
  return {
    mask: Uint8Array.from(filtered, (m) => Math.round(255 * Math.min(1, Math.max(0, 1.25 * m - 0.125)))),
    found: true,
  };
}

/** 1 where the subject is [height · width]. */
function cutSubject(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const lab = labFromRgb(rgb);
  const saliency = borderSaliency(lab, width, height);
  const pairwise = edgeCosts(lab, width, height);
  let subject = Float32Array.from(saliency);
  let labels = new Uint8Array(width * height);
  for (let round = 0; round < ROUNDS; round++) {
    const ground = subject.map((value) => 1 - value);
    if (!(sum(subject) > 0) || !(sum(ground) > 0)) break;
    const inside = colourCost(fitColourModel(lab, subject, COMPONENTS), lab);
    const outside = colourCost(fitColourModel(lab, ground, COMPONENTS), lab);
    const unary = outside.map(
      (cost, i) => clamp(cost - inside[i]!, 6) + PLACE * Math.log((saliency[i]! + 0.05) / (0.55 - 0.5 * saliency[i]!)),
    );
    labels = minimumCut(unary, pairwise, width, height).labels as Uint8Array<ArrayBuffer>;
    subject = Float32Array.from(labels);
  }
  return fillHoles(keepLargest(labels, width, height, LEAST_PART), width, height, LARGEST_HOLE);
}

/** What a cut between neighbours costs: less where their colours differ (GrabCut, equation 11). */
function edgeCosts(lab: Float32Array, width: number, height: number): Float32Array {
  const pixels = width * height;
  const squares = new Float32Array(4 * pixels);
  let total = 0;
  let pairs = 0;
  FORWARD_STEPS.forEach(([stepX, stepY], d) => {
    for (let y = 0; y < height - stepY; y++) {
      for (let x = Math.max(0, -stepX); x < width - Math.max(0, stepX); x++) {
        const i = y * width + x;
        const j = 3 * (i + stepY * width + stepX);
        const square =
          (lab[3 * i]! - lab[j]!) ** 2 + (lab[3 * i + 1]! - lab[j + 1]!) ** 2 + (lab[3 * i + 2]! - lab[j + 2]!) ** 2;
        squares[d * pixels + i] = square;
        total += square;
        pairs++;
      }
    }
  });
  const beta = total > 0 ? pairs / (2 * total) : 0;
  return squares.map((square, at) => {
    const [stepX, stepY] = FORWARD_STEPS[Math.floor(at / pixels)]!;
    return (SMOOTHNESS * (0.05 + Math.exp(-beta * square))) / Math.hypot(stepX, stepY);
  });
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
