/**
 * A breath between two pieces of work that block their thread, in which what came in is heard, a stop among it.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
