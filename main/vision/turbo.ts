/**
 * Turbo, a colour map for depth: dark blue far, through green and yellow, to dark red near.
 *
 * Each channel is a polynomial of the fifth degree fitted to the map (Mikhailov, "Turbo, an improved rainbow colormap for
 * visualization", 2019). Unlike a rainbow it has no false edges: its lightness rises and falls once.
 */

/** Coefficients from the constant upwards: red, green, blue. */
const CHANNELS = [
  [0.13572138, 4.6153926, -42.66032258, 132.13108234, -152.94239396, 59.28637943],
  [0.09140261, 2.19418839, 4.84296658, -14.18503333, 4.27729857, 2.82956604],
  [0.1066733, 12.64194608, -60.58204836, 110.36276771, -89.90310912, 27.34824973],
];

const STEPS = 1024;
const TABLE = Uint8Array.from({ length: 3 * STEPS }, (_, i) => {
  const t = Math.floor(i / 3) / (STEPS - 1);
  const value = CHANNELS[i % 3]!.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  return Math.round(255 * Math.min(1, Math.max(0, value)));
});

/** Values in 0..1 as 8-bit colours [values · 3]. */
export function turbo(values: ArrayLike<number>): Uint8Array {
  const rgb = new Uint8Array(3 * values.length);
  for (let i = 0; i < values.length; i++) {
    const at = 3 * Math.round((STEPS - 1) * Math.min(1, Math.max(0, values[i]!)));
    rgb[3 * i] = TABLE[at]!;
    rgb[3 * i + 1] = TABLE[at + 1]!;
    rgb[3 * i + 2] = TABLE[at + 2]!;
  }
  return rgb;
}
