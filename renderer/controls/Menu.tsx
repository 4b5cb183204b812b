/**
 * A button that opens a short menu: arrows walk it, Esc or leaving closes it, and focus comes back to the button. What
 * cannot be done now stays, grey, and says why.
 */

import './menu.css';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface MenuItem {
  label: string;
  /** As it is written: "Ctrl S". */
  keys?: string | undefined;
  disabled?: boolean;
  /** Why it cannot be done now. */
  reason?: string | null;
  /** A line above it: another kind of thing begins. */
  apart?: boolean;
  run(): void;
}

interface MenuProps {
  label: string;
  children: ReactNode;
  /** Or what makes them when the menu opens, where they depend on much. */
  items: readonly MenuItem[] | (() => readonly MenuItem[]);
  /** Of the button. */
  className?: string;
  /** Which of the button's edges the menu keeps to. */
  edge?: 'left' | 'right';
}

export function Menu({ label, children, items, className = 'c-icon', edge = 'right' }: MenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) list.current?.querySelector<HTMLElement>('[role=menuitem]:not([aria-disabled=true])')?.focus();
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') rows[(at + 1) % rows.length]?.focus();
    else if (event.key === 'ArrowUp') rows[(at - 1 + rows.length) % rows.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const rows = typeof items === 'function' ? (open ? items() : []) : items;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that focus has left the button and its menu.
    <span
      className={`c-menu ${edge}`}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div ref={list} id={id} role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {rows.map((item, i) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and an open menu stays as it is
              key={i}
              type="button"
              role="menuitem"
              className={item.apart ? 'apart' : undefined}
              tabIndex={-1}
              aria-disabled={item.disabled ?? false}
              title={item.reason ?? undefined}
              onClick={() => {
                if (item.disabled) return;
                close();
                item.run();
              }}
            >
              <span>{item.label}</span>
              {item.keys && <small>{item.keys}</small>}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}
