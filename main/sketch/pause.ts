/**
 * A breath between two pieces of work that block their thread, in which what came in is heard, a stop among it.
 *
 * Two turns: the first may follow at once on the very reading of messages that led here, the second has a reading before it.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
