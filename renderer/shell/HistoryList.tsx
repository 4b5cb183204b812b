/**
 * The named steps of the document, the present one marked: a press or Enter goes there, and the list stays, so that one
 * can look at several. What was undone is paler, and still there until something else is done.
 */

import './history.css';
import { Check } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { announce, notify } from '../state/voice.ts';

const close = () => useStore.setState({ historyShown: false });

export function HistoryList() {
  const steps = useStore((state) => state.steps);
  const now = useStore((state) => state.step);
  const [active, setActive] = useState(now);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => setActive(now), [now]);
  useEffect(() => {
    const before = document.activeElement;
    list.current?.focus();
    return () => {
      // Whoever pressed elsewhere is there already.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const go = (index: number) => {
    if (app.desk.goTo(index)) announce(steps[index]!.label);
    else notify('A sketch is being drawn from there. Stop it first.');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = steps.length - 1;
    const to: Record<string, number> = { ArrowUp: active - 1, ArrowDown: active + 1, Home: 0, End: last };
    const next = to[event.key];
    if (next !== undefined) setActive(Math.max(0, Math.min(last, next)));
    else if (event.key === 'Enter' || event.key === ' ') go(active);
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={list}
      id="history"
      className="history"
      role="listbox"
      aria-label="History"
      tabIndex={0}
      aria-activedescendant={`step-${active}`}
      onKeyDown={onKeyDown}
      onBlur={close}
    >
      {steps.map(({ label }, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the list's, which names the active step.
        // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and says which step is active.
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place.
          key={i}
          id={`step-${i}`}
          ref={(element) => {
            if (i === active) element?.scrollIntoView({ block: 'nearest' });
          }}
          role="option"
          aria-selected={i === now}
          className={`${i > now ? 'undone' : ''}${i === active ? ' active' : ''}`}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => go(i)}
        >
          <span>{label}</span>
          {i === now && <Check size={14} aria-hidden="true" />}
          {i > now && <span className="vh">, undone</span>}
        </div>
      ))}
    </div>
  );
}
