/**
 * CIELAB from 8-bit sRGB, white point D65 (IEC 61966-2-1; CIE 15): distances in it follow how far apart colours look.
 *
 * Every picture's pixels are looked up: linear light by a table of 256, the cube root by a table of 4096, good to 0.1 of
 * Lab's units but for the near black, where vision does not care.
 */

const LINEAR = Float32Array.from({ length: 256 }, (_, v) => {
  const s = v / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
});

const ROOT_STEPS = 4096;
const ROOT = Float32Array.from({ length: ROOT_STEPS + 2 }, (_, k) => {
  const t = k / ROOT_STEPS;
  return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116;
});

function root(t: number): number {
  const at = t * ROOT_STEPS;
  const k = Math.min(ROOT_STEPS, at | 0);
  return ROOT[k]! + (ROOT[k + 1]! - ROOT[k]!) * (at - k);
}

/**
 * @param rgb 8-bit sRGB [pixels · 3]
 * @returns L 0..100 and a, b about −110..110 [pixels · 3]
 */
export function labFromRgb(rgb: Uint8Array | Uint8ClampedArray): Float32Array {
  const lab = new Float32Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    const r = LINEAR[rgb[i]!]!;
    const g = LINEAR[rgb[i + 1]!]!;
    const b = LINEAR[rgb[i + 2]!]!;
    const x = root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const y = root(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
    const z = root((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
    lab[i] = 116 * y - 16;
    lab[i + 1] = 500 * (x - y);
    lab[i + 2] = 200 * (y - z);
  }
  return lab;
}
