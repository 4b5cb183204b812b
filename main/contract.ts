/**
 * What the page may ask of its host and of the engine, and what comes back: the only words that cross a process.
 *
 * Every input is checked against its schema on the side that serves it, because a page is not to be trusted; answers
 * are typed only. `calls` answer once. `streams` send events, take messages while they run, can be stopped (the result
 * is then the best so far) and end with a result.
 */

import type * as v from 'valibot';

export * from './engine-contract.ts';
export * from './host-contract.ts';
export * from './models-contract.ts';

/** Calls and streams by name. `output`, `event` and `result` are there for their types alone. */
export interface Contract {
  calls: Record<string, { input: v.GenericSchema; output: unknown }>;
  streams: Record<string, { input: v.GenericSchema; message: v.GenericSchema; event: unknown; result: unknown }>;
}
