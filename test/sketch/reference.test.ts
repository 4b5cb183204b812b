import { expect, test } from 'vitest';
import type { Encoder } from '../../main/models/encoder.ts';
import { blur } from '../../main/sketch/edges.ts';
import type { Target } from '../../main/sketch/frame.ts';
import { Random } from '../../main/sketch/random.ts';
import { drawReference, REFERENCE, resample, spreadBack } from '../../main/sketch/reference.ts';
import { CLIP_MEAN, CLIP_STD, enlarge, otsu, referenceStarts, xdogInk } from '../../main/sketch/reference-starts.ts';

const SIDE = 96;

/** Dark shapes on white. */
function target(): Target {
  const rgb = new Float32Array(3 * SIDE * SIDE).fill(1);
  for (let y = 20; y < 70; y++)
    for (let x = 30; x < 60; x++) for (let c = 0; c < 3; c++) rgb[(c * SIDE + y) * SIDE + x] = 0.2 + 0.2 * c;
  return { side: SIDE, rgb, known: new Float32Array(SIDE * SIDE).fill(1) };
}

test('XDoG puts ink where the difference of Gaussians is below 0.0022 (method note 1.5, measured there)', () => {
  const { rgb } = target();
  const size = SIDE * SIDE;
  const grey = new Float32Array(size);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < size; i++)
      grey[i] += ([0.2125, 0.7154, 0.0721][c]! * (rgb[c * size + i]! - CLIP_MEAN[c]!)) / CLIP_STD[c]!;
  const fine = blur(grey, SIDE, (0.8 * SIDE) / 224);
  const coarse = blur(grey, SIDE, (8 * SIDE) / 224);
  const ink = xdogInk(target());
  let wrong = 0;
  for (let i = 0; i < size; i++) if (fine[i]! - 0.98 * coarse[i]! < 0.0022 !== (ink[i] === 1)) wrong++;
  expect(wrong / size).toBeLessThan(0.002);
  expect(ink.reduce((a, b) => a + b, 0)).toBeGreaterThan(50);
});

test("Otsu's threshold parts two clusters", () => {
  const values = Float32Array.from({ length: 100 }, (_, i) => (i < 70 ? 0.1 + 0.001 * i : 0.8 + 0.001 * i));
  const threshold = otsu(values);
  expect(threshold).toBeGreaterThan(0.17);
  expect(threshold).toBeLessThan(0.87);
});

test('saliency is enlarged as by PyTorch’s bicubic: its weights at a factor of 2, sums kept, the border continued', () => {
  const impulse = new Float32Array(64);
  impulse[3 * 8 + 3] = 1;
  const large = enlarge(impulse, 8, 16);
  // Distances 1.75, 1.25, 0.75, 0.25 from the place's centre, and the same on its other side.
  const weights = [-0.03515625, -0.10546875, 0.26171875, 0.87890625];
  const profile = [...weights, ...weights.toReversed()];
  for (let y = 0; y < 8; y++)
    for (let x = 0; x < 8; x++) expect(large[(y + 3) * 16 + x + 3]).toBeCloseTo(profile[y]! * profile[x]!, 6);
  for (const v of enlarge(new Float32Array(9).fill(0.7), 3, 20)) expect(v).toBeCloseTo(0.7, 6);
});

test('attention of another encoder decides where strokes start, not the encoder’s own', async () => {
  const photo = target();
  const firstOf = async (place: number) => {
    const map = new Float32Array(16).map((_, i) => (i === place ? 1 : 0));
    const running = drawReference(pixelEncoder(photo), photo, 4, [0], () => false, 1, { map, rows: 4 });
    return (await running.next()).value as { points: Float64Array };
  };
  // Of the shape, places 5 and 9 of the 4×4 hold its upper left and its lower left part.
  const mean = ({ points }: { points: Float64Array }) => points.reduce((sum, v, i) => sum + (i % 2 ? v : 0), 0) / 16;
  expect(mean(await firstOf(9))).toBeGreaterThan(mean(await firstOf(5)) + 0.1);
});

