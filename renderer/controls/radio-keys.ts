/**
 * Keys of a radio group: the arrows go to the next choice and take it, Home and End to the ends.
 *
 * Only the chosen one is a tab stop, as screen readers expect of a group.
 */

import type { KeyboardEvent } from 'react';

/** Puts on a `role="radiogroup"`; presses the radio that the key leads to. */
export function onRadioKey(event: KeyboardEvent<HTMLElement>): void {
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]:not(:disabled)')];
  const next = radioAfter(event.key, radios.indexOf(document.activeElement as HTMLElement), radios.length);
  if (next === null) return;
  event.preventDefault();
  radios[next]?.focus();
  radios[next]?.click();
}

/** Which of `count` radios a key leads to from the one at `index`, round the ends; null for other keys. */
export function radioAfter(key: string, index: number, count: number): number | null {
  if (!count) return null;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
