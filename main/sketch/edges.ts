/**
 * Where the outlines are: edge strength, edge direction, and the thin ridges in between.
 *
 * The gradient is Di Zenzo's (1986): the structure tensor summed over the colour channels, so that a red wing on a green
 * one has an outline too. Its orientation, smoothed as a tensor, tells the direction that a contour runs in.
 */

/** Shares of the pixels, by strength, that may be a ridge. */
const BOLD = 0.1;
const FINE = 0.2;

/** Square maps of the same side, row by row. */
export interface Edges {
  side: number;
  /** Largest rate of change of the colour per pixel at a blur of `sigma`. */
  strength: Float32Array;
  /** Direction of the edge in radians, ±π: a line has no arrow. */
  along: Float32Array;
  /** 0..1: a soft line on each strong ridge of `strength`: outlines. */
  ridges: Float32Array;
  /** The same with the weaker ridges too: what is inside the outlines. */
  fineRidges: Float32Array;
}

/** Separable Gaussian blur of a [side·side] map, edge values continued. `sigma` in pixels. */
export function blur(map: ArrayLike<number>, side: number, sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((a, b) => a + b, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i] = kernel[i]! / total;
  const half = new Float32Array(side * side);
  const out = new Float32Array(side * side);
  const line = new Float64Array(side + 2 * radius);
  const pass = (from: ArrayLike<number>, to: Float32Array, lineStep: number, step: number) => {
    for (let l = 0; l < side; l++) {
      const base = l * lineStep;
      for (let i = 0; i < line.length; i++) line[i] = from[base + step * Math.min(side - 1, Math.max(0, i - radius))]!;
      for (let i = 0; i < side; i++) {
        let sum = 0;
        for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * line[i + k]!;
        to[base + step * i] = sum;
      }
    }
  };
  pass(map, half, side, 1);
  pass(half, out, 1, side);
  return out;
}

/** A map's value between pixels (bilinear), with (½,½) the centre of the first. Continued beyond the border. */
export function sample(map: ArrayLike<number>, side: number, x: number, y: number): number {
  const fx = Math.min(Math.max(x - 0.5, 0), side - 1);
  const fy = Math.min(Math.max(y - 0.5, 0), side - 1);
  const x0 = Math.floor(fx);
  const y0 = Math.floor(fy);
  const x1 = Math.min(x0 + 1, side - 1);
  const y1 = Math.min(y0 + 1, side - 1);
  const u = fx - x0;
  const v = fy - y0;
  return (
    (map[y0 * side + x0]! * (1 - u) + map[y0 * side + x1]! * u) * (1 - v) +
    (map[y1 * side + x0]! * (1 - u) + map[y1 * side + x1]! * u) * v
  );
}

/** The value below which a share `q` (0..1) of the values lies. */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}

/**
 * @param rgb [3·side·side] planes, 0..1
 * @param sigma blur before the gradient, pixels
 */
export function findEdges(rgb: Float32Array, side: number, sigma: number): Edges {
  const size = side * side;
  const xx = new Float32Array(size);
  const xy = new Float32Array(size);
  const yy = new Float32Array(size);
  for (let channel = 0; channel < 3; channel++) {
    const smooth = blur(rgb.subarray(channel * size, (channel + 1) * size), side, sigma);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const i = y * side + x;
        const gx = (smooth[y * side + Math.min(side - 1, x + 1)]! - smooth[y * side + Math.max(0, x - 1)]!) / 2;
        const gy = (smooth[Math.min(side - 1, y + 1) * side + x]! - smooth[Math.max(0, y - 1) * side + x]!) / 2;
        xx[i] = xx[i]! + gx * gx;
        xy[i] = xy[i]! + gx * gy;
        yy[i] = yy[i]! + gy * gy;
      }
  }
  const strength = new Float32Array(size);
  const across = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const root = Math.hypot(xx[i]! - yy[i]!, 2 * xy[i]!);
    strength[i] = Math.sqrt(Math.max(0, (xx[i]! + yy[i]! + root) / 2));
    across[i] = 0.5 * Math.atan2(2 * xy[i]!, xx[i]! - yy[i]!);
  }
  const along = new Float32Array(size);
  const [sxx, sxy, syy] = [xx, xy, yy].map((m) => blur(m, side, sigma)) as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < size; i++) along[i] = 0.5 * Math.atan2(2 * sxy[i]!, sxx[i]! - syy[i]!) + Math.PI / 2;

  const [ridges, fineRidges] = [BOLD, FINE].map((keep) => softRidges(strength, across, side, sigma, keep)) as [
    Float32Array,
    Float32Array,
  ];
  return { side, strength, along, ridges, fineRidges };
}

/** Crests of the strength among the `keep` strongest pixels, drawn with a soft line. */
function softRidges(strength: Float32Array, across: Float32Array, side: number, sigma: number, keep: number) {
  const floor = Math.max(0.004, quantile(strength, 1 - keep));
  const thin = new Float32Array(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const i = y * side + x;
      const here = strength[i]!;
      if (here <= floor) continue;
      const dx = Math.cos(across[i]!);
      const dy = Math.sin(across[i]!);
      if (
        here >= sample(strength, side, x + 0.5 + dx, y + 0.5 + dy) &&
        here >= sample(strength, side, x + 0.5 - dx, y + 0.5 - dy)
      )
        thin[i] = 1;
    }
  const gain = 1.25 * sigma;
  return blur(thin, side, sigma / 2).map((v) => Math.min(1, v * gain));
}
