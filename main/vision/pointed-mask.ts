/**
 * The object that somebody points at, by clicks, scribbles and a box, without a network of its own.
 *
 * GrabCut (Rother, Kolmogorov, Blake, SIGGRAPH 2004) with a person's strokes as certainties. What is near a stroke along
 * ways that cross few edges is likely the same thing (Bai, Sapiro, ICCV 2007), and the subject network's odds, where
 * there are some, say whether the click meant the subject or something on its ground. Where a stroke says otherwise than
 * the network, the network is believed less. What no stroke touches is dropped.
 */

import { colourCost, fitColourModel } from './colour-model.ts';
import { connectedComponents, fillHoles } from './components.ts';
import { edgeCosts } from './edge-costs.ts';
import { geodesicDistance } from './geodesic.ts';
import { minimumCut } from './graph-cut.ts';
import { applyGuide, guidedCoefficients } from './guided-filter.ts';
import { labFromRgb } from './lab.ts';
import { enlarge, fitted, shrinkRgb } from './resample.ts';
import type { LearnedOdds } from './subject-mask.ts';

/** A click (one point) or a scribble. */
export interface Hint {
  /** x0 y0 x1 y1 …, 0..1 of the picture's width and height. */
  points: readonly number[];
  /** Half the brush's width, share of the longer side. */
  radius: number;
  kind: 'add' | 'remove';
}

/** 0..1 of the picture's width and height. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A picture made ready for pointing: what every click shares. */
export interface PointingGround {
  /** Pixels of the picture itself. */
  width: number;
  height: number;
  rgb: Uint8Array;
  /** The size at which it is cut. */
  cutWidth: number;
  cutHeight: number;
  lab: Float32Array;
  pairwise: Float32Array;
  /** The subject network's odds at the cut's size; null: not known. */
  odds: Float32Array | null;
  guide: Uint8Array;
  guideWidth: number;
  guideHeight: number;
}

/** The longer side at which the picture is cut, and at which the mask is drawn to its edges, in pixels. */
const CUT_SIDE = 144;
const EDGE_SIDE = 288;
const SMOOTHNESS = 4;
const COMPONENTS = 5;
const ROUNDS = 3;
/** A stroke is more certain than anything the picture says. */
const CERTAIN = 60;
/** How much nearness, colours and the network's odds count, and the most of each. */
const NEARNESS = { weight: 1, most: 3 };
const COLOUR = { weight: 0.5, most: 5 };
const ODDS = { weight: 1, most: 4 };
/** Who clicks on a thin thing may miss it by so many of the cut's pixels. */
const MISSED = 2;
/** Geodesic distance within which the first colours are learned. */
const REACH = 0.25;
/** The same, over which the network's word comes back around a stroke that says otherwise. */
const DISPUTED = 1.2;
/** Border pixels count as ground this far away: an object may well reach the border. */
const BORDER_HANDICAP = 0.15;
const LARGEST_HOLE = 0.004;
const EDGE_RADIUS = 5;
const EDGE_FLATNESS = 40;

/**
 * @param rgb 8-bit sRGB [height · width · 3]; kept, not copied
 * @param learned what the subject network says of it
 */
export function preparePointing(
  rgb: Uint8Array,
  width: number,
  height: number,
  learned: LearnedOdds | null,
): PointingGround {
  const [guideWidth, guideHeight] = fitted(width, height, EDGE_SIDE);
  const guide = shrinkRgb(rgb, width, height, guideWidth, guideHeight);
  const [cutWidth, cutHeight] = fitted(width, height, CUT_SIDE);
  const lab = labFromRgb(shrinkRgb(guide, guideWidth, guideHeight, cutWidth, cutHeight));
  const pairwise = edgeCosts(lab, cutWidth, cutHeight, SMOOTHNESS);
  const odds = learned && enlarge(learned.values, learned.width, learned.height, cutWidth, cutHeight);
  return { width, height, rgb, cutWidth, cutHeight, lab, pairwise, odds, guide, guideWidth, guideHeight };
}

/**
 * The mask of what was pointed at. The same picture and strokes give the same bytes.
 *
 * @param hints in any order; where two overlap the later one holds
 * @param box what lies outside it is ground; null: none was drawn
 * @returns 255 where the object is, soft at its edge [height · width]; all 0 where nothing was added
 */
