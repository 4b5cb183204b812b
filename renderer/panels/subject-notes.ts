/**
 * Why a picture of the subject is not there yet, or never will be: one sentence for the panel and for the layers.
 */

import type { AppState } from '../state/store.ts';

/** What is to be known of the cut-out; null: it is there. */
export function cutOutNote({ maskUrl, finding, job }: Pick<AppState, 'maskUrl' | 'finding' | 'job'>): string | null {
  if (maskUrl) return null;
  if (finding === 'none') return 'No clear subject found. The whole photo will be drawn.';
  if (finding === 'failed') return 'The subject could not be looked for.';
  return job ? 'The subject is looked for when the sketch is done.' : 'Looking for the subject…';
}

/** What is to be known of the points of interest; null: they are there. */
export function interestNote({ interest, job }: Pick<AppState, 'interest' | 'job'>): string | null {
  if (interest) return null;
  return job ? 'They are looked for when the sketch is done.' : 'Looking where strokes would start…';
}
