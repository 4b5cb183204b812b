/**
 * One line above the strip that says what went wrong, and what to do; it stays until it is dealt with. Its place is
 * always there, as the page's one assertive voice: screen readers may miss a region that comes together with its words.
 */

import { TriangleAlert } from 'lucide-react';
import { isLost } from '../commands/slot.ts';
import { run } from '../commands/table.ts';
import { isReliefShown } from '../state/relief.ts';
import { useStore } from '../state/store.ts';
import { ICON } from './icons.tsx';

export function Faults() {
  const fault = useStore((state) => state.fault);
  const inSlot = useStore((state) => isLost(state) && state.document !== null && !state.batch?.shown);
  return (
    <div role="alert">
      {fault && (
        <div className="fault">
          <TriangleAlert {...ICON} />
          <span>{fault.text}</span>
          {!inSlot &&
            fault.actions.map(({ label, command }) => (
              <button key={command} type="button" className="btn" onClick={() => run(command)}>
                {label}
              </button>
            ))}
        </div>
      )}
    </div>
  );
}

/** Sketches in which the hint stands. */
const HINTED = 3;

/** Under the sheet: what is said for a while, else, in the first sketches, what a hand can do while strokes move. */
export function Notice() {
  const notice = useStore((state) => state.notice);
  const moving = useStore(({ job, batch }) => job !== null && job.id <= HINTED && job.latest !== null && !batch?.shown);
  // A drag turns a relief.
  const flat = useStore((state) => !isReliefShown(state));
  const words = notice ?? (moving && flat ? 'Drag any stroke. The others make room.' : null);
  return words && <p className="notice">{words}</p>;
}
