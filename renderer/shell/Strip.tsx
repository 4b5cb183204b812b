/** The strip under the canvas: the ruler asks before, fills during, and answers after a sketch. */

import { Play } from 'lucide-react';
import { run } from '../commands/table.ts';
import { AskRuler, ShowRuler } from '../ruler/Ruler.tsx';
import { Running } from '../ruler/Running.tsx';
import { useStore } from '../state/store.ts';

export function Strip() {
  const document = useStore((state) => state.document);
  const job = useStore((state) => state.job);
  return (
    <section className="strip" aria-label="Strokes" data-region="ruler">
      {job ? (
        <Running job={job} />
      ) : document?.strokes.length ? (
        <>
          <ShowRuler document={document} />
          <div className="side">
            <button
              type="button"
              className="ib"
              aria-label="Replay"
              title="Replay the drawing (R)"
              onClick={() => run('sketch.replay')}
            >
              <Play size={18} strokeWidth={1.5} absoluteStrokeWidth aria-hidden />
            </button>
          </div>
        </>
      ) : (
        <AskRuler />
      )}
    </section>
  );
}
