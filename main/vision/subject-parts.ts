/**
 * A mask's separate subjects: what does not touch is a part of its own, which can be left out.
 *
 * Parts are told apart where the mask is more than half; the soft rim around each goes to the part that is nearest over
 * the mask, so that a part takes its own edge along when it is switched off.
 */

import { connectedComponents } from './components.ts';

export interface SubjectPart {
  /** Share of the picture, 0..1. */
  area: number;
  /** The pixels that hold it: left and top, then the width and height. */
  box: { x: number; y: number; width: number; height: number };
}

export interface SubjectParts {
  /** The part of each pixel, from 1, largest first; 0 where the mask is 0 [height · width]. */
  label: Uint8Array;
  parts: SubjectPart[];
}

/** Parts smaller than this share of the largest are no subjects: they go with it. */
const LEAST_SHARE = 0.01;
/** As many as a label of one byte tells apart. */
const MOST_PARTS = 255;

/** The parts of a mask, 0..255 [height · width], largest first; none where it is nowhere more than half. */
export function subjectParts(mask: Uint8Array, width: number, height: number): SubjectParts {
  const inside = mask.map((value) => (value >= 128 ? 1 : 0));
  const { label: found, size } = connectedComponents(inside, width, height);
  const ranked = size.map((pixels, name) => ({ pixels, name })).slice(1);
  ranked.sort((a, b) => b.pixels - a.pixels || a.name - b.name);
  const least = LEAST_SHARE * (ranked[0]?.pixels ?? 0);
  const kept = ranked.filter(({ pixels }) => pixels >= least).slice(0, MOST_PARTS);
  const rank = new Uint8Array(size.length);
  kept.forEach(({ name }, k) => {
    rank[name] = k + 1;
  });
  const label = Uint8Array.from(found, (name) => rank[name]!);
  const parts = kept.map(({ pixels }, k) => ({
    area: pixels / (width * height),
    box: boxOf(label, k + 1, width, height),
  }));
  if (parts.length) spread(label, mask, width);
  return { label, parts };
}

/**
 * The mask with some parts alone.
 *
 * @param chosen numbers of parts, from 1
 * @returns 0..255 [height · width]
 */
export function withParts(mask: Uint8Array, { label }: SubjectParts, chosen: readonly number[]): Uint8Array {
  const wanted = new Set(chosen);
  return mask.map((value, i) => (wanted.has(label[i]!) ? value : 0));
}

function boxOf(label: Uint8Array, part: number, width: number, height: number): SubjectPart['box'] {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let i = 0; i < label.length; i++) {
    if (label[i] !== part) continue;
    const x = i % width;
    const y = Math.floor(i / width);
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Gives what the mask covers and no part has to the nearest one, walking over the mask; what none reaches, to the first. */
function spread(label: Uint8Array, mask: Uint8Array, width: number): void {
  let front: number[] = [];
  for (let i = 0; i < label.length; i++) if (label[i]) front.push(i);
  while (front.length) {
    const next: number[] = [];
    for (const i of front) {
      const x = i % width;
      for (const j of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
        if (j < 0 || j >= label.length || label[j] || !mask[j]) continue;
        label[j] = label[i]!;
        next.push(j);
      }
    }
    front = next;
  }
  for (let i = 0; i < label.length; i++) if (mask[i] && !label[i]) label[i] = 1;
}