export function pointedMask(ground: PointingGround, hints: readonly Hint[], box: Box | null): Uint8Array {
  const { width, height, cutWidth: w, cutHeight: h } = ground;
  const strokes = drawHints(hints, box, w, h);
  if (!box && !strokes.includes(1)) return new Uint8Array(width * height);
  return drawToEdges(ground, cutPointed(ground, strokes, box !== null), w, h);
}

/**
 * A coarse mask drawn to the picture's edges.
 * @param coarse 0..1, at any size of the picture's shape [coarseHeight · coarseWidth]
 * @returns 0..255 [height · width]
 */
export function drawToEdges(
  ground: PointingGround,
  coarse: ArrayLike<number>,
  coarseWidth: number,
  coarseHeight: number,
): Uint8Array {
  const { guide, guideWidth, guideHeight, width, height } = ground;
  const sized = enlarge(coarse, coarseWidth, coarseHeight, guideWidth, guideHeight);
  const drawn = guidedCoefficients(guide, sized, guideWidth, guideHeight, EDGE_RADIUS, EDGE_FLATNESS);
  const filtered = applyGuide(drawn, ground.rgb, width, height);
  const mask = new Uint8ClampedArray(width * height);
  // A little contrast, so that the inside is whole and the ground clean where the filter left them nearly so.
  for (let i = 0; i < mask.length; i++) mask[i] = 255 * (1.5 * filtered[i]! - 0.25);
  return new Uint8Array(mask.buffer);
}

/** 1 where something is added, -1 where it is ground, 0 where nothing was said [height · width]. */
export function drawHints(hints: readonly Hint[], box: Box | null, width: number, height: number): Int8Array {
  const strokes = new Int8Array(width * height);
  if (box)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const across = (x + 0.5) / width;
        const down = (y + 0.5) / height;
        const inside = across >= box.left && across <= box.right && down >= box.top && down <= box.bottom;
        if (!inside) strokes[y * width + x] = -1;
      }
  const side = Math.max(width, height);
  for (const { points, radius, kind } of hints) {
    const reach = Math.max(0.75, radius * side);
    for (let k = 0; k + 1 < points.length; k += 2) {
      const from = [points[k]! * width, points[k + 1]! * height] as const;
      const last = k + 3 < points.length ? k + 2 : k;
      const to = [points[last]! * width, points[last + 1]! * height] as const;
      drawSegment(strokes, width, height, from, to, reach, kind === 'add' ? 1 : -1);
    }
  }
  return strokes;
}

function drawSegment(
  strokes: Int8Array,
  width: number,
  height: number,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  reach: number,
  value: number,
): void {
  const square = (bx - ax) ** 2 + (by - ay) ** 2;
  const low = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const high = (a: number, b: number, size: number) => Math.min(size - 1, Math.ceil(Math.max(a, b) + reach));
  for (let y = low(ay, by); y <= high(ay, by, height); y++)
    for (let x = low(ax, bx); x <= high(ax, bx, width); x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
      const share = square ? Math.max(0, Math.min(1, (px * (bx - ax) + py * (by - ay)) / square)) : 0;
      if (Math.hypot(px - share * (bx - ax), py - share * (by - ay)) <= reach) strokes[y * width + x] = value;
    }
}

