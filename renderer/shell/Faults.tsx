/** One line above the strip that says what went wrong, and what to do; it stays until it is dealt with. */

import { TriangleAlert } from 'lucide-react';
import { isLost } from '../commands/slot.ts';
import { run } from '../commands/table.ts';
import { useStore } from '../state/store.ts';
import { ICON } from './icons.tsx';

export function Faults() {
  const fault = useStore((state) => state.fault);
  const inSlot = useStore((state) => isLost(state) && state.document !== null);
  if (!fault) return null;
  return (
    <div className="fault" role="alert">
      <TriangleAlert {...ICON} />
      <span>{fault.text}</span>
      {!inSlot &&
        fault.actions.map(({ label, command }) => (
          <button key={command} type="button" className="btn" onClick={() => run(command)}>
            {label}
          </button>
        ))}
    </div>
  );
}

/** Said for a while under the sheet. */
export function Notice() {
  const notice = useStore((state) => state.notice);
  return notice && <p className="notice">{notice}</p>;
}
