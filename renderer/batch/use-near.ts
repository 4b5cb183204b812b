/** Whether an element is in sight or nearly so: what is far away need not be read, pictured or drawn. */

import { type RefObject, useEffect, useState } from 'react';

/** How far out of sight still counts as near. */
const MARGIN = '600px';

const watched = new Map<Element, (near: boolean) => void>();
let observer: IntersectionObserver | null = null;

/** One observer watches all, as there may be thousands. */
function observe(element: Element, tell: (near: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
    },
    { rootMargin: MARGIN },
  );
  watched.set(element, tell);
  observer.observe(element);
  return () => {
    watched.delete(element);
    observer?.unobserve(element);
  };
}

export function useNear(ref: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => (ref.current ? observe(ref.current, setNear) : undefined), [ref]);
  return near;
}

/**
 * What a promise brings, asked for while something is near; what came stays until something else is asked for.
 * @param ask remade when it is to be asked anew; null: nothing is to be had. What fails brings nothing
 */
export function useBrought<T>(near: boolean, ask: (() => Promise<T | null>) | null): T | null {
  const [brought, setBrought] = useState<T | null>(null);
  useEffect(() => {
    if (!ask) setBrought(null);
    if (!near || !ask) return;
    let wanted = true;
    ask().then(
      (value) => wanted && setBrought(value),
      () => wanted && setBrought(null),
    );
    return () => {
      wanted = false;
    };
  }, [near, ask]);
  return brought;
}
