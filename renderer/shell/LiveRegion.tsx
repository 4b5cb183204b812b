/**
 * What screen readers are told politely: the newest of what was announced, the sketch's progress at each tenth, and
 * that another try leads. Strokes never speak. A dialog has a region of its own; news are made once, by the page's.
 */

import { useEffect, useRef } from 'react';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';

export function LiveRegion() {
  const announced = useStore((state) => state.announced);
  return (
    <div className="vh" role="status" aria-live="polite">
      {announced}
    </div>
  );
}

/** The page's region, and what it says of a sketch by itself. */
export function PageVoice() {
  const tenth = useStore((state) => (state.job?.latest ? Math.floor(state.job.latest.progress * 10) : 0));
  useEffect(() => {
    if (tenth) announce(`${tenth * 10} % sketched`);
  }, [tenth]);
  const leader = useStore(({ job }) => 1 + (job?.tries.findIndex(({ seed }) => seed === job.leader) ?? -1));
  const led = useRef(0);
  useEffect(() => {
    if (leader && led.current && leader !== led.current) announce(`Try ${leader} leads.`);
    led.current = leader;
  }, [leader]);
  return <LiveRegion />;
}
