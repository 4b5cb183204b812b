/**
 * Where the sheet lies on the desk: the scale in screen px a photo px, and the screen px of the photo's corner.
 *
 * All of it is plain numbers, so that the pointer, the paint and the marks agree on every pixel.
 */

import type { Tool } from '../state/store.ts';

export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Screen px from the desk's upper edge to the lower one of a tool's own bar: 16 and 40. */
const BAR = 56;

/** Screen px that the bar of the tool in hand takes from a fitted sheet. */
export function roomAbove(tool: Tool): number {
  return tool === 'detail' || tool === 'cutout' ? BAR - MARGIN / 2 : 0;
}

/** Screen px left free round a fitted sheet. */
const MARGIN = 36;
const LEAST = 0.02;
const MOST = 64;

/** The view that shows the whole photo in the middle of the canvas below `above`; sizes in screen px and photo px. */
export function fitted(canvas: Size, photo: Size, above = 0): View {
  const left = canvas.height - above;
  const [width, height] = [Math.max(1, canvas.width - 2 * MARGIN), Math.max(1, left - 2 * MARGIN)];
  const scale = clampScale(Math.min(width / photo.width, height / photo.height));
  return { scale, x: (canvas.width - scale * photo.width) / 2, y: above + (left - scale * photo.height) / 2 };
}

/** The view `factor` times as near, with the photo's point under the screen point x, y staying there. */
export function zoomAt(view: View, x: number, y: number, factor: number): View {
  const scale = clampScale(view.scale * factor);
  const done = scale / view.scale;
  return { scale, x: x - (x - view.x) * done, y: y - (y - view.y) * done };
}

/** A screen point, relative to the canvas, in photo px. */
export function toPhoto(view: View, x: number, y: number): [number, number] {
  return [(x - view.x) / view.scale, (y - view.y) / view.scale];
}

/** A photo point in screen px of the canvas. */
export function toScreen(view: View, x: number, y: number): [number, number] {
  return [view.x + x * view.scale, view.y + y * view.scale];
}

function clampScale(scale: number): number {
  return Math.min(MOST, Math.max(LEAST, scale));
}
