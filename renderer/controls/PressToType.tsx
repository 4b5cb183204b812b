/** Words or a number that stand as a button and become a field when they are pressed. */

import { type ReactNode, useRef, useState } from 'react';

interface PressToTypeProps {
  /** Of the field. */
  label: string;
  /** Of the button, where what it shows does not say it. */
  buttonLabel?: string;
  title?: string;
  value: string | number;
  className?: string;
  inputMode?: 'numeric';
  /** Whether it is the field, where somebody else may say so; else it knows itself. */
  editing?: boolean;
  onEditing?(editing: boolean): void;
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
  ...said
}: PressToTypeProps) {
  const [own, setOwn] = useState(false);
  const editing = said.editing ?? own;
  const setEditing = said.onEditing ?? setOwn;
  // Whoever ended by a key goes on from the button; whoever pressed elsewhere is there already.
  const keyed = useRef(false);
  const take = (text: string) => {
    setEditing(false);
    onText(text);
  };
  if (!editing) {
    return (
      <button
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the field that was just left.
        autoFocus={keyed.current}
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
      onFocus={({ currentTarget }) => {
        keyed.current = false;
        currentTarget.select();
      }}
      onBlur={({ currentTarget }) => take(currentTarget.value)}
      onKeyDown={(event) => {
        keyed.current = event.key === 'Enter' || event.key === 'Escape';
        if (!keyed.current) return;
        // The button has the focus next, and would be pressed by the same Enter.
        event.preventDefault();
        if (event.key === 'Enter') take(event.currentTarget.value);
        else setEditing(false);
      }}
    />
  );
}
