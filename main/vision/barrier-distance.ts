/**
 * How large a step of colour every way from the picture's border must take: small for shading and texture that reach the
 * border, large for what is closed off from it.
 *
 * The minimum barrier distance by raster scans: Zhang, Sclaroff, Lin, Shen, Price, Mech, Minimum Barrier Salient Object
 * Detection at 80 FPS, ICCV 2015, algorithm 1. Each pixel carries the highest and lowest value on its best way so far.
 */

/** Raster scans: forth, back, forth; more change little (the paper's figure 3). */
const SCANS = 3;

/**
 * @param lab [height · width · 3]
 * @returns the sum over the channels of the least (highest − lowest) on a way from the border, from above; in Lab's
 *   units [height · width]
 */
export function barrierDistance(lab: Float32Array, width: number, height: number): Float32Array {
  const pixels = width * height;
  const total = new Float32Array(pixels);
  const value = new Float32Array(pixels);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < pixels; i++) value[i] = lab[3 * i + c]!;
    const high = Float32Array.from(value);
    const low = Float32Array.from(value);
    const distance = new Float32Array(pixels);
    for (let y = 1; y < height - 1; y++)
      distance.fill(Number.POSITIVE_INFINITY, y * width + 1, Math.max(y * width + 1, (y + 1) * width - 1));
    for (let scan = 0; scan < SCANS; scan++) {
      const back = scan % 2 ? -1 : 1;
      for (let row = 1; row < height - 1; row++) {
        for (let column = 1; column < width - 1; column++) {
          const i = back > 0 ? row * width + column : pixels - 1 - row * width - column;
          for (let side = 0; side < 2; side++) {
            const from = side ? i - back * width : i - back;
            const above = Math.max(high[from]!, value[i]!);
            const below = Math.min(low[from]!, value[i]!);
            if (above - below >= distance[i]!) continue;
            distance[i] = above - below;
            high[i] = above;
            low[i] = below;
          }
        }
      }
    }
    for (let i = 0; i < pixels; i++) total[i] = total[i]! + distance[i]!;
  }
  return total;
}
