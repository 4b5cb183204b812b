/**
 * The race of the tries: likeness against time. The leader in ink, the others grey, a dropped one ends in a cross, and
 * a dotted line says where the leader is likely to end.
 */

import { useStore } from '../state/store.ts';

interface Point {
  at: number;
  likeness: number;
}

export interface Runner {
  seed: number;
  state: 'running' | 'leading' | 'dropped';
  curve: readonly Point[];
}

const WIDTH = 272;
const BASE = 86.5;
const TOP = 10;

export function RaceChart() {
  const job = useStore((state) => state.job);
  if (!job) return null;
  const runners = job.tries.map(({ seed, state }): Runner => {
    const stands = seed === job.leader ? 'leading' : state === 'dropped' ? state : 'running';
    return { seed, state: stands, curve: job.curves.get(seed) ?? [] };
  });
  const race = raceOf(runners, job.latest?.secondsLeft ?? null);
  const index = job.tries.findIndex(({ seed }) => seed === job.leader);
  const likeness = job.tries[index]?.likeness ?? null;
  const lead = likeness === null ? '' : ` Try ${index + 1} leads with ${Math.round(likeness)}.`;
  const seconds = Math.round(race.now);
  return (
    <svg className="p-race" viewBox={`0 0 ${WIDTH} 104`} role="img" aria-label={`Likeness over time.${lead}`}>
      <line className="axis" x1="0" x2={WIDTH} y1={BASE} y2={BASE} stroke="currentColor" />
      {race.lines.map(({ seed, state, points, end }) => (
        <g key={seed}>
          <polyline className={state} points={points} />
          {state === 'dropped' && end && <path d={`M${end[0] - 3} ${end[1] - 3}l6 6m0-6l-6 6`} />}
        </g>
      ))}
      {race.forecast && (
        <>
          <path className="forecast" d={`M${race.forecast.from.join(' ')}L${race.forecast.to.join(' ')}`} />
          <circle className="head" cx={race.forecast.from[0]} cy={race.forecast.from[1]} r="4" />
          <circle className="end" cx={race.forecast.to[0]} cy={race.forecast.to[1]} r="3" />
        </>
      )}
      <text x="0" y="101">
        {Math.round(race.from)} s
      </text>
      {seconds > 0 && race.nowX > 36 && race.nowX < WIDTH - 76 && (
        <text className="now" x={race.nowX} y="101" textAnchor="middle">
          {seconds} s
        </text>
      )}
      {race.total !== null && (
        <text x={WIDTH} y="101" textAnchor="end">
          about {Math.max(1, Math.round(race.total))} s
        </text>
      )}
    </svg>
  );
}

/** The least range of likeness that the chart's height is: smaller differences are no race. */
const LEAST_RANGE = 8;

/**
 * The chart's lines in its own units: from the first likeness that was measured on, and only as low as any line reaches,
 * since a try begins with contours that are far from blank paper.
 * @param secondsLeft null where it is not known yet: then the present is the right edge
 */
export function raceOf(runners: readonly Runner[], secondsLeft: number | null) {
  const points = runners.flatMap(({ curve }) => curve);
  const now = Math.max(0, ...points.map(({ at }) => at));
  const from = Math.min(now, ...points.map(({ at }) => at));
  const total = secondsLeft === null ? null : now + secondsLeft;
  const span = Math.max(1, (total ?? now) - from);
  const leader = runners.find(({ state }) => state === 'leading')?.curve ?? [];
  const end = total === null ? null : forecast(leader);
  const heights = [...points.map(({ likeness }) => likeness), ...(end === null ? [] : [end])];
  const top = Math.max(...heights);
  const range = Math.max(LEAST_RANGE, top - Math.min(...heights)) * 1.15;
  const place = ({ at, likeness }: Point): [number, number] => [
    tenth(((at - from) / span) * (WIDTH - 8)),
    tenth(TOP + ((top - likeness) / range) * (BASE - TOP)),
  ];
  const order = { dropped: 0, running: 1, leading: 2 };
  const lines = [...runners]
    .sort((a, b) => order[a.state] - order[b.state])
    .map(({ seed, state, curve }) => {
      const placed = curve.map(place);
      return { seed, state, points: placed.map((point) => point.join(',')).join(' '), end: placed.at(-1) ?? null };
    });
  const last = leader.at(-1);
  const to = last && end !== null && total !== null ? place({ at: total, likeness: end }) : null;
  return {
    lines,
    from,
    now,
    total,
    nowX: place({ at: now, likeness: top })[0],
    forecast: to && last ? { from: place(last), to } : null,
  };
}

/** Where a curve that flattens is likely to end: a third of what its later half gained on top of the last. */
function forecast(curve: readonly Point[]): number | null {
  const last = curve.at(-1);
  const first = curve[0];
  if (!last || !first || curve.length < 2) return null;
  const middle = curve.find(({ at }) => at >= (first.at + last.at) / 2) ?? last;
  return Math.min(100, last.likeness + Math.max(0, last.likeness - middle.likeness) / 3);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
