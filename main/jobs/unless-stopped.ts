/** What comes of some work; null as soon as the signal aborts, while the work goes on for whoever else wants it. */
export async function unlessStopped<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  let heard = () => {};
  const stopped = new Promise<null>((resolve) => {
    heard = () => resolve(null);
    if (signal.aborted) heard();
    signal.addEventListener('abort', heard);
  });
  try {
    return await Promise.race([stopped, work]);
  } finally {
    signal.removeEventListener('abort', heard);
  }
}
