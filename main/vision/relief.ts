/**
 * Depth from shape alone: a floor that recedes, and subjects that stand on it and bulge towards the eye.
 *
 * A camera above a level floor sees inverse depth grow evenly from the horizon down. A subject stands where it meets the
 * floor, and is as round as its outline lets it be: inside the mask u solves Poisson's equation ∇²u = −4 with u = 0 at
 * the outline, and √u is its thickness, exactly a ball for a disc (as in Joshi and Carr, Repoussé, 2008, and Sýkora et
 * al., Ink-and-Ray, 2014). Where the picture's border cuts a subject there is no outline, and the border mirrors.
 */

import { connectedComponents } from './components.ts';
import { enlarge } from './resample.ts';

/** Where the horizon is taken to lie, as a share of the height, and how softly the floor begins below it. */
const HORIZON = 0.32;
const SOFT = 0.12;
/** The camera's focal length as a share of the picture's longer side: that of a phone or a normal lens. */
const FOCAL = 1.1;
/** The longer side at which Poisson's equation is solved, pixels. */
const SOLVED_SIDE = 160;
/** A part of the mask smaller than this share of the picture is a speck, not a subject. */
const LEAST_PART = 2e-4;
const SWEEPS = 260;
/** Successive over-relaxation's factor, near its best for parts of some 80 pixels across. */
const OVER = 1.92;

/**
 * Inverse depth of a floor that reaches the horizon and what stands behind it, 0 far to 1 near [height · width].
 */
export function floorDepth(width: number, height: number): Float32Array {
  const depth = new Float32Array(width * height);
  for (let y = 0; y < height; y++) depth.fill(floorAt((y + 0.5) / height), y * width, (y + 1) * width);
  return depth;
}

/** At a share of the height: nearly 0 above the horizon, rising evenly below it (softplus). */
function floorAt(share: number): number {
  const ramp = (v: number) => SOFT * Math.log1p(Math.exp((v - HORIZON) / SOFT));
  return ramp(share) / ramp(1);
}

/**
 * Relative inverse depth by the floor and the mask, 0 far to 1 near.
 *
 * @param mask [height · width], 255 where a subject is; null: the floor alone
 */
export function reliefDepth(mask: Uint8Array | null, width: number, height: number): Float32Array {
  const depth = floorDepth(width, height);
  if (!mask) return depth;
  const scale = Math.min(1, SOLVED_SIDE / Math.max(width, height));
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const small = shrunken(mask, width, height, w, h);
  const thickness = inflate(small, w, h);
  const stand = standing(small, w, h);
  const front = new Float32Array(w * h);
  const focal = FOCAL * Math.max(w, h);
  // A thing of half thickness r pixels at depth z comes forward by r·z / focal.
  for (let i = 0; i < front.length; i++) front[i] = stand[i]! / (1 - Math.min(0.6, thickness[i]! / focal));
  const large = enlarge(front, w, h, width, height);
  let most = 0;
  for (let i = 0; i < depth.length; i++) {
    const share = mask[i]! / 255;
    depth[i] = depth[i]! + share * (large[i]! - depth[i]!);
    most = Math.max(most, depth[i]!);
  }
  for (let i = 0; i < depth.length; i++) depth[i] = depth[i]! / most;
  return depth;
}

/**
 * How thick a body of this outline is towards the eye, in pixels: the half thickness of a ball for a disc.
 *
 * @param inside not 0 where the body is [height · width]
 * @returns 0 outside; where the body fills the picture and has no outline, 0 too
 */
export function inflate(inside: ArrayLike<number>, width: number, height: number): Float32Array {
  const u = new Float32Array(width * height);
  let open = false;
  for (let i = 0; i < u.length && !open; i++) open = !inside[i];
  if (!open) return u;
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        if (!inside[i]) continue;
        const around =
          u[x > 0 ? i - 1 : i]! +
          u[x + 1 < width ? i + 1 : i]! +
          u[y > 0 ? i - width : i]! +
          u[y + 1 < height ? i + width : i]!;
        u[i] = u[i]! + OVER * ((around + 4) / 4 - u[i]!);
      }
  for (let i = 0; i < u.length; i++) u[i] = Math.sqrt(Math.max(0, u[i]!));
  return u;
}

/**
 * The floor's inverse depth where each part of the mask meets it, spread beyond its outline so that edges stay clean.
 */
function standing(inside: Uint8Array, width: number, height: number): Float32Array {
  const { label, size } = connectedComponents(inside, width, height);
  const foot = new Array<number>(size.length).fill(0);
  for (let i = 0; i < label.length; i++) foot[label[i]!] = Math.max(foot[label[i]!]!, Math.floor(i / width) + 1);
  const stand = new Float32Array(label.length);
  for (let i = 0; i < label.length; i++) {
    const part = label[i]!;
    if (part && size[part]! >= LEAST_PART * label.length) stand[i] = floorAt(foot[part]! / height);
  }
  spread(stand, width, height);
  return stand;
}

/** Fills zeros from their neighbours, a few pixels far: what is enlarged must not mix with nothing. */
function spread(values: Float32Array, width: number, height: number): void {
  for (let round = 0; round < 3; round++) {
    const before = values.slice();
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        if (before[i]) continue;
        for (let dy = -1; dy <= 1; dy++)
          for (let dx = -1; dx <= 1; dx++)
            if (x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height)
              values[i] = Math.max(values[i]!, before[i + dy * width + dx]!);
      }
  }
}

/** 1 where more than half of the area is the mask's. */
function shrunken(mask: Uint8Array, width: number, height: number, w: number, h: number): Uint8Array {
  const sums = new Float64Array(w * h);
  const counts = new Float64Array(w * h);
  for (let y = 0; y < height; y++) {
    const row = w * Math.min(h - 1, Math.floor((y * h) / height));
    for (let x = 0; x < width; x++) {
      const to = row + Math.min(w - 1, Math.floor((x * w) / width));
      sums[to] = sums[to]! + mask[y * width + x]!;
      counts[to] = counts[to]! + 1;
    }
  }
  return Uint8Array.from(sums, (sum, i) => (sum > 127.5 * counts[i]! ? 1 : 0));
}