test('the original starts: on salient ink, each point at most once, a walk of steps within 0.025', () => {
  const map = new Float32Array(4).map((_, i) => (i === 0 ? 1 : 0));
  const starts = referenceStarts(target(), { map, rows: 2 }, 40, new Random(2));
  const ink = xdogInk(target());
  const first = starts.map(([x, y]) => Math.round(y! * SIDE) * SIDE + Math.round(x! * SIDE));
  expect(new Set(first).size).toBe(40);
  for (const i of first) expect(ink[i]).toBe(1);
  for (const p of starts)
    for (let k = 2; k < 8; k++) expect(Math.abs(p[k]! - p[k - 2]!)).toBeLessThanOrEqual(0.025 + 1e-12);
  // exp(1/0.3) against exp(0/0.3): the salient quarter is drawn far more often than its share.
  const there = first.filter((i) => i % SIDE < SIDE / 2 && i / SIDE < SIDE / 2).length;
  expect(there).toBeGreaterThan(20);
});

test('blank paper has no places to start at, and says so', () => {
  const blank = { ...target(), rgb: new Float32Array(3 * SIDE * SIDE).fill(1) };
  const map = new Float32Array(4);
  expect(() => referenceStarts(blank, { map, rows: 2 }, 4, new Random(0))).toThrow(/all but blank/);
});

test('the raster warp and its adjoint are transposes: ⟨Wa, b⟩ = ⟨a, Wᵀb⟩', () => {
  const next = new Random(5);
  const warp = Float64Array.of(0.8, 0.1, 3, -0.05, 0.9, 6, 0.001, -0.0005, 1);
  const noise = () => Float32Array.from({ length: SIDE * SIDE }, () => next.uniform() - 0.5);
  const [a, b] = [noise(), noise()];
  const forward = new Float32Array(SIDE * SIDE);
  const back = new Float32Array(SIDE * SIDE);
  resample(a, warp, SIDE, forward);
  spreadBack(b, warp, SIDE, back);
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
  expect(dot(forward, b)).toBeCloseTo(dot(a, back), 3);
});

/** An "encoder" that sees pixels, so that the protocol can be followed without a network. */
function pixelEncoder(photo: Target): Encoder {
  const size = SIDE * SIDE;
  return {
    name: 'pixels',
    side: SIDE,
    views: REFERENCE.views,
    maps: [{ name: 'grey', channels: 1, rows: SIDE, columns: SIDE, skip: 0, layout: 'channels-first' }],
    async look(pictures, n) {
      return {
        maps: [Array.from({ length: n }, (_, i) => pictures.slice(3 * i * size, (3 * i + 1) * size))],
        embedding: Array.from({ length: n }, () => new Float32Array(0)),
      };
    },
    async compare(papers, references) {
      const gradient = new Float32Array(papers.length);
      const losses = Float32Array.from(references, (reference, b) => {
        let sum = 0;
        for (let i = 0; i < size; i++) {
          const difference = papers[b * size + i]! - reference.maps[0]![i]!;
          sum += difference * difference;
          gradient[b * size + i] = (2 * difference) / size;
        }
        return sum / size;
      });
      expect(photo.side).toBe(SIDE);
      return { losses, gradient };
    },
    async judge() {
      throw new Error('the protocol judges by comparing');
    },
    async close() {},
  };
}

test('the protocol brings strokes nearer to the photo, keeps the best it scored, and repeats itself', async () => {
  const photo = target();
  const run = async () => {
    const objectives: number[] = [];
    const running = drawReference(pixelEncoder(photo), photo, 6, [0, 1000], () => false, 60);
    for (;;) {
      const next = await running.next();
      if (next.done) return { ...next.value, objectives };
      objectives.push(next.value.objective);
    }
  };
  const { best, stopped, objectives } = await run();
  expect(stopped).toBe(false);
  expect(best.objective).toBe(Math.min(...objectives));
  expect(best.objective).toBeLessThan(objectives[0]!);
  expect((await run()).best.points).toEqual(best.points);
});
