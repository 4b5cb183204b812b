/**
 * Seeded random numbers: every draw in a sketch comes from here, so the same seed gives the same drawing.
 *
 * The generator is sfc32 (Doty-Humphrey, PractRand), seeded through splitmix32 so that neighbouring seeds are unrelated.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param seed any whole number. @param stream separates uses of one seed, so that adding one leaves the others be. */
  constructor(seed: number, stream = 0) {
    let state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) | 0;
    const next = () => {
      state = (state + 0x9e3779b9) | 0;
      let z = state ^ (state >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a2d97);
      return z ^ (z >>> 15);
    };
    this.a = next();
    this.b = next();
    this.c = next();
    for (let i = 0; i < 12; i++) this.uniform();
  }

  /** A number in [0, 1), in steps of 2⁻³². */
  uniform(): number {
    const t = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  /** A whole number in 0 … count − 1. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** An index drawn with probability proportional to its weight, or −1 when no weight is positive. */
  weighted(weights: ArrayLike<number>): number {
    return this.fromSums(runningSums(weights));
  }

  /** The same from the weights' running sums: many draws from the same weights cost one pass over them. */
  fromSums(sums: Float64Array): number {
    const total = sums[sums.length - 1] ?? 0;
    if (!(total > 0)) return -1;
    const wanted = this.uniform() * total;
    // The first place whose sum exceeds the number drawn; its weight is positive.
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Running sums of weights, which must not be negative. */
export function runningSums(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i]!;
    sums[i] = total;
  }
  return sums;
}
