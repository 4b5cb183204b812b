/** A small whole number between two buttons: fewer, more, or typed. */

import './choices.css';
import { Minus, Plus } from 'lucide-react';
import type { Range } from './numbers.ts';
import { ValueField } from './ValueField.tsx';

interface StepperProps extends Omit<Range, 'step'> {
  label: string;
  value: number;
  onChange(value: number): void;
}

export function Stepper({ label, value, min, max, onChange }: StepperProps) {
  return (
    <div className="c-row">
      <span className="c-label">{label}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend where the row has its label. */}
      <span className="c-stepper" role="group" aria-label={label}>
        <button type="button" aria-label="Fewer" disabled={value <= min} onClick={() => onChange(value - 1)}>
          <Minus size={14} aria-hidden="true" />
        </button>
        <ValueField label={label} value={value} text={String(value)} min={min} max={max} step={1} onChange={onChange} />
        <button type="button" aria-label="More" disabled={value >= max} onClick={() => onChange(value + 1)}>
          <Plus size={14} aria-hidden="true" />
        </button>
      </span>
    </div>
  );
}
