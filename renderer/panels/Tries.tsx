/**
 * The tries as pictures with their likeness, a radio group each: the ones of the last run, any of which can be the drawing,
 * and those of a running sketch, any of which can be watched and kept, dropped ones too.
 */

import { Check } from 'lucide-react';
import type { CSSProperties, KeyboardEvent } from 'react';
import type { LiveTry } from '../../main/contract.ts';
import { onRadioKey } from '../controls/radio-keys.ts';
import type { LineamentDocument } from '../document/document.ts';
import { app } from '../state/app.ts';
import type { Job } from '../state/store.ts';
import { Drawing } from './Drawing.tsx';

/** The other tries of the last run; choosing one makes it the drawing. */
export function Tries({ document }: { document: LineamentDocument }) {
  const { width, height } = document.photo;
  const anyKept = document.tries.some(({ seed }) => seed === document.kept);
  return (
    <div
      className="p-cards three"
      role="radiogroup"
      aria-label="Tries"
      onKeyDown={onRadioKey}
      style={{ '--aspect': `${width}/${height}` } as CSSProperties}
    >
      {document.tries.map(({ seed, likeness, strokes }, i) => {
        const kept = seed === document.kept;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a card with a picture is drawn as a button; its group has the radio keys.
          <button
            key={seed}
            type="button"
            role="radio"
            className="p-card"
            aria-checked={kept}
            aria-label={`Try ${i + 1}, likeness ${Math.round(likeness)}${kept ? ', kept' : ''}`}
            tabIndex={kept || (!anyKept && i === 0) ? 0 : -1}
            onClick={() => !kept && app.keepTry(seed)}
          >
            <span className="p-paper">
              <Drawing strokes={strokes} width={width} height={height} least={1.3} />
            </span>
            <span className="p-name">
              {kept && <Check size={14} aria-hidden="true" />}
              {kept ? 'Kept' : `Try ${i + 1}`}
              <em>{Math.round(likeness)}</em>
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** The tries of a running sketch: choosing one has the canvas show it, Enter or a double press ends the race with it. */
export function LiveTries({ job, width, height }: { job: Job; width: number; height: number }) {
  const shown = job.kept ?? job.watching ?? job.leader;
  const focus = shown ?? job.tries[0]?.seed;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const seed = (event.target as HTMLElement).dataset['seed'];
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || seed === undefined) return onRadioKey(event);
    event.preventDefault();
    event.stopPropagation();
    app.runs.keep(Number(seed));
  };
  return (
    <>
      <div
        className="p-cards three"
        role="radiogroup"
        aria-label="Tries under way"
        onKeyDown={onKeyDown}
        style={{ '--aspect': `${width}/${height}` } as CSSProperties}
      >
        {job.tries.map(({ seed, likeness, state, strokes }, i) => {
          const says = stateOf(job, seed, state);
          const words = [`Try ${i + 1}`, says.toLowerCase(), likeness !== null && `likeness ${Math.round(likeness)}`];
          return (
            // biome-ignore lint/a11y/useSemanticElements: a card with a picture is drawn as a button; its group has the radio keys.
            <button
              key={seed}
              type="button"
              role="radio"
              data-seed={seed}
              className={`p-card ${LOOKS[says] ?? ''}`}
              aria-checked={seed === shown}
              aria-label={words.filter(Boolean).join(', ')}
              title="Press to watch it, Enter or a double press keeps it"
              tabIndex={seed === focus ? 0 : -1}
              onClick={() => app.runs.watch(seed)}
              onDoubleClick={() => app.runs.keep(seed)}
            >
              <span className="p-paper">
                <Drawing strokes={strokes} width={width} height={height} least={1.3} />
              </span>
              <span className="p-name">
                {says === 'Leading' && <i className="p-dot" aria-hidden="true" />}
                {says === 'Kept' && <Check size={14} aria-hidden="true" />}
                {says || `Try ${i + 1}`}
                {likeness !== null && <em>{Math.round(likeness)}</em>}
              </span>
            </button>
          );
        })}
      </div>
      {job.tries.length > 1 && job.kept === null && (
        <p className="p-hint p-after">Press one to watch it. Enter or a double press keeps it.</p>
      )}
    </>
  );
}

const LOOKS: Record<string, string> = { Leading: 'lead', Kept: 'lead', Dropped: 'out' };

function stateOf({ kept, leader }: Job, seed: number, state: LiveTry['state']): string {
  if (seed === kept) return 'Kept';
  if (seed === leader && kept === null) return 'Leading';
  return state === 'dropped' || kept !== null ? 'Dropped' : '';
}
