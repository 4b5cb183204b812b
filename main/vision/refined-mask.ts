/**
 * A mask that is there already, changed where somebody points: the thing that is pointed at is joined to it, or taken
 * out of it.
 *
 * Both are found as without a mask (pointed-mask.ts), what is taken away by strokes turned round. Who takes something
 * away from a mask of one thing means a part of it: where all of the mask would go, its far side is held fast. Wherever
 * nothing changes, the mask stays as it was to the pixel, for a person may have painted there.
 */

import { distanceTo } from './distance.ts';
import { geodesicDistance } from './geodesic.ts';
import { cutPointed, drawHints, drawToEdges, type Hint, type PointingGround } from './pointed-mask.ts';
import { enlarge } from './resample.ts';

/** Share of the mask; if more would go, a part was meant. */
const MOST_LOST = 0.8;
/** The far side of a mask begins at this share of its longest way from the strokes. */
const FAR_SIDE = 0.3;
/** Pixels of the cut over which the new mask passes into the old. */
const SEAM = 5;

/**
 * @param base the mask that is there, 0..255 [height · width]
 * @returns 0..255 [height · width]; the very base where the strokes change nothing
 */
export function refinedMask(ground: PointingGround, hints: readonly Hint[], base: Uint8Array): Uint8Array {
  const { width, height, cutWidth: w, cutHeight: h } = ground;
  const strokes = drawHints(hints, null, w, h);
  const before = Uint8Array.from(enlarge(base, width, height, w, h), (value) => (value >= 128 ? 1 : 0));
  const joined = strokes.includes(1) ? cutPointed(ground, strokes, false) : null;
  const left = before.slice();
  const added = hints.filter(({ kind }) => kind === 'add');
  // One after the other, as each means a thing of its own.
  for (const hint of hints) if (hint.kind === 'remove') takeAway(ground, drawHints([...added, hint], null, w, h), left);
  const after = left.map((value, i) => (value || joined?.[i] ? 1 : 0));
  const changed = after.map((value, i) => (value === before[i] ? 0 : 1));
  if (!changed.includes(1)) return base;
  const near = distanceTo(changed, w, h).map((distance) => Math.max(0, 1 - distance / SEAM));
  const share = enlarge(near, w, h, width, height);
  const drawn = drawToEdges(ground, after, w, h);
  const mask = base.slice();
  for (let i = 0; i < mask.length; i++)
    if (share[i]! > 0) mask[i] = Math.round(base[i]! + Math.min(1, 1.5 * share[i]!) * (drawn[i]! - base[i]!));
  return mask;
}

/** Clears, of the mask at the cut's size, the thing that was pointed at to be removed; others that were added stay. */
function takeAway(ground: PointingGround, strokes: Int8Array, left: Uint8Array): void {
  if (!left.some((inside, i) => inside && strokes[i]! < 0)) return;
  const thing = meant(ground, strokes, left);
  for (let i = 0; i < left.length; i++) if (thing[i]) left[i] = 0;
}

/** 1 where the thing is [height · width of the cut]. */
function meant(ground: PointingGround, strokes: Int8Array, left: Uint8Array): Uint8Array {
  const { lab, cutWidth: width, cutHeight: height } = ground;
  const turned = strokes.map((value) => -value);
  const whole = cutPointed(ground, turned, false);
  const lost = left.reduce((count, inside, i) => count + (inside && whole[i] ? 1 : 0), 0);
  if (lost <= MOST_LOST * left.reduce((count, inside) => count + inside, 0)) return whole;
  const removed = turned.map((value) => (value > 0 ? 1 : 0));
  const ways = geodesicDistance(lab, removed, width, height);
  const farthest = ways.reduce((most, way, i) => (left[i] ? Math.max(most, way) : most), 0);
  const held = turned.map((value, i) => (value === 0 && left[i] && ways[i]! > FAR_SIDE * farthest ? -1 : value));
  // The network knows the thing, and of its parts nothing.
  return cutPointed({ ...ground, odds: null }, held, false);
}
