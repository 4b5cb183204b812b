/** In a document's top bar, the way back to the batch that lies behind it, and how far that is. */

import { ChevronLeft } from 'lucide-react';
import { run } from '../commands/table.ts';
import { useStore } from '../state/store.ts';
import { countsOf } from './queue.ts';
import { photoWords } from './words.ts';

export function BackToBatch() {
  const queue = useStore((state) => state.batch?.queue);
  const opened = useStore((state) => state.batch?.opened !== null);
  if (!queue) return null;
  const { done } = countsOf(queue);
  const of = queue.items.length;
  return (
    <button
      type="button"
      className="btn quiet b-back"
      title={`Back to the batch: ${done} of ${photoWords(of)} drawn${opened ? ' (Esc)' : ''}`}
      onClick={() => run('batch.show')}
    >
      <ChevronLeft size={14} aria-hidden="true" />
      <span className="num">{queue.going ? `${done} of ${of} drawn` : photoWords(of)}</span>
    </button>
  );
}