/** 1 where the object is [height · width]. */
export function cutPointed(
  { lab, pairwise, odds, ...size }: PointingGround,
  strokes: Int8Array,
  boxed: boolean,
): Uint8Array {
  const { cutWidth: width, cutHeight: height } = size;
  const pixels = width * height;
  const added = strokes.map((value) => (value > 0 ? 1 : 0));
  const pointed = added.includes(1);
  const near = pointed ? geodesicDistance(lab, added, width, height) : new Float32Array(pixels).fill(REACH);
  const far = groundDistance(lab, strokes, width, height, boxed);
  const told = odds && toldByNetwork(odds, strokes, added, lab, width, height);
  const belief = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const nearness = NEARNESS.weight * Math.log((far[i]! + 0.02) / (near[i]! + 0.02));
    belief[i] = strokes[i]! * CERTAIN + within(nearness, NEARNESS.most) + within(told?.[i] ?? 0, ODDS.most);
  }
  let labels: Uint8Array = new Uint8Array(pixels);
  let object = near.map((distance, i) => (strokes[i]! < 0 ? 0 : Math.exp(-distance / REACH)));
  for (let round = 0; round < ROUNDS; round++) {
    const inside = colourCost(fitColourModel(lab, object, COMPONENTS), lab);
    const rest = object.map((value, i) => (strokes[i]! > 0 ? 0 : 1 - value));
    const outside = colourCost(fitColourModel(lab, rest, COMPONENTS), lab);
    const unary = belief.map((value, i) => value + COLOUR.weight * within(outside[i]! - inside[i]!, COLOUR.most));
    labels = minimumCut(unary, pairwise, width, height).labels;
    object = Float32Array.from(labels, (label, i) => 0.8 * label + 0.2 * object[i]!);
  }
  return fillHoles(pointed ? touched(labels, added, width, height) : labels, width, height, LARGEST_HOLE);
}

const within = (value: number, most: number) => Math.max(-most, Math.min(most, value));

/** Geodesic distance from what is ground: what was removed, else the picture's border with a handicap. */
function groundDistance(
  lab: Float32Array,
  strokes: Int8Array,
  width: number,
  height: number,
  boxed: boolean,
): Float32Array {
  const removed = geodesicDistance(
    lab,
    strokes.map((value) => (value < 0 ? 1 : 0)),
    width,
    height,
  );
  if (boxed) return removed;
  const border = new Uint8Array(strokes.length);
  for (let i = 0; i < border.length; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) border[i] = 1;
  }
  const away = geodesicDistance(lab, border, width, height);
  return removed.map((value, i) => Math.min(value, away[i]! + BORDER_HANDICAP));
}

/**
 * What the network's odds say of each place for what is meant. Around strokes that say otherwise it is believed less, along
 * ways that cross few edges.
 */
function toldByNetwork(
  odds: Float32Array,
  strokes: Int8Array,
  added: ArrayLike<number>,
  lab: Float32Array,
  width: number,
  height: number,
): Float64Array {
  const meant = meaning(odds, added, width, height);
  const denied = strokes.map((stroke, i) => (stroke * meant * odds[i]! < 0 ? 1 : 0));
  const trust = geodesicDistance(lab, denied, width, height).map((distance) => 1 - Math.exp(-distance / DISPUTED));
  return Float64Array.from(odds, (value, i) => {
    const said = meant * ODDS.weight * trust[i]! * value;
    // On the ground something small was meant: the subject is not it, and most of the ground is not either.
    return meant < 0 ? Math.min(0, said) : said;
  });
}

/**
 * -1 (something on the ground) to 1 (the subject): what the network says of the added place that it is surest of. Who
 * adds a part of the subject that the network missed means the subject still.
 */
function meaning(odds: Float32Array, added: ArrayLike<number>, width: number, height: number): number {
  const { label, size } = connectedComponents(added, width, height);
  const sums = new Float64Array(size.length);
  for (let i = 0; i < odds.length; i++) if (added[i]) sums[label[i]!]! += mostAround(odds, i, width, height);
  const means = size.map((pixels, part) => sums[part]! / pixels).slice(1);
  return means.length ? Math.tanh(Math.max(...means)) : 1;
}

function mostAround(odds: Float32Array, pixel: number, width: number, height: number): number {
  const [x, y] = [pixel % width, Math.floor(pixel / width)];
  let most = Number.NEGATIVE_INFINITY;
  for (let v = Math.max(0, y - MISSED); v <= Math.min(height - 1, y + MISSED); v++)
    for (let u = Math.max(0, x - MISSED); u <= Math.min(width - 1, x + MISSED); u++)
      most = Math.max(most, odds[v * width + u]!);
  return most;
}

/** The parts of the labels that a stroke touches. */
function touched(labels: Uint8Array, added: ArrayLike<number>, width: number, height: number): Uint8Array {
  const { label: part } = connectedComponents(labels, width, height);
  const held = new Set<number>();
  for (let i = 0; i < labels.length; i++) if (added[i] && labels[i]) held.add(part[i]!);
  return labels.map((label, i) => (label && held.has(part[i]!) ? 1 : 0));
}
