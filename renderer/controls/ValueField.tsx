/**
 * A value that reads as words and can be typed over: "2.2 px", "Between".
 *
 * While it has focus it holds what is being typed; Enter or leaving takes it, Esc puts it back. What can't be read as a
 * number is dropped.
 */

import { type KeyboardEvent, useState } from 'react';
import { keyed, type Range, readNumber, within } from './numbers.ts';

export interface ValueFieldProps extends Range {
  label: string;
  /** Null where several values are mixed. */
  value: number | null;
  /** The value in words, unit and all. */
  text: string;
  className?: string;
  onChange(value: number): void;
  /** The change is over: one undo step. */
  onEnd?(): void;
}

export function ValueField({ label, value, text, className = '', onChange, onEnd, ...range }: ValueFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed === null) return;
    const number = readNumber(typed);
    setTyped(null);
    if (number === null || number === value) return;
    onChange(within(range, number));
    onEnd?.();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') take();
    else if (event.key === 'Escape' && typed !== null) {
      event.stopPropagation();
      // Of a dialog it would be the end as well.
      event.preventDefault();
      setTyped(null);
    } else {
      const next = keyed(range, value ?? range.min, event);
      if (next === null) return;
      event.preventDefault();
      setTyped(null);
      onChange(next);
      onEnd?.();
    }
  };
  return (
    <input
      className={`c-value ${className}`}
      aria-label={label}
      spellCheck={false}
      autoComplete="off"
      value={typed ?? text}
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={take}
      onKeyDown={onKeyDown}
    />
  );
}
