/**
 * The bytes of an export, made anew whenever what they depend on changes; what comes too late is dropped.
 *
 * The last bytes stay until the next are there, so that neither the preview nor the number flickers.
 */

import { useEffect, useState } from 'react';
import type { Exported } from '../export/formats.ts';

/** Milliseconds of quiet before a changed option makes a new file: a slider passes many. */
const QUIET = 150;

export interface Encoded {
  bytes: Uint8Array | null;
  /** Something worth saying of the file. */
  note: string | null;
  /** An object URL of the bytes; null until there are any. */
  url: string | null;
  /** Why there are none. */
  fault: string | null;
  busy: boolean;
}

const NOTHING: Encoded = { bytes: null, note: null, url: null, fault: null, busy: true };

/**
 * @param key of what `encode` depends on: it is called again when this changes
 * @param type the bytes' media type
 */
export function useEncoded(key: string, type: string, encode: () => Promise<Exported>): Encoded {
  const [encoded, setEncoded] = useState(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `encode` is another function at each drawing, and what is there already only delays; the key says when it differs.
  useEffect(() => {
    let late = false;
    setEncoded((now) => ({ ...now, busy: true }));
    const start = () =>
      encode().then(
        ({ bytes, note }) => {
          if (late) return;
          const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
          setEncoded({ bytes, note, url, fault: null, busy: false });
        },
        (error: Error) => {
          if (!late) setEncoded({ ...NOTHING, fault: error.message, busy: false });
        },
      );
    const timer = setTimeout(start, encoded.bytes ? QUIET : 0);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [key, type]);
  const { url } = encoded;
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  return encoded;
}
