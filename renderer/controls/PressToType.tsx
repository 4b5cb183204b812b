/** Words or a number that stand as a button and become a field when they are pressed. */

import { type ReactNode, useState } from 'react';

interface PressToTypeProps {
  /** Of the field. */
  label: string;
  /** Of the button, where what it shows does not say it. */
  buttonLabel?: string;
  title?: string;
  value: string | number;
  className?: string;
  inputMode?: 'numeric';
  /** What the button shows. */
  children: ReactNode;
  /** What was typed, by Enter or by leaving the field; Escape gives it up. */
  onText(text: string): void;
}

export function PressToType({
  label,
  buttonLabel,
  title,
  value,
  children,
  onText,
  className,
  inputMode,
}: PressToTypeProps) {
  const [editing, setEditing] = useState(false);
  const take = (text: string) => {
    setEditing(false);
    onText(text);
  };
  if (!editing) {
    return (
      <button
        type="button"
        className={className}
        aria-label={buttonLabel}
        title={title}
        onClick={() => setEditing(true)}
      >
        {children}
      </button>
    );
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was just pressed.
      autoFocus
      className={className}
      aria-label={label}
      inputMode={inputMode}
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
