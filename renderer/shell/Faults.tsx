/**
 * One line above the strip that says what went wrong, and what to do; it stays until it is dealt with. Its place is
 * always there, as the page's one assertive voice: screen readers may miss a region that comes together with its words.
 */

import { TriangleAlert } from 'lucide-react';
import { isLost } from '../commands/slot.ts';
import { run } from '../commands/table.ts';
import { useStore } from '../state/store.ts';
import { ICON } from './icons.tsx';

export function Faults() {
  const fault = useStore((state) => state.fault);
  const inSlot = useStore((state) => isLost(state) && state.document !== null);
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

/** Said for a while under the sheet. */
export function Notice() {
  const notice = useStore((state) => state.notice);
  return notice && <p className="notice">{notice}</p>;
}
