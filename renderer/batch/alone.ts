/**
 * The batch is one tab's alone. The lock is held for as long as the page lives; a page that is loaded anew gets it once
 * the old one is gone.
 */

/**
 * Has the batch to itself, now or when the tab that has it is closed.
 * @param takeOver does what is to be done then
 * @returns when that is done, or when it is known that another tab has the batch
 */
export async function alone(takeOver: () => Promise<void>): Promise<void> {
  const { locks } = navigator;
  const held = await new Promise<boolean>((have) => {
    void locks.request('batch', { ifAvailable: true }, (lock) => {
      have(lock !== null);
      return lock ? forEver() : undefined;
    });
  });
  if (held) return takeOver();
  void locks.request('batch', async () => {
    await takeOver();
    await forEver();
  });
}

function forEver(): Promise<never> {
  return new Promise(() => {});
}
