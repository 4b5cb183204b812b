/** The ruler's large number, which becomes a field when it is clicked. */

import { useState } from 'react';

interface NumeralProps {
  value: number;
  most: number;
  label: string;
  onCount(count: number): void;
}

export function Numeral({ value, most, label, onCount }: NumeralProps) {
  const [editing, setEditing] = useState(false);
  const take = (text: string) => {
    setEditing(false);
    const count = Math.round(Number(text));
    if (count >= 1) onCount(Math.min(most, count));
  };
  if (!editing) {
    return (
      <button type="button" aria-label={`${label}: ${value}. Type another`} onClick={() => setEditing(true)}>
        {value}
      </button>
    );
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was just pressed.
      autoFocus
      aria-label={label}
      inputMode="numeric"
      defaultValue={value}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onBlur={({ currentTarget }) => take(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') take(currentTarget.value);
        else if (key === 'Escape') setEditing(false);
      }}
    />
  );
}
