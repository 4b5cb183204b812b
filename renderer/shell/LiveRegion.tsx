/**
 * What screen readers are told politely: the newest of what was announced, and the sketch's progress at each tenth.
 * Strokes never speak.
 */

import { useEffect } from 'react';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';

export function LiveRegion() {
  const announced = useStore((state) => state.announced);
  const tenth = useStore((state) => (state.job?.latest ? Math.floor(state.job.latest.progress * 10) : 0));
  useEffect(() => {
    if (tenth) app.announce(`${tenth * 10} % sketched`);
  }, [tenth]);
  return (
    <div className="vh" role="status" aria-live="polite">
      {announced}
    </div>
  );
}
