import { expect, test, vi } from 'vitest';

// The chart's geometry needs no page; the app behind the panels opens connections when it is loaded.
vi.mock('../../renderer/state/app.ts', () => ({ app: {} }));
const { raceOf } = await import('../../renderer/panels/RaceChart.tsx');

const curve = (...likeness: number[]) => likeness.map((value, at) => ({ at, likeness: value }));
const RUNNERS = [
  { seed: 3, state: 'leading' as const, curve: curve(0, 30, 50, 60) },
  { seed: 4, state: 'dropped' as const, curve: curve(0, 20) },
  { seed: 5, state: 'running' as const, curve: curve(0, 25, 40, 48) },
];

test('the leader is drawn over the others, a dropped one under them', () => {
  expect(raceOf(RUNNERS, null).lines.map(({ seed }) => seed)).toEqual([4, 5, 3]);
});

test('lines rise to the right within the chart, the best the highest', () => {
  const { lines } = raceOf(RUNNERS, 2);
  const ends = new Map(lines.map(({ seed, end }) => [seed, end!]));
  expect(ends.get(3)![1]).toBeLessThan(ends.get(5)![1]);
  expect(ends.get(4)![0]).toBeLessThan(ends.get(5)![0]);
  for (const { points } of lines) {
    const values = points.split(' ').map((point) => point.split(',').map(Number));
    for (const [x, y] of values) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(272);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(86.5);
    }
  }
});

test('the forecast begins at the leader and ends later, no lower', () => {
  const { forecast, total, now } = raceOf(RUNNERS, 2);
  expect([now, total]).toEqual([3, 5]);
  expect(forecast!.to[0]).toBeGreaterThan(forecast!.from[0]);
  expect(forecast!.to[1]).toBeLessThanOrEqual(forecast!.from[1]);
});

test('the chart begins with the first likeness, and no small difference fills its height', () => {
  const late = (...likeness: number[]) => likeness.map((value, at) => ({ at: at + 8, likeness: value }));
  const { from, lines } = raceOf(
    [
      { seed: 0, state: 'leading', curve: late(90, 93) },
      { seed: 1, state: 'running', curve: late(90, 92) },
    ],
    null,
  );
  expect(from).toBe(8);
  const [ahead, behind] = [1, 0].map((line) =>
    lines[line]!.points.split(' ').map((point) => point.split(',').map(Number)),
  );
  expect(ahead![0]![0]).toBe(0);
  expect(behind![1]![1]! - ahead![1]![1]!).toBeGreaterThan(5);
  expect(behind![1]![1]! - ahead![1]![1]!).toBeLessThan(15);
});

test('no forecast before there is a time or a leader', () => {
  expect(raceOf(RUNNERS, null).forecast).toBeNull();
  expect(raceOf([], 5).forecast).toBeNull();
  expect(raceOf([{ seed: 0, state: 'running', curve: [] }], 5).lines[0]).toMatchObject({ points: '', end: null });
});
