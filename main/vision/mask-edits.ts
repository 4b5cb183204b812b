/**
 * What a person does to a whole mask: grow and shrink it, soften its edge, fill its holes, swap inside and outside.
 *
 * Growing and shrinking keep the edge half a pixel soft at its new place; softening spreads it evenly to both sides.
 */

import { fillHoles } from './components.ts';
import { distanceTo } from './distance.ts';

/** Amounts are shares of the picture's longer side. */
export type MaskEdit =
  | { kind: 'grow'; by: number }
  | { kind: 'shrink'; by: number }
  | { kind: 'soften'; by: number }
  /** Closes holes smaller than this share of the mask's area. */
  | { kind: 'fill'; upTo: number }
  | { kind: 'swap' };

/**
 * @param mask 0..255 [height · width]; inside from 128 on
 * @returns another, in the same range
 */
export function editMask(mask: Uint8Array, width: number, height: number, edit: MaskEdit): Uint8Array {
  if (edit.kind === 'swap') return mask.map((value) => 255 - value);
  const inside = mask.map((value) => (value >= 128 ? 1 : 0));
  if (edit.kind === 'fill') {
    const filled = fillHoles(inside, width, height, edit.upTo);
    return mask.map((value, i) => (filled[i] && !inside[i] ? 255 : value));
  }
  // Signed: negative inside, measured to the border between pixels.
  const outer = distanceTo(inside, width, height);
  const inner = distanceTo(
    inside.map((value) => 1 - value),
    width,
    height,
  );
  const pixels = edit.by * Math.max(width, height);
  const [shift, ramp] = { grow: [pixels, 1], shrink: [-pixels, 1], soften: [0, Math.max(1, 2 * pixels)] }[
    edit.kind
  ] as [number, number];
  return Uint8Array.from(mask, (_, i) => {
    const signed = inside[i] ? 0.5 - inner[i]! : outer[i]! - 0.5;
    return Math.round(255 * Math.max(0, Math.min(1, 0.5 + (shift - signed) / ramp)));
  });
}
