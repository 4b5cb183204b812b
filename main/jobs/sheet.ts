/**
 * The sheet that a sketch is put on: control points in frame units become strokes in pixels of the photo at its full
 * size, with the widths that the protocol gives them.
 */

import { type Frame, toPhoto } from '../sketch/frame.ts';
import { type Lines, lineWidth } from '../sketch/line.ts';
import type { Drawing } from '../strokes/stroke.ts';
import type { Photo } from './photo.ts';

/**
 * Pixels of the photo at its full size in one of its working copy. By the longer sides: the shorter one is rounded to
 * whole pixels, which may be few.
 */
export function photoScale({ width, height, workingWidth, workingHeight }: Omit<Photo, 'rgb' | 'alpha'>): number {
  return Math.max(width, height) / Math.max(workingWidth, workingHeight);
}

export class Sheet {
  /** Pixels of the photo at its full size in one of the working copy. */
  readonly scale: number;

  /**
   * @param width of the boldest line, frame units; it may be changed between two drawings
   * @param uniform whether all lines are as wide
   */
  constructor(
    private readonly photo: Photo,
    readonly frame: Frame,
    public width: number,
    private readonly uniform: boolean,
  ) {
    this.scale = photoScale(photo);
  }

  draw({ points, own }: Lines): Drawing {
    const { photo, frame, scale } = this;
    const placed = toPhoto(frame, points, scale);
    return {
      width: photo.width,
      height: photo.height,
      strokes: Array.from({ length: placed.length / 8 }, (_, s) => ({
        points: placed.slice(8 * s, 8 * s + 8),
        width: (own?.get(s) ?? (this.uniform ? this.width : lineWidth(this.width, s))) * frame.side * scale,
        color: '#000000',
        opacity: 1,
      })),
    };
  }
}
