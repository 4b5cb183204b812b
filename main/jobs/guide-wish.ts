/** How a person asks for what guides a sketch (guide.ts makes it). It loads nothing. */

/** What depth can do to a sketch (sketch/guide.ts). */
export const DEPTH_USES = ['width', 'order', 'outline'] as const;
export type DepthUse = (typeof DEPTH_USES)[number];

/** A part of the photo that gets so many of the strokes; the others are drawn outside all parts. */
export interface Region<Mask = string | Uint8Array> {
  /** A picture, white where the part is: its path, or its bytes. */
  mask: Mask;
  strokes: number;
}

export interface GuideWish {
  byDepth?: readonly DepthUse[];
  regions?: readonly Region[];
}
