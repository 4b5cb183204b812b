/**
 * The bytes of an export, made anew whenever what they depend on changes; what comes too late is dropped.
 *
 * The last bytes stay until the next are there, so that neither the preview nor the number flickers.
 */

import { useEffect, useState } from 'react';

export interface Encoded {
  bytes: Uint8Array | null;
  /** An object URL of the bytes; null until there are any. */
  url: string | null;
  /** Why there are none. */
  fault: string | null;
  busy: boolean;
}

const NOTHING: Encoded = { bytes: null, url: null, fault: null, busy: true };

/**
 * @param key of what `encode` depends on: it is called again when this changes
 * @param type the bytes' media type
 */
export function useEncoded(key: string, type: string, encode: () => Promise<Uint8Array>): Encoded {
  const [encoded, setEncoded] = useState(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `encode` is another function at each drawing; the key says when it differs.
  useEffect(() => {
    let late = false;
    setEncoded((now) => ({ ...now, busy: true }));
    encode().then(
      (bytes) => {
        if (late) return;
        const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
        setEncoded({ bytes, url, fault: null, busy: false });
      },
      (error: Error) => {
        if (!late) setEncoded({ bytes: null, url: null, fault: error.message, busy: false });
      },
    );
    return () => {
      late = true;
    };
  }, [key, type]);
  const { url } = encoded;
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  return encoded;
}
