/** A sentence about a model: plain, or with a sign where something is wrong. */

import { TriangleAlert } from 'lucide-react';
import type { ModelNote } from '../state/models-state.ts';

export function Note({ text, bad }: ModelNote) {
  return (
    <p className={bad ? 'm-note bad' : 'm-note'} role={bad ? 'alert' : 'status'}>
      {bad && <TriangleAlert className="m-sign" size={14} aria-hidden="true" />}
      {text}
    </p>
  );
}
