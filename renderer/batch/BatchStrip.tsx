/** The strip of a batch: how many are drawn, one bead a photo, and about how long the rest takes. */

import { memo } from 'react';
import type { BatchItem } from '../../main/contract.ts';
import { useStore } from '../state/store.ts';
import { countsOf, phaseOf, type Queue } from './queue.ts';
import { leftWords, overWords, timeWords } from './words.ts';

/** More photos than this and their beads lie close together; more than that, without a gap. */
const APART = 60;
const PACKED = 250;

export function BatchStrip() {
  const queue = useStore((state) => state.batch?.queue);
  if (!queue) return null;
  const { done, failed, running, waiting, cancelled } = countsOf(queue);
  const parts = [
    [done, 'drawn'],
    [failed, 'failed'],
    [running, 'being drawn'],
    [waiting, 'waiting'],
    [cancelled, 'left out'],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count ? [`${count} ${word}`] : [])).join(', ');
  return (
    <section className="strip" aria-label="Batch" data-region="ruler">
      <Progress queue={queue} />
      <div className="count num">
        <b>{done}</b>
        <span>
          of {queue.items.length}
          <br />
          drawn
        </span>
      </div>
      <Beads items={queue.items} said={said} />
      <div className="side num">
        <Side queue={queue} />
      </div>
    </section>
  );
}

/** The one progress line: what is drawn, and the share of the photo under way; while drawings are saved, of that. */
function Progress({ queue }: { queue: Queue }) {
  const saving = useStore((state) => state.batch?.saving ?? null);
  const share = useStore((state) => state.batch?.live?.progress ?? 0);
  const { items, going } = queue;
  if (!going && saving === null) return null;
  const { waiting, running } = countsOf(queue);
  const drawn = (items.length - waiting - running + share * running) / Math.max(1, items.length);
  const progress = Math.min(0.99, saving ?? drawn);
  return (
    <span
      className="progress"
      role="progressbar"
      aria-label={saving === null ? 'Batch' : 'Saving'}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(progress * 100)}
      style={{ transform: `scaleX(${progress})` }}
    />
  );
}

const Beads = memo(function Beads({ items, said }: { items: readonly BatchItem[]; said: string }) {
  return (
    <div className={`b-beads${lieHow(items.length)}`} role="img" aria-label={said}>
      {items.map(({ key, name, state }) => (
        <i key={key} className={state} title={name}>
          {state === 'running' && <Filling />}
        </i>
      ))}
    </div>
  );
});

function lieHow(count: number): string {
  if (count > PACKED) return ' close packed';
  return count > APART ? ' close' : '';
}

function Filling() {
  const share = useStore((state) => state.batch?.live?.progress ?? 0);
  return <b style={{ transform: `scaleX(${share})` }} />;
}

function Side({ queue }: { queue: Queue }) {
  const saving = useStore((state) => state.batch?.saving ?? null);
  const held = useStore((state) => state.job !== null);
  const time = useStore(({ batch }) => (batch ? timeWords(batch.queue, batch.live) : null));
  if (saving !== null) return `Saving, ${Math.round(saving * 100)} %`;
  switch (phaseOf(queue)) {
    case 'setUp':
      return 'Drag cards to reorder';
    case 'running':
      return held ? 'Waits for your sketch' : (time ?? 'Drawing');
    case 'paused':
      return `Paused, ${leftWords(queue)}`;
    case 'over':
      return overWords(queue);
  }
}
