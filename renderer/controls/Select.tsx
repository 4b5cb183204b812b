/** One of several named things, in the system's own menu. */

import { ChevronsUpDown } from 'lucide-react';
import { useId } from 'react';

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
}

export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  const id = useId();
  return (
    <div className="c-row">
      <label className="c-label" htmlFor={id}>
        {label}
      </label>
      <span className="c-field c-select">
        <select id={id} value={value} onChange={({ target }) => onChange(target.value as T)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronsUpDown size={14} aria-hidden="true" />
      </span>
    </div>
  );
}
