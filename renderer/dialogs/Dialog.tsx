/**
 * A modal dialog. The browser's own `<dialog>` makes the rest of the page inert, keeps the focus inside and closes on
 * Esc; what had the focus before gets it back. As the page's voice is inert with the page, a dialog has its own.
 */

import './dialogs.css';
import '../controls/controls.css';
import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { LiveRegion } from '../shell/LiveRegion.tsx';

interface DialogProps {
  title: string;
  className: string;
  onClose(): void;
  children: ReactNode;
}

export function Dialog({ title, className, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    before.current = document.activeElement;
    if (!dialog?.open) dialog?.showModal();
    // Not the first control: that may be the one which throws work away.
    dialog?.querySelector<HTMLElement>('.primary')?.focus();
    return () => dialog?.close();
  }, []);
  // Once the dialog is gone: until then the page behind it is inert, and takes no focus.
  useEffect(
    () => () => {
      if (before.current instanceof HTMLElement) before.current.focus();
    },
    [],
  );
  // The page's own keys are not for a dialog, but for the one that presses the filled button.
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    event.stopPropagation();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ref.current?.querySelector<HTMLElement>('.primary')?.click();
  };
  return (
    <dialog
      ref={ref}
      className={`d-dialog ${className}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKeyDown}
    >
      <h2 id={id}>{title}</h2>
      {children}
      <LiveRegion />
      <button type="button" className="c-icon d-close" aria-label="Close" title="Close (Esc)" onClick={onClose}>
        <X size={18} absoluteStrokeWidth strokeWidth={1.5} aria-hidden="true" />
      </button>
    </dialog>
  );
}
