import { expect, test } from 'vitest';
import { Random } from '../../main/sketch/random.ts';
import { evidenceWeight } from '../../main/vision/evidence-weight.ts';

const COUNT = 4000;

/** Evidence for places that are the subject's as often as its slope says. */
function made(slope: number): { evidence: Float32Array; belief: Float32Array } {
  const random = new Random(3);
  const evidence = Float32Array.from({ length: COUNT }, () => 10 * random.uniform() - 5);
  const belief = evidence.map((e) => (random.uniform() < 1 / (1 + Math.exp(-slope * e)) ? 1 : 0));
  return { evidence, belief };
}

test('the weight is the slope that the log odds have', () => {
  for (const slope of [0.2, 0.7, 1.5]) {
    const { evidence, belief } = made(slope);
    expect(evidenceWeight(evidence, belief) / slope).toBeGreaterThan(0.85);
    expect(evidenceWeight(evidence, belief) / slope).toBeLessThan(1.15);
  }
});

test('evidence that contradicts what is believed, or comes where nothing is, weighs nothing', () => {
  const { evidence, belief } = made(1);
  expect(
    evidenceWeight(
      evidence,
      belief.map((value) => 1 - value),
    ),
  ).toBe(0);
  expect(evidenceWeight(evidence, new Float32Array(COUNT).fill(0.5))).toBeCloseTo(0.3, 5);
  expect(evidenceWeight(new Float32Array(COUNT), belief)).toBeLessThan(0.31);
});

test('places that nothing is known of do not dilute the others', () => {
  const { evidence, belief } = made(1);
  const double = Float32Array.from({ length: 2 * COUNT }, (_, i) => evidence[i % COUNT]!);
  const half = Float32Array.from({ length: 2 * COUNT }, (_, i) => belief[i] ?? 0.5);
  expect(evidenceWeight(double, half)).toBeCloseTo(evidenceWeight(evidence, belief), 1);
});
