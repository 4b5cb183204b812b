/** Alphas of made pictures whose true edges are known, and the colours at them. */
import { expect, test } from 'vitest';
import { cleanEdges } from '../../main/vision/foreground.ts';
import { photoAlpha } from '../../main/vision/photo-alpha.ts';
import { enlarge } from '../../main/vision/resample.ts';

const [WIDTH, HEIGHT] = [1200, 800];
const SUBJECT = [200, 60, 40];
const GROUND = [40, 90, 160];

/** How much of the pixel a disc covers, over a rim of two pixels. */
const cover = (x: number, y: number) => Math.max(0, Math.min(1, (240 - Math.hypot(x - 560, y - 400)) / 2 + 0.5));
const truth = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => cover(i % WIDTH, Math.floor(i / WIDTH)));
const rgb = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, k) => {
  const share = truth[Math.floor(k / 3)]!;
  return Math.round(share * SUBJECT[k % 3]! + (1 - share) * GROUND[k % 3]!);
});

/** The disc in cells of ten pixels, a quarter of a cell too far right. */
const CELLS = [120, 80] as const;
const rough = Uint8Array.from(
  { length: CELLS[0] * CELLS[1] },
  (_, i) => 255 * cover(10 * (i % CELLS[0]) + 2, 10 * Math.floor(i / CELLS[0]) + 5),
);
const mask = { values: rough, width: CELLS[0], height: CELLS[1] };

/** Mean difference from the true alpha where that is soft or within 20 pixels of it, 0..1. */
function error(alpha: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    const away = Math.abs(Math.hypot((i % WIDTH) - 560, Math.floor(i / WIDTH) - 400) - 240);
    if (away > 20) continue;
    sum += Math.abs(alpha[i]! / 255 - truth[i]!);
    count++;
  }
  return sum / count;
}

test('a coarse mask becomes an alpha of the photo’s size that keeps to its edge', () => {
  const before = enlarge(rough, ...CELLS, WIDTH, HEIGHT);
  const alpha = photoAlpha(rgb, WIDTH, HEIGHT, mask);
  expect(alpha).toHaveLength(WIDTH * HEIGHT);
  expect(error(alpha)).toBeLessThan(0.4 * error(before));
  expect([alpha[400 * WIDTH + 560], alpha[20 * WIDTH + 20]]).toEqual([255, 0]);
});

test('the bands of a large photo leave no seams', () => {
  // A disc is the same upside down, so its alpha is too, though bands begin at other rows.
  const flipped = (values: Uint8Array, channels: number, width: number) => {
    const row = channels * width;
    return Uint8Array.from(
      values,
      (_, k) => values[(values.length / row - 1 - Math.floor(k / row)) * row + (k % row)]!,
    );
  };
  const upright = photoAlpha(rgb, WIDTH, HEIGHT, mask);
  const below = { ...mask, values: flipped(rough, 1, mask.width) };
  const turned = flipped(photoAlpha(flipped(rgb, 3, WIDTH), WIDTH, HEIGHT, below), 1, WIDTH);
  let most = 0;
  upright.forEach((value, i) => {
    most = Math.max(most, Math.abs(value - turned[i]!));
  });
  expect(most).toBeLessThanOrEqual(2);
});

test('the edge gets the subject’s own colour, and nothing else changes', () => {
  const alpha = Uint8Array.from(truth, (share) => Math.round(255 * share));
  const clean = rgb.slice();
  cleanEdges(clean, alpha, WIDTH, HEIGHT);
  let [before, after, count] = [0, 0, 0];
  for (let i = 0; i < alpha.length; i++) {
    const same = [0, 1, 2].every((c) => clean[3 * i + c] === rgb[3 * i + c]);
    if (alpha[i] === 0 || alpha[i] === 255) {
      if (!same) throw new Error(`pixel ${i} changed`);
      continue;
    }
    count++;
    for (let c = 0; c < 3; c++) {
      before += Math.abs(rgb[3 * i + c]! - SUBJECT[c]!);
      after += Math.abs(clean[3 * i + c]! - SUBJECT[c]!);
    }
  }
  expect(count).toBeGreaterThan(1000);
  expect(after).toBeLessThan(0.2 * before);
});
