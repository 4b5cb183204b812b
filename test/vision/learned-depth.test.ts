import { expect, test } from 'vitest';
import { askNearness, depthAlongEdges } from '../../main/vision/learned-depth.ts';
import { turbo } from '../../main/vision/turbo.ts';

/** A picture whose left part is dark and whose right part is bright. */
function halves(width: number, height: number, edge: number): Uint8Array {
  return Uint8Array.from({ length: 3 * width * height }, (_, k) => (Math.floor(k / 3) % width < edge ? 40 : 200));
}

test('a coarse answer is drawn to the picture’s own edge', () => {
  const [width, height, edge] = [320, 240, 165];
  // The answer's edge lies at 160 and is as broad as a cell of 40 pixels.
  const values = Float32Array.from({ length: 8 * 6 }, (_, i) => (i % 8 < 4 ? 2 : 6));
  const depth = depthAlongEdges({ values, width: 8, height: 6 }, halves(width, height, edge), null, width, height);
  const row = depth.subarray(120 * width, 121 * width);
  expect(row[edge]! - row[edge - 1]!).toBeGreaterThan(0.15);
  expect(row[20]).toBeCloseTo(0, 1);
  expect(row[300]).toBeCloseTo(1, 1);
  expect(Math.min(...depth)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...depth)).toBeLessThanOrEqual(1);
});

test('an answer that is the same everywhere is nowhere near', () => {
  const values = new Float32Array(48).fill(3);
  const depth = depthAlongEdges({ values, width: 8, height: 6 }, halves(32, 24, 10), null, 32, 24);
  expect(Math.max(...depth)).toBe(0);
});

test('the network sees the picture and its mirror image, and its two answers meet', async () => {
  const sizes: number[][] = [];
  const answer = await askNearness(halves(400, 200, 100), 400, 200, async (pixels, width, height) => {
    sizes.push([pixels.length, width, height]);
    // The red plane at half its size: each picture's answer is its own.
    const plane = (picture: number, i: number) => {
      const [x, y] = [i % (width / 2), Math.floor(i / (width / 2))];
      return pixels[picture * 3 * width * height + 2 * y * width + 2 * x]!;
    };
    return Float32Array.from({ length: (2 * width * height) / 4 }, (_, k) =>
      plane(Math.floor((4 * k) / (width * height)), k % ((width * height) / 4)),
    );
  });
  expect(sizes).toEqual([[2 * 3 * 160 * 80, 160, 80]]);
  expect([answer.width, answer.height]).toEqual([80, 40]);
  expect(answer.values[5]).toBeCloseTo(40 / 255, 2);
  expect(answer.values[75]).toBeCloseTo(200 / 255, 2);
});

test('turbo goes from blue through green to red', () => {
  const [far, middle, near] = [0.1, 0.5, 0.93].map((value) => [...turbo([value])]) as number[][];
  expect(far!.indexOf(Math.max(...far!))).toBe(2);
  expect(middle!.indexOf(Math.max(...middle!))).toBe(1);
  expect(near!.indexOf(Math.max(...near!))).toBe(0);
  expect(turbo([-1, 2])).toEqual(turbo([0, 1]));
});

test('with a mask, its edge is the depth’s: what leaks over it in the answer is put back', () => {
  const [width, height, edge] = [320, 240, 120];
  const mask = Uint8Array.from({ length: width * height }, (_, i) => (i % width < edge ? 0 : 255));
  // A ramp over the edge, four cells wide, in a picture that has no edge at all.
  const values = Float32Array.from({ length: 32 * 24 }, (_, i) => Math.min(1, Math.max(0, ((i % 32) - 9) / 4)));
  const plain = new Uint8Array(3 * width * height).fill(90);
  const row = (depth: Float32Array) => depth.subarray(120 * width, 121 * width);
  const without = row(depthAlongEdges({ values, width: 32, height: 24 }, plain, null, width, height));
  const sharp = row(depthAlongEdges({ values, width: 32, height: 24 }, plain, mask, width, height));
  expect(without[edge]! - without[edge - 1]!).toBeLessThan(0.05);
  expect(sharp[edge]! - sharp[edge - 1]!).toBeGreaterThan(0.4);
});
