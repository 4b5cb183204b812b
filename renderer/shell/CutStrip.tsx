/** The strip while the cut-out tool is in hand: how much of the photo is kept, its keys, and the way back by one step. */

import { Undo2 } from 'lucide-react';
import { keyWords } from '../commands/key-words.ts';
import { run } from '../commands/table.ts';
import type { CutMode, CuttingState } from '../state/cutting.ts';
import { useStore } from '../state/store.ts';

/** What is pressed, and what it does, by what the tool does with a press. */
const KEYS: Record<CutMode, readonly (readonly [string, string])[]> = {
  point: [
    ['Click', 'adds'],
    ['Alt Click', 'takes away'],
    ['Drag', 'draws a box'],
  ],
  box: [
    ['Drag', 'adds'],
    ['Alt Drag', 'takes away'],
  ],
  scribble: [
    ['Drag', 'adds'],
    ['Alt Drag', 'takes away'],
    ['[ ]', 'size'],
  ],
  brush: [
    ['Drag', 'paints'],
    ['Alt Drag', 'erases'],
    ['[ ]', 'size'],
  ],
  eraser: [
    ['Drag', 'erases'],
    ['Alt Drag', 'paints'],
    ['[ ]', 'size'],
  ],
};

export function CutStrip({ cutting: { share, working, undoable } }: { cutting: CuttingState }) {
  const mode = useStore((state) => state.cutTool.mode);
  return (
    <>
      <div className="count num">
        <b>{Math.round(100 * share)} %</b>
        <span>
          of the photo
          <br />
          {working ? 'so far…' : 'is kept'}
        </span>
      </div>
      <div className="cut-keys" aria-hidden="true">
        {KEYS[mode].map(([keys, does]) => (
          <span key={keys}>
            {keys.split(' ').map((key) => (
              <kbd key={key}>{keyWords(key)}</kbd>
            ))}
            {does}
          </span>
        ))}
      </div>
      <div className="side">
        <button
          type="button"
          className="btn quiet"
          title={undoable === null ? 'Nothing to take back' : keyWords(`Take back: ${undoable} (Ctrl Z)`)}
          disabled={undoable === null}
          onClick={() => run('cutout.takeBack')}
        >
          <Undo2 size={15} aria-hidden="true" />
          Last step
        </button>
      </div>
    </>
  );
}
