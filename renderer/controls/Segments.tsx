/** One of two to four ways, side by side; the one that holds is a raised pill. */

import './choices.css';
import { onRadioKey } from './radio-keys.ts';

interface SegmentsProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
}

export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  return (
    <div className="c-row">
      <span className="c-label" aria-hidden="true">
        {label}
      </span>
      <div className="c-segments" role="radiogroup" aria-label={label} onKeyDown={onRadioKey}>
        {options.map((option) => (
          // biome-ignore lint/a11y/useSemanticElements: a pill is drawn as a button; its group has the radio keys.
          <button
            key={option.value}
            type="button"
            role="radio"
            aria-checked={option.value === value}
            tabIndex={option.value === value ? 0 : -1}
            onClick={() => onChange(option.value)}
          >
            {option.label}
          </button>
        ))}
      </div>
    </div>
  );
}
