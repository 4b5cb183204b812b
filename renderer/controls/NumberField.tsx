/**
 * A number in a field: typed, keyed with the arrows, or dragged by its name.
 *
 * Dragging takes a pixel for a step, ten with Shift, so that fine work needs no typing.
 */

import { type PointerEvent, useRef } from 'react';
import { type Range, within } from './numbers.ts';
import { ValueField } from './ValueField.tsx';

interface NumberFieldProps extends Range {
  label: string;
  /** Null where several values are mixed. */
  value: number | null;
  unit?: string;
  decimals?: number;
  /** Stands inside the field instead of before it: this short word, the label being for who hears it. */
  inside?: string;
  onChange(value: number): void;
  onEnd?(): void;
}

export function NumberField({ label, value, unit, decimals = 0, inside, onChange, onEnd, ...range }: NumberFieldProps) {
  const drag = useRef<{ x: number; from: number } | null>(null);
  const down = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, from: value ?? range.min };
  };
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    const steps = (event.clientX - drag.current.x) * (event.shiftKey ? 10 : 1);
    const next = within(range, drag.current.from + steps * range.step);
    if (next !== value) onChange(next);
  };
  const up = () => {
    if (drag.current) onEnd?.();
    drag.current = null;
  };
  const name = (
    <span
      className="c-label c-scrub"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      aria-hidden="true"
    >
      {inside ?? label}
    </span>
  );
  const field = (
    <ValueField
      {...range}
      label={unit ? `${label}, ${unit}` : label}
      value={value}
      text={value === null ? '–' : value.toFixed(decimals)}
      onChange={onChange}
      {...(onEnd ? { onEnd } : {})}
    />
  );
  if (inside) {
    return (
      <span className="c-field c-inside">
        {name}
        {field}
        {unit && unit !== 'px' && <span className="c-unit">{unit}</span>}
      </span>
    );
  }
  return (
    <div className="c-row">
      {name}
      <span className="c-field">
        {field}
        {unit && <span className="c-unit">{unit}</span>}
      </span>
    </div>
  );
}
