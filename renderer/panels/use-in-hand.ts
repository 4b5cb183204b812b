/** What a control has in hand from its first change to its last. */

import { useEffect, useRef } from 'react';

interface InHand<T> {
  /** Null: nothing is in hand. */
  readonly held: T | null;
  /** What is in hand; nothing yet: what `take` gives. */
  hold(take: () => T): T;
  end(): void;
}

/** A control that goes away in the middle ends what it has in hand, so that none stays open. */
export function useInHand<T extends { end(): void }>(): InHand<T> {
  const open = useRef<T | null>(null);
  useEffect(() => () => open.current?.end(), []);
  return {
    get held() {
      return open.current;
    },
    hold(take) {
      open.current ??= take();
      return open.current;
    },
    end() {
      open.current?.end();
      open.current = null;
    },
  };
}
