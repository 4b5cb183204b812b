/** The address of the Redis server that holds the queue: what is taken for one, and how it is shown. */

const KIND = 'the address of a Redis server such as redis://studio:6379, or rediss:// with TLS';

/**
 * Reads `redis://[[user]:password@]host[:port][/database]`, for a table of options.
 * @throws Error with half a sentence, as options do
 */
export function readAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname && !url.search && !url.hash;
  if (!plain || !/^\/?\d{0,5}$/.test(url.pathname)) throw new Error(KIND);
  return text;
}

/** The address as messages show it: its password is nobody's business. */
export function shownAddress(address: string): string {
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
