/**
 * Smooth random numbers in space, for textures: value noise (a hashed number at each whole point, smooth between) and its
 * octaves. Whole-number hashing and a few products: the same on every machine.
 */

/** A number in 0..1 for a whole point. */
export function hash(x: number, y: number, z: number): number {
  let h = Math.imul(x | 0, 0x8da6b343) ^ Math.imul(y | 0, 0xd8163841) ^ Math.imul(z | 0, 0xcb1ab31f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** Value noise, 0..1, of wavelength about 1. */
export function noise(x: number, y: number, z: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  const u = ease(x - i);
  const v = ease(y - j);
  const w = ease(z - k);
  const near = plane(i, j, k, u, v);
  return near + w * (plane(i, j, k + 1, u, v) - near);
}

function plane(i: number, j: number, k: number, u: number, v: number): number {
  const a = hash(i, j, k);
  const b = hash(i, j + 1, k);
  const low = a + u * (hash(i + 1, j, k) - a);
  const high = b + u * (hash(i + 1, j + 1, k) - b);
  return low + v * (high - low);
}

/** The sum of `octaves` noises, each half as long and half as strong, 0..1. */
export function clouds(x: number, y: number, z: number, octaves: number): number {
  let sum = 0;
  let weight = 1;
  let all = 0;
  for (let o = 0; o < octaves; o++) {
    sum += weight * noise(x, y, z);
    all += weight;
    weight /= 2;
    // Turned a little, so that the lattices of the octaves do not show.
    const across = 2.02 * x + 0.31 * z + 5.1;
    z = 2.01 * z - 0.31 * x + 9.2;
    x = across;
    y = 2.03 * y + 1.7;
  }
  return sum / all;
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
