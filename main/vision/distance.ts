/**
 * How far each pixel is from the nearest one of a set, as the crow flies.
 *
 * Felzenszwalb, Huttenlocher, Distance Transforms of Sampled Functions, Theory of Computing 2012: along columns, then
 * along rows, the lower envelope of one parabola a pixel.
 */

/** Farther than any picture is wide, squared. */
const FAR = 1e12;

/**
 * @param inside not 0 for the pixels of the set [height · width]
 * @returns the distance to the nearest of them, in pixels; 0 on the set, a million where it is empty [height · width]
 */
export function distanceTo(inside: ArrayLike<number>, width: number, height: number): Float32Array {
  const squared = Float64Array.from({ length: width * height }, (_, i) => (inside[i] ? 0 : FAR));
  const longest = Math.max(width, height);
  const scratch = {
    values: new Float64Array(longest),
    vertex: new Int32Array(longest),
    from: new Float64Array(longest + 1),
  };
  for (let x = 0; x < width; x++) envelope(squared, x, width, height, scratch);
  for (let y = 0; y < height; y++) envelope(squared, y * width, 1, width, scratch);
  return Float32Array.from(squared, Math.sqrt);
}

interface Scratch {
  values: Float64Array;
  vertex: Int32Array;
  /** Where each parabola becomes the lowest. */
  from: Float64Array;
}

/** One line, in place: min over q of values[q] + (p − q)². */
function envelope(data: Float64Array, start: number, step: number, length: number, scratch: Scratch): void {
  const { values, vertex, from } = scratch;
  for (let i = 0; i < length; i++) values[i] = data[start + i * step]!;
  let last = 0;
  vertex[0] = 0;
  from[0] = Number.NEGATIVE_INFINITY;
  for (let q = 1; q < length; q++) {
    let meet = meeting(values, vertex[last]!, q);
    while (meet <= from[last]!) meet = meeting(values, vertex[--last]!, q);
    vertex[++last] = q;
    from[last] = meet;
  }
  from[last + 1] = Number.POSITIVE_INFINITY;
  for (let p = 0, k = 0; p < length; p++) {
    while (from[k + 1]! < p) k++;
    data[start + p * step] = values[vertex[k]!]! + (p - vertex[k]!) ** 2;
  }
}

/** Where the parabola at q crosses the one at p < q. */
function meeting(values: Float64Array, p: number, q: number): number {
  return (values[q]! + q * q - values[p]! - p * p) / (2 * (q - p));
}
