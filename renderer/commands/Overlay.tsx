/** What the palette and the shortcut sheet stand in: Esc or a press beside it closes, focus stays inside and returns. */

import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from '../state/store.ts';

const close = () => useStore.setState({ dialog: null });

export function Overlay({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    box.current?.querySelector('input')?.focus();
    // The document's keys and not the box's: a press on plain text takes the focus out of every element.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
      else if (event.key === 'Tab') focusNext(box.current!, event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      before?.focus();
    };
  }, []);
  return (
    <div
      className="scrim"
      onPointerDown={({ target, currentTarget }) => {
        if (target === currentTarget) close();
      }}
    >
      <div ref={box} className={className} role="dialog" aria-modal="true" aria-label={label}>
        {children}
      </div>
    </div>
  );
}

/** Moves the focus to the next of the box's stops, and from the last to the first. */
function focusNext(box: HTMLElement, by: 1 | -1): void {
  const stops = [...box.querySelectorAll<HTMLElement>('input, [tabindex="0"]')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[(at + by + stops.length) % stops.length]?.focus();
}
