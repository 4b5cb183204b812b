/**
 * The tries as pictures with their likeness: a radio group once they are done, a race to look at while they run.
 */

import { Check } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { LiveTry } from '../../main/contract.ts';
import { onRadioKey } from '../controls/radio-keys.ts';
import type { LineamentDocument } from '../document/document.ts';
import { app } from '../state/app.ts';
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

const NAMES = { running: '', leading: 'Leading', dropped: 'Dropped' };

/** The tries of a running sketch. */
export function LiveTries({ tries, width, height }: { tries: readonly LiveTry[]; width: number; height: number }) {
  return (
    <ul
      className="p-cards three"
      aria-label="Tries under way"
      style={{ '--aspect': `${width}/${height}` } as CSSProperties}
    >
      {tries.map(({ seed, likeness, state, strokes }, i) => (
        <li key={seed} className={`p-card ${state === 'leading' ? 'lead' : state === 'dropped' ? 'out' : ''}`}>
          <span className="p-paper">
            <Drawing strokes={strokes} width={width} height={height} least={1.3} />
          </span>
          <span className="p-name">
            {state === 'leading' && <i className="p-dot" aria-hidden="true" />}
            {NAMES[state] || `Try ${i + 1}`}
            {likeness !== null && <em>{Math.round(likeness)}</em>}
          </span>
        </li>
      ))}
    </ul>
  );
}
