/** The cut against every labelling of small grids, and against a picture whose cut is known. */
import { expect, test } from 'vitest';
import { Random } from '../../main/sketch/random.ts';
import { FORWARD_STEPS, minimumCut } from '../../main/vision/graph-cut.ts';

/** What a labelling costs, less Σ min(0, …): a pixel pays max(0, unary) for the label 0 and max(0, −unary) for 1. */
function costOf(labels: ArrayLike<number>, unary: Float32Array, pairwise: Float32Array, width: number, height: number) {
  let cost = 0;
  for (let i = 0; i < width * height; i++) {
    cost += labels[i] ? Math.max(0, -unary[i]!) : Math.max(0, unary[i]!);
    FORWARD_STEPS.forEach(([stepX, stepY], d) => {
      const x = (i % width) + stepX;
      const y = Math.floor(i / width) + stepY;
      if (x < 0 || x >= width || y >= height) return;
      if (labels[i] !== labels[y * width + x]) cost += pairwise[d * width * height + i]!;
    });
  }
  return cost;
}

test.each([
  [1, 1],
  [4, 1],
  [1, 5],
  [3, 3],
  [4, 3],
])('no labelling of a %i × %i grid is cheaper than the cut', (width, height) => {
  const random = new Random(7, width * 16 + height);
  const pixels = width * height;
  for (let round = 0; round < 40; round++) {
    // Multiples of 1/1024, so that the cut's whole units are exact.
    const draw = (range: number) => Math.round(random.uniform() * range * 1024) / 1024;
    const unary = Float32Array.from({ length: pixels }, () => draw(4) - 2);
    const pairwise = Float32Array.from({ length: 4 * pixels }, () => (random.uniform() < 0.3 ? 0 : draw(1.5)));
    let least = Number.POSITIVE_INFINITY;
    for (let code = 0; code < 2 ** pixels; code++) {
      const labels = Array.from({ length: pixels }, (_, i) => (code >> i) & 1);
      least = Math.min(least, costOf(labels, unary, pairwise, width, height));
    }
    const cut = minimumCut(unary, pairwise, width, height);
    expect(cut.flow).toBeCloseTo(least, 9);
    expect(costOf(cut.labels, unary, pairwise, width, height)).toBeCloseTo(least, 9);
  }
});

test('a large noisy grid is cut for what its labels cost', () => {
  const [width, height] = [60, 45];
  const random = new Random(3);
  const unary = Float32Array.from({ length: width * height }, (_, i) => {
    const inside = Math.hypot((i % width) - 30, Math.floor(i / width) - 22) < 14;
    return Math.round(((inside ? 1 : -1) + 4 * (random.uniform() - 0.5)) * 1024) / 1024;
  });
  const pairwise = new Float32Array(4 * width * height).fill(0.75);
  const { labels, flow } = minimumCut(unary, pairwise, width, height);
  // Strong duality: a labelling that costs as much as some flow carries is a cheapest one.
  expect(costOf(labels, unary, pairwise, width, height)).toBeCloseTo(flow, 6);
  let wrong = 0;
  labels.forEach((label, i) => {
    if (label !== (Math.hypot((i % width) - 30, Math.floor(i / width) - 22) < 14 ? 1 : 0)) wrong++;
  });
  expect(wrong).toBeLessThan(60);
});

test('without neighbours each pixel takes its own cheaper label', () => {
  const unary = new Float32Array([1, -1, 0.5, -0.25]);
  expect([...minimumCut(unary, new Float32Array(16), 2, 2).labels]).toEqual([1, 0, 1, 0]);
});
