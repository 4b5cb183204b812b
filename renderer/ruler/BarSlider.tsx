/** The bars as a slider for keys and screen readers; the pointer has the whole ruler, which lies round them. */

import type { KeyboardEvent, ReactNode } from 'react';

interface BarSliderProps {
  label: string;
  least: number;
  most: number;
  now: number;
  /** The value in words. */
  said: string;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  children: ReactNode;
}

export function BarSlider({ label, least, most, now, said, onKeyDown, children }: BarSliderProps) {
  return (
    <div
      className="bars"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={now}
      aria-valuetext={said}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}
