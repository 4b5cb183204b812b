/** The guided filter's identities, and its box mean against sums by hand. */
import { expect, test } from 'vitest';
import { Random } from '../../main/sketch/random.ts';
import { applyGuide, boxMean, guidedCoefficients } from '../../main/vision/guided-filter.ts';
import { enlarge, shrinkRgb } from '../../main/vision/resample.ts';

const [WIDTH, HEIGHT] = [19, 13];
const random = new Random(5);
const rgb = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, () => random.below(256));

function filter(mask: Float32Array, radius: number, epsilon: number): Float32Array {
  return applyGuide(guidedCoefficients(rgb, mask, WIDTH, HEIGHT, radius, epsilon), rgb, WIDTH, HEIGHT);
}

test('a mask that is a linear function of the colours comes back as it is', () => {
  const mask = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    return 0.3 + 0.002 * rgb[3 * i]! - 0.001 * rgb[3 * i + 1]! + 0.0015 * rgb[3 * i + 2]!;
  });
  filter(mask, 3, 1e-6).forEach((value, i) => {
    expect(value).toBeCloseTo(mask[i]!, 4);
  });
});

test('a constant mask stays, whatever the colours', () => {
  for (const value of filter(new Float32Array(WIDTH * HEIGHT).fill(0.7), 2, 40)) expect(value).toBeCloseTo(0.7, 4);
});

test('where everything counts as flat it is the box mean, twice', () => {
  const mask = Float32Array.from({ length: WIDTH * HEIGHT }, () => random.uniform());
  const mean = Float64Array.from(mask);
  boxMean(mean, WIDTH, HEIGHT, 1, 2);
  boxMean(mean, WIDTH, HEIGHT, 1, 2);
  filter(mask, 2, 1e12).forEach((value, i) => {
    expect(value).toBeCloseTo(mean[i]!, 5);
  });
});

test('the box mean is the mean of the window, cut off at the border', () => {
  const values = Float64Array.from({ length: 2 * WIDTH * HEIGHT }, () => random.uniform());
  const mean = Float64Array.from(values);
  boxMean(mean, WIDTH, HEIGHT, 2, 3);
  for (const [x, y, c] of [
    [0, 0, 0],
    [18, 12, 1],
    [9, 6, 1],
    [2, 11, 0],
  ] as const) {
    let sum = 0;
    let count = 0;
    for (let v = Math.max(0, y - 3); v <= Math.min(HEIGHT - 1, y + 3); v++)
      for (let u = Math.max(0, x - 3); u <= Math.min(WIDTH - 1, x + 3); u++) {
        sum += values[2 * (v * WIDTH + u) + c]!;
        count++;
      }
    expect(mean[2 * (y * WIDTH + x) + c]).toBeCloseTo(sum / count, 12);
  }
});

test('a mask is drawn to the edge of a larger guide', () => {
  // A step at column 40 of 80 in the guide; the coarse mask puts it 3 pixels too far left.
  const guide = Uint8Array.from({ length: 3 * 80 * 40 }, (_, k) => (Math.floor(k / 3) % 80 < 40 ? 40 : 200));
  const small = shrinkRgb(guide, 80, 40, 40, 20);
  const coarse = Float32Array.from({ length: 40 * 20 }, (_, i) => (i % 40 < 18.5 ? 0 : 1));
  const drawn = applyGuide(guidedCoefficients(small, coarse, 40, 20, 4, 40), guide, 80, 40);
  for (let y = 0; y < 40; y++) expect(drawn[y * 80 + 40]! - drawn[y * 80 + 39]!).toBeGreaterThan(0.5);
});

test('shrinking keeps the mean, enlarging keeps planes', () => {
  const values = Uint8Array.from({ length: 3 * 21 * 10 }, () => random.below(256));
  const mean = (map: Uint8Array) => map.reduce((sum, value) => sum + value, 0) / map.length;
  expect(Math.abs(mean(shrinkRgb(values, 21, 10, 8, 3)) - mean(values))).toBeLessThan(0.5);
  expect(shrinkRgb(values, 21, 10, 21, 10)).toEqual(values);
  const plane = Float32Array.from({ length: 6 * 4 }, (_, i) => 2 * (i % 6) + 5 * Math.floor(i / 6));
  const large = enlarge(plane, 6, 4, 12, 8);
  // A target pixel's centre (x + ½) / 2 − ½ in the source; away from the border nothing is cut off.
  expect(large[3 * 12 + 5]).toBeCloseTo(2 * 2.25 + 5 * 1.25, 5);
});
