/** What screen readers are told: one polite region, and the sketch's progress at each tenth. Strokes never speak. */

import { useStore } from '../state/store.ts';

export function LiveRegion() {
  const announced = useStore((state) => state.announced);
  const tenth = useStore((state) => (state.job?.latest ? Math.floor(state.job.latest.progress * 10) : 0));
  return (
    <div className="vh" role="status" aria-live="polite">
      {tenth ? `${tenth * 10} % sketched` : announced}
    </div>
  );
}
