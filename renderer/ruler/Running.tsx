/** The strip of a running sketch: time left, which strokes have settled, and the one progress line. */

import { useMemo } from 'react';
import { hover, type Job, useStore } from '../state/store.ts';
import { type Bar, Bars } from './Bars.tsx';
import { timeLeft } from './time-left.ts';

export function Running({ job }: { job: Job }) {
  const hovered = useStore((state) => state.hovered);
  const { latest, settled, began, settings } = job;
  const asked = settings.strokes;
  const elapsed = Math.round((performance.now() - began) / 1000);
  const left = latest?.secondsLeft ?? null;
  const { big, lines } = timeLeft(elapsed, left === null ? null : Math.round(left));
  const ids = latest?.strokes.map(({ id }) => id).join('\n') ?? '';
  const bars = useMemo(() => barsOf(ids ? ids.split('\n') : [], settled, asked), [ids, settled, asked]);
  const words = `${settled.size} of ${bars.length} settled`;
  // Never at 100 while it still runs.
  const progress = Math.min(0.99, latest?.progress ?? 0);
  return (
    <>
      <span
        className="progress"
        role="progressbar"
        aria-label="Sketch"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(progress * 100)}
        style={{ transform: `scaleX(${progress})` }}
      />
      <div className="count num">
        <b>{big}</b>
        <span>
          {job.stopping ? 'stopping' : lines[0]}
          <br />
          {lines[1]}
        </span>
      </div>
      <div className="ruler num">
        <div className="bars" role="img" aria-label={words}>
          <Bars bars={bars} current={0} lit={hovered} onHover={hover} />
        </div>
        <div className="more gone" />
      </div>
      <div className="side num">{words}</div>
    </>
  );
}

/** Strokes that are not there yet stand as low bars, so that the ruler keeps its width. */
function barsOf(ids: readonly string[], settled: ReadonlySet<string>, asked: number): Bar[] {
  const count = Math.max(asked, ids.length);
  return Array.from({ length: count }, (_, i): Bar => {
    const id = ids[i];
    const full = 0.9 * (1 - i / (count + 4));
    if (id === undefined) return { id: `next ${i}`, height: 0.1, look: 'off' };
    return settled.has(id) ? { id, height: full, look: 'on' } : { id, height: full * 0.45, look: 'wet' };
  });
}
