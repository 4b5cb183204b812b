/** The strip under the canvas: the ruler asks before, fills during, and answers after a sketch. */

import { Play } from 'lucide-react';
import { AskRuler, ShowRuler } from '../ruler/Ruler.tsx';
import { Running } from '../ruler/Running.tsx';
import { useStore } from '../state/store.ts';
import { CutStrip } from './CutStrip.tsx';
import { IconButton } from './IconButton.tsx';

export function Strip() {
  const document = useStore((state) => state.document);
  const job = useStore((state) => state.job);
  const cutting = useStore((state) => (state.tool === 'cutout' ? state.cutting : null));
  return (
    <section className="strip" aria-label="Strokes" data-region="ruler">
      {job ? (
        <Running job={job} />
      ) : cutting ? (
        <CutStrip cutting={cutting} />
      ) : document?.strokes.length ? (
        <>
          <ShowRuler document={document} />
          <div className="side">
            <IconButton label="Replay" title="Replay the drawing (R)" icon={Play} command="sketch.replay" />
          </div>
        </>
      ) : (
        <AskRuler />
      )}
    </section>
  );
}
