/**
 * From an <svg> element's width, height, viewBox and preserveAspectRatio to the size of its sheet and the map onto it.
 * Source: SVG 2 (W3C), sections 8.2 and 8.6 to 8.8.
 */

import type { Affine } from './affine.ts';
import { readLength } from './svg-style.ts';

export interface Viewport {
  /** The sheet's size in the units around it (px for a root); null when the element does not say. */
  size: { width: number; height: number } | null;
  /** From the units inside to the units around. */
  map: Affine;
  /** The size, in the units inside, that percentages are of; null when unknown. */
  inside: { width: number; height: number } | null;
}

/** How the attributes of an <svg> place what is in it. `around` is the size that its own percentages are of. */
export function readViewport(
  attributes: Map<string, string>,
  around: { width: number; height: number } | null,
): Viewport {
  const box = readViewBox(attributes.get('viewBox'));
  let width = sideOf(attributes.get('width'), around?.width ?? null);
  let height = sideOf(attributes.get('height'), around?.height ?? null);
  if (box) {
    // A side that is not given follows the other's scale; without either, one unit is one px.
    width ??= height === null ? box.width : (height * box.width) / box.height;
    height ??= (width * box.height) / box.width;
  }
  const size = width !== null && height !== null ? { width, height } : null;
  if (!box || !size) return { size, map: [1, 0, 0, 1, 0, 0], inside: size };
  return { size, map: place(box, size, attributes.get('preserveAspectRatio') ?? ''), inside: box };
}

function sideOf(text: string | undefined, around: number | null): number | null {
  if (text?.trim().endsWith('%') && around === null) return null;
  const length = readLength(text, around ?? 0) ?? around;
  return length !== null && length > 0 ? length : null;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function readViewBox(text: string | undefined): Box | null {
  const [x, y, width, height, ...more] = (text ?? '')
    .trim()
    .split(/\s*,\s*|\s+/)
    .map(Number);
  if (more.length || ![x, y, width, height].every((value) => Number.isFinite(value))) return null;
  return width! > 0 && height! > 0 ? { x: x!, y: y!, width: width!, height: height! } : null;
}

const ALIGN: Record<string, number> = { Min: 0, Mid: 0.5, Max: 1 };

function place(box: Box, size: { width: number; height: number }, ratio: string): Affine {
  let x = size.width / box.width;
  let y = size.height / box.height;
  // Of blanks without end nobody's hand makes any, and they would take their square to be read.
  const found = /^\s{0,99}(?:none|x(Min|Mid|Max)Y(Min|Mid|Max))\s{0,99}(meet|slice)?\s{0,99}$/.exec(ratio);
  if (!found || found[1]) x = y = found?.[3] === 'slice' ? Math.max(x, y) : Math.min(x, y);
  const alignX = ALIGN[found?.[1] ?? 'Mid']!;
  const alignY = ALIGN[found?.[2] ?? 'Mid']!;
  return [
    x,
    0,
    0,
    y,
    alignX * (size.width - x * box.width) - x * box.x,
    alignY * (size.height - y * box.height) - y * box.y,
  ];
}
