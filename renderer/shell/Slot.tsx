/** The slot, bottom right: one filled button, the next step, and at most one beside it. */

import { useShallow } from 'zustand/react/shallow';
import { keyWords } from '../commands/key-words.ts';
import { slotOf } from '../commands/slot.ts';
import { run } from '../commands/table.ts';
import { useStore } from '../state/store.ts';

export function Slot() {
  const { label, command, besides, beside } = useStore(
    useShallow((state) => {
      const { primary, secondary } = slotOf(state);
      return { ...primary, besides: secondary?.command ?? null, beside: secondary?.label ?? null };
    }),
  );
  return (
    <section className="slot" aria-label="Next step" data-region="slot">
      {besides && (
        <button type="button" className="btn big" onClick={() => run(besides)}>
          {beside}
        </button>
      )}
      <button type="button" className="btn big primary" title={keyWords('Ctrl Enter')} onClick={() => run(command)}>
        {label}
      </button>
    </section>
  );
}
