/**
 * A mask's edge as lines: where its values pass one half, found in each square of four pixels and joined to rings.
 *
 * Lorensen, Cline, Marching Cubes, SIGGRAPH 1987, in two dimensions: along each side of a square the crossing lies where
 * the value between its two pixels is one half. Outside the picture nothing is kept, so that every ring closes.
 */

import type { GreyPicture } from '../document/grey-png.ts';

/** Of 255: between kept and not. */
const HALF = 127.5;

/** By the square's corners that are kept (1 upper left, 2 upper right, 4 lower right, 8 lower left): from side to side. */
const CROSSINGS: readonly (readonly (readonly [Side, Side])[])[] = [
  [],
  [['left', 'top']],
  [['top', 'right']],
  [['left', 'right']],
  [['right', 'bottom']],
  [
    ['left', 'top'],
    ['right', 'bottom'],
  ],
  [['top', 'bottom']],
  [['left', 'bottom']],
  [['bottom', 'left']],
  [['bottom', 'top']],
  [
    ['top', 'right'],
    ['bottom', 'left'],
  ],
  [['bottom', 'right']],
  [['right', 'left']],
  [['right', 'top']],
  [['top', 'left']],
  [],
];
type Side = 'left' | 'top' | 'right' | 'bottom';

/**
 * The rings round what a mask keeps, holes among them, what is kept always on the same hand.
 * @returns x0 y0 x1 y1 … of each ring, mask pixels, the first point not repeated
 */
export function outlines({ width, height, grey }: GreyPicture): number[][] {
  const value = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : grey[y * width + x]!);
  /** Whether each pixel is kept, with a border of what is not. */
  const across = width + 2;
  const inside = new Uint8Array(across * (height + 2));
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) if (grey[i]! > HALF) inside[(y + 1) * across + x + 1] = 1;
  /** A side of a square by its upper or left pixel: even where it lies, odd where it stands. */
  const sides = { top: 0, left: 1, bottom: 2 * across, right: 3 } as const;
  const next = new Map<number, number>();
  for (let y = 0; y <= height; y++)
    for (let x = 0; x <= width; x++) {
      const at = y * across + x;
      const kept = inside[at]! | (inside[at + 1]! << 1) | (inside[at + across + 1]! << 2) | (inside[at + across]! << 3);
      // Squares wholly in or out are nearly all of them.
      if (kept === 0 || kept === 15) continue;
      for (const [from, to] of CROSSINGS[kept]!) next.set(2 * at + sides[from], 2 * at + sides[to]);
    }
  const place = (side: number): [number, number] => {
    const [at, stands] = [side >> 1, side & 1];
    const [x, y] = [(at % across) - 1, Math.floor(at / across) - 1];
    const [p, q] = [value(x, y), stands ? value(x, y + 1) : value(x + 1, y)];
    const share = (HALF - p) / (q - p);
    return stands ? [x + 0.5, y + 0.5 + share] : [x + 0.5 + share, y + 0.5];
  };
  const rings: number[][] = [];
  for (const start of next.keys()) {
    const ring: number[] = [];
    let side: number | undefined = start;
    while (side !== undefined && next.has(side)) {
      ring.push(...place(side));
      const to = next.get(side);
      next.delete(side);
      side = to;
    }
    rings.push(ring);
  }
  return rings;
}
