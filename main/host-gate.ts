/**
 * Who may talk to the browser version: the one browser that was given the address, and in it our own page alone.
 *
 * Any page in any tab can send requests to 127.0.0.1. So each has to name our address as its host (else a foreign name
 * was bent to point at us), come from our own origin where it says whence it comes, and carry a cookie. The cookie is
 * had once, for the token in the address that `npm start` prints; a second try with that token is refused.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Gate {
  /** The address to open, good for one use. */
  readonly url: string;
  /** Why a request is refused, as a sentence; null where it may pass. */
  refusal(request: IncomingMessage, kind: 'page' | 'socket'): string | null;
  /** The cookie's header for a request that brings the unused token, null for one that brings none. */
  admit(request: IncomingMessage): { cookie: string } | { refused: string } | null;
}

/** @param port where 127.0.0.1 listens; part of the cookie's name, as browsers keep cookies by host without its port */
export function createGate(port: number): Gate {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  const name = `lineament-${port}`;
  let used = false;

  function foreign(request: IncomingMessage, kind: 'page' | 'socket'): string | null {
    if (request.headers.host !== host) return `This is Lineament at ${host}: no other host name is answered.`;
    const from = request.headers.origin;
    if (from === origin || (from === undefined && kind === 'page')) return null;
    return 'Only the page of Lineament itself may ask this.';
  }

  return {
    url: `${origin}/?token=${token}`,
    refusal(request, kind) {
      const refused = foreign(request, kind);
      if (refused) return refused;
      const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
      if (cookies.some((cookie) => cookie.startsWith(`${name}=`) && same(cookie.slice(name.length + 1), session))) {
        return null;
      }
      return 'This browser was not let in: open the address that Lineament printed when it started.';
    },
    admit(request) {
      // Not through URL, which throws at `//[`: whoever guesses the port could end the app with it.
      const given = new URLSearchParams(/\?([^#]*)/.exec(request.url ?? '')?.[1]).get('token');
      if (given === null) return null;
      const refused = foreign(request, 'page');
      if (refused) return { refused };
      if (used || !same(given, token)) {
        return { refused: 'This address was used already or is not ours: start Lineament again for a new one.' };
      }
      used = true;
      return { cookie: `${name}=${session}; HttpOnly; SameSite=Strict; Path=/` };
    },
  };
}

/** Compares in a time that tells nothing of where they differ. */
function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
