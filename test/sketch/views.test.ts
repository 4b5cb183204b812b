import { expect, test } from 'vitest';
import { Random } from '../../main/sketch/random.ts';
import { cleanView, DEFAULT_RANGES, invert, randomView, warp } from '../../main/sketch/views.ts';
import { paint } from '../../main/strokes/ink.ts';
import { Coverage } from '../../main/strokes/raster.ts';

const SIDE = 96;

function draw(points: number[], radius: number, view: Float64Array): Float32Array {
  const coverage = new Coverage(SIDE, SIDE);
  const paper = new Float32Array(SIDE * SIDE);
  coverage.cover(points, [radius], view);
  paint(coverage, { value: [0], opacity: [1] }, paper);
  return paper;
}

test('a view and its inverse are the identity', () => {
  const view = randomView(new Random(4), SIDE);
  const inverse = invert(view);
  const product = [0, 1, 2].flatMap((r) =>
    [0, 1, 2].map((c) => [0, 1, 2].reduce((sum, k) => sum + view[3 * r + k]! * inverse[3 * k + c]!, 0)),
  );
  product.forEach((v, i) => {
    expect(v).toBeCloseTo(i % 4 === 0 ? 1 : 0, 9);
  });
});

test('the centre of the frame stays within the shift, whatever the turn and tilt', () => {
  for (let seed = 0; seed < 50; seed++) {
    const view = randomView(new Random(seed), SIDE);
    const w = view[6]! / 2 + view[7]! / 2 + view[8]!;
    const x = (view[0]! / 2 + view[1]! / 2 + view[2]!) / w;
    const y = (view[3]! / 2 + view[4]! / 2 + view[5]!) / w;
    expect(Math.abs(x - SIDE / 2)).toBeLessThanOrEqual(DEFAULT_RANGES.shift * SIDE + 1e-9);
    expect(Math.abs(y - SIDE / 2)).toBeLessThanOrEqual(DEFAULT_RANGES.shift * SIDE + 1e-9);
  }
});

test('a drawing made in a view is the drawing warped into it', () => {
  const points = [0.2, 0.3, 0.4, 0.1, 0.6, 0.9, 0.8, 0.6];
  const straight = draw(points, 0.03, cleanView(SIDE));
  for (let seed = 0; seed < 5; seed++) {
    const view = randomView(new Random(seed), SIDE);
    const warped = warp(straight, 1, SIDE, view, SIDE);
    const drawn = draw(points, 0.03, view);
    let squares = 0;
    for (let i = 0; i < drawn.length; i++) squares += (warped[i]! - drawn[i]!) ** 2;
    // Warping blurs by a pixel; ink covers about 5 % of the picture.
    expect(Math.sqrt(squares / drawn.length)).toBeLessThan(0.05);
  }
});
