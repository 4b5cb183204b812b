/** What a command needs of the world, and how it says what went wrong. */

import type { sketchPhoto } from './jobs/sketch.ts';
import type { Listener } from './progress.ts';

/** What a run needs of the world: streams, a way to be stopped, and the job. */
export interface Host extends Listener {
  signal: AbortSignal;
  loadJob: () => Promise<typeof sketchPhoto>;
}

/** A failure in one sentence; who wants to know where it came from sets LINEAMENT_DEBUG. */
export function sentenceOf(failure: unknown, { env }: Pick<Listener, 'env'>): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  if (env['LINEAMENT_DEBUG'] && failure instanceof Error) return `${message}\n${failure.stack}`;
  return message.split('\n')[0]!.trim() || 'it failed without saying why.';
}
