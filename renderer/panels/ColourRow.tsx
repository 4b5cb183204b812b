/** A colour, a stroke's or the paper's: some by name as a radio group, and any other by the system's own chooser. */

import { Palette } from 'lucide-react';
import type { ReactNode } from 'react';
import { INK } from '../../main/strokes/stroke.ts';
import { onRadioKey } from '../controls/radio-keys.ts';

const INKS = [
  { color: INK, name: 'Ink' },
  { color: '#6f757a', name: 'Graphite' },
  { color: '#8a4b2d', name: 'Sepia' },
  { color: '#b3402c', name: 'Sanguine' },
  { color: '#0a6a99', name: 'Blue pencil' },
] as const;

interface ColourRowProps {
  label?: string;
  /** Those that are offered by name. */
  colours?: readonly { color: string; name: string }[];
  /** '#rrggbb'; null where colours differ. */
  value: string | null;
  onChange(color: string): void;
  /** Another way to a colour, at the row's end. */
  children?: ReactNode;
}

export function ColourRow({ label = 'Colour', colours = INKS, value, onChange, children }: ColourRowProps) {
  const known = colours.some(({ color }) => color === value);
  return (
    <div className="c-row">
      <span className="c-label" aria-hidden="true">
        {label}
      </span>
      <span className="p-inks">
        <span role="radiogroup" aria-label={label} className="p-inks" onKeyDown={onRadioKey}>
          {colours.map(({ color, name }, i) => (
            // biome-ignore lint/a11y/useSemanticElements: a drop of ink is drawn as a button; its group has the radio keys.
            <button
              key={color}
              type="button"
              role="radio"
              className="p-ink"
              aria-label={name}
              title={name}
              aria-checked={color === value}
              tabIndex={color === value || (!known && i === 0) ? 0 : -1}
              style={{ background: color }}
              onClick={() => onChange(color)}
            />
          ))}
        </span>
        <label className={known || value === null ? 'c-icon p-any' : 'c-icon p-any on'} title="Another colour">
          <Palette size={15} aria-hidden="true" />
          <input
            type="color"
            aria-label="Another colour"
            value={value ?? colours[0]!.color}
            onChange={({ target }) => onChange(target.value)}
          />
        </label>
        {children}
      </span>
    </div>
  );
}
