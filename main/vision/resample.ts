/**
 * Pictures at other sizes: areas averaged on the way down, bilinear on the way up. Channels interleaved, pixel centres
 * at half coordinates.
 */

/** The mean of each target pixel's area. `values` [height · width · channels]; the target may not be larger. */
export function shrink<T extends Uint8Array | Float32Array>(
  values: T,
  width: number,
  height: number,
  channels: number,
  toWidth: number,
  toHeight: number,
): T {
  const rows = new Float32Array(height * toWidth * channels);
  spread(toWidth, width, (to, from, share) => {
    for (let y = 0; y < height; y++)
      for (let c = 0; c < channels; c++) {
        const at = (y * toWidth + to) * channels + c;
        rows[at] = rows[at]! + share * values[(y * width + from) * channels + c]!;
      }
  });
  const small = new Float32Array(toHeight * toWidth * channels);
  const rowLength = toWidth * channels;
  spread(toHeight, height, (to, from, share) => {
    for (let k = 0; k < rowLength; k++)
      small[to * rowLength + k] = small[to * rowLength + k]! + share * rows[from * rowLength + k]!;
  });
  if (values instanceof Float32Array) return small as T;
  return Uint8Array.from(small, (v) => Math.round(v)) as T;
}

/** Every source cell that a target cell covers, with its share of it. */
function spread(to: number, from: number, add: (to: number, from: number, share: number) => void): void {
  const scale = from / to;
  for (let t = 0; t < to; t++) {
    const [start, end] = [t * scale, (t + 1) * scale];
    for (let f = Math.floor(start); f < Math.min(from, Math.ceil(end - 1e-9)); f++)
      add(t, f, (Math.min(end, f + 1) - Math.max(start, f)) / scale);
  }
}

/** Where a target pixel's centre lies in the source: the lower neighbour, the upper one, and the upper one's share. */
export function bilinearTaps(to: number, from: number): { low: Int32Array; high: Int32Array; share: Float32Array } {
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
      const [left, right, share] = [across.low[x]!, across.high[x]!, across.share[x]!];
      const above = values[top + left]! + share * (values[top + right]! - values[top + left]!);
      const below = values[bottom + left]! + share * (values[bottom + right]! - values[bottom + left]!);
      large[y * toWidth + x] = above + down.share[y]! * (below - above);
    }
  }
  return large;
}
