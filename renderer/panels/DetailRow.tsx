/** In the Sketch panel: that detail is painted, on how much of the photo, and a way to be rid of it. */

import { useMemo } from 'react';
import { run } from '../commands/table.ts';
import { paintedShare } from '../document/emphasis.ts';
import { useStore } from '../state/store.ts';

export function DetailRow() {
  const painted = useStore((state) => Boolean(state.document?.emphasis));
  const detail = useStore((state) => state.detail);
  const share = useMemo(() => (detail ? paintedShare(detail) : 0), [detail]);
  if (!painted) return null;
  return (
    <div className="c-row">
      <span className="c-label">More detail</span>
      <button type="button" className="btn bare" title="More detail here (D)" onClick={() => run('tool.detail')}>
        {Math.max(1, Math.round(100 * share))} % painted
      </button>
      <button type="button" className="btn" aria-label="Clear the painted detail" onClick={() => run('detail.clear')}>
        Clear
      </button>
    </div>
  );
}
