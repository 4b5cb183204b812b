/** Something that is on or off, with its name before it; a press on either turns it. */

import './choices.css';

interface SwitchProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

export function Switch({ label, checked, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      className="c-row c-switch"
      onClick={() => onChange(!checked)}
    >
      <span className="c-label">{label}</span>
      <i aria-hidden="true" />
    </button>
  );
}
