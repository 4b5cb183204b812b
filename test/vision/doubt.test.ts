/** What doubt costs in pictures whose shares of sure and doubtful places are given. */
import { expect, test } from 'vitest';
import { doubtCost } from '../../main/vision/doubt.ts';

/** Odds of a picture: so many shares of 1000 pixels at each. */
function picture(...parts: [share: number, odds: number][]): number[] {
  return parts.flatMap(([share, odds]) => Array.from({ length: share * 1000 }, () => odds));
}

test('nothing is taken off where the network is sure of every place', () => {
  expect(doubtCost(picture([0.3, 5], [0.7, -5]))).toBe(0);
});

test('nothing is taken off where it is sure of nothing, for then its doubts are all there is', () => {
  expect(doubtCost(picture([0.5, 1], [0.5, -5]))).toBe(0);
  expect(doubtCost(picture([0.005, 5], [0.5, 1], [0.495, -5]))).toBe(0);
});

test('more doubt beside the same sure subject takes off more, up to as much doubt as subject', () => {
  const some = doubtCost(picture([0.2, 5], [0.1, -1], [0.7, -5]));
  const most = doubtCost(picture([0.2, 5], [0.2, 1], [0.6, -5]));
  expect(some).toBeCloseTo(most / 2, 10);
  expect(doubtCost(picture([0.2, 5], [0.6, 0], [0.2, -5]))).toBe(most);
});
