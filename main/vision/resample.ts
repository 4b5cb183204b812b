/**
 * Pictures at other sizes: areas averaged on the way down, bilinear on the way up. Pixel centres lie at half coordinates.
 */

/** The size with the longer side shrunk to `side`, at least 1 × 1. */
export function fitted(width: number, height: number, side: number): [number, number] {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** The mean of each target pixel's area. `rgb` [height · width · 3]; the target may not be larger. */
export function shrinkRgb(
  rgb: Uint8Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8Array {
  const small = new Uint8Array(3 * toWidth * toHeight);
  const row = new Float32Array(3 * width);
  const down = areaTaps(toHeight, height);
  const across = areaTaps(toWidth, width);
  for (let y = 0; y < toHeight; y++) {
    row.fill(0);
    for (let tap = down.start[y]!; tap < down.start[y + 1]!; tap++) {
      const share = down.share[tap]!;
      const from = 3 * width * down.index[tap]!;
      for (let k = 0; k < row.length; k++) row[k] = row[k]! + share * rgb[from + k]!;
    }
    for (let x = 0; x < toWidth; x++) {
      let r = 0.5;
      let g = 0.5;
      let b = 0.5;
      for (let tap = across.start[x]!; tap < across.start[x + 1]!; tap++) {
        const share = across.share[tap]!;
        const from = 3 * across.index[tap]!;
        r += share * row[from]!;
        g += share * row[from + 1]!;
        b += share * row[from + 2]!;
      }
      const to = 3 * (y * toWidth + x);
      small[to] = r;
      small[to + 1] = g;
      small[to + 2] = b;
    }
  }
  return small;
}

/** The source cells that target cell t covers: index and share of it, from start[t] up to start[t + 1]. */
function areaTaps(to: number, from: number): { start: number[]; index: number[]; share: number[] } {
  const scale = from / to;
  const start = [0];
  const index: number[] = [];
  const share: number[] = [];
  for (let t = 0; t < to; t++) {
    const [low, high] = [t * scale, (t + 1) * scale];
    for (let f = Math.floor(low); f < Math.min(from, Math.ceil(high - 1e-9)); f++) {
      index.push(f);
      share.push((Math.min(high, f + 1) - Math.max(low, f)) / scale);
    }
    start.push(index.length);
  }
  return { start, index, share };
}

/** Where target pixels' centres lie in the source: the lower neighbour, the upper one, and the upper one's share. */
export interface Taps {
  low: Int32Array;
  high: Int32Array;
  share: Float32Array;
}

/** The taps of `to` pixels over `from`. */
export function bilinearTaps(to: number, from: number): Taps {
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const share = new Float32Array(to);
  for (let t = 0; t < to; t++) {
    const at = Math.min(from - 1, Math.max(0, ((t + 0.5) * from) / to - 0.5));
    low[t] = Math.floor(at);
    high[t] = Math.min(from - 1, low[t]! + 1);
    share[t] = at - low[t]!;
  }
  return { low, high, share };
}

/** One channel at a larger size, bilinear [height · width] → [toHeight · toWidth]. */
export function enlarge(
  values: ArrayLike<number>,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Float32Array {
  const across = bilinearTaps(toWidth, width);
  const down = bilinearTaps(toHeight, height);
  const large = new Float32Array(toWidth * toHeight);
  for (let y = 0; y < toHeight; y++) {
    const [top, bottom] = [width * down.low[y]!, width * down.high[y]!];
    for (let x = 0; x < toWidth; x++) {
      const left = across.low[x]!;
      const right = across.high[x]!;
      const share = across.share[x]!;
      const above = values[top + left]! + share * (values[top + right]! - values[top + left]!);
      const below = values[bottom + left]! + share * (values[bottom + right]! - values[bottom + left]!);
      large[y * toWidth + x] = above + down.share[y]! * (below - above);
    }
  }
  return large;
}
