/**
 * How far each place is from where somebody pointed, along ways that cross as few edges as they can.
 *
 * The geodesic distance by raster scans: Toivanen, New Geodesic Distance Transforms for Gray-scale Images, 1996; for
 * selecting by strokes: Bai, Sapiro, A Geodesic Framework for Fast Interactive Image Segmentation, ICCV 2007.
 */

/** Scans, forth and back in turn; more change little on photos. */
const SCANS = 4;
/** Units of Lab that cost as much as a way across the whole picture. */
const COLOUR_UNIT = 60;

/**
 * @param lab [height · width · 3]
 * @param seeds not 0 where the ways start [height · width]
 * @returns the least length of a way: pixels over the longer side, and colour's changes over 60 [height · width];
 *   Infinity where there is no seed at all
 */
export function geodesicDistance(
  lab: Float32Array,
  seeds: ArrayLike<number>,
  width: number,
  height: number,
): Float32Array {
  const distance = Float32Array.from({ length: width * height }, (_, i) => (seeds[i] ? 0 : Number.POSITIVE_INFINITY));
  if (!distance.includes(0)) return distance;
  const side = Math.max(width, height);
  const straight = 1 / side;
  const slant = Math.SQRT2 / side;
  for (let scan = 0; scan < SCANS; scan++) {
    const back = scan % 2 ? -1 : 1;
    for (let row = 0; row < height; row++) {
      const y = back > 0 ? row : height - 1 - row;
      const above = y - back;
      for (let column = 0; column < width; column++) {
        const x = back > 0 ? column : width - 1 - column;
        const i = y * width + x;
        const before = x - back;
        if (before >= 0 && before < width) relax(lab, distance, i, i - back, straight);
        if (above < 0 || above >= height) continue;
        const up = i - back * width;
        relax(lab, distance, i, up, straight);
        if (x > 0) relax(lab, distance, i, up - 1, slant);
        if (x < width - 1) relax(lab, distance, i, up + 1, slant);
      }
    }
  }
  return distance;
}

function relax(lab: Float32Array, distance: Float32Array, to: number, from: number, step: number): void {
  const start = distance[from]!;
  if (start + step >= distance[to]!) return;
  const a = 3 * from;
  const b = 3 * to;
  const change = Math.hypot(lab[a]! - lab[b]!, lab[a + 1]! - lab[b + 1]!, lab[a + 2]! - lab[b + 2]!);
  const length = start + step + change / COLOUR_UNIT;
  if (length < distance[to]!) distance[to] = length;
}
