/**
 * A slider with its name and its value: dragged or keyed on the track, typed in the value.
 *
 * The track is the browser's own range input, so keys, touch and screen readers work as everywhere. `onChange` follows
 * the hand; `onEnd` says that the gesture is over.
 */

import './slider.css';
import type { CSSProperties } from 'react';
import type { Range } from './numbers.ts';
import { ValueField } from './ValueField.tsx';

interface SliderProps extends Range {
  label: string;
  /** Null where several values are mixed. */
  value: number | null;
  /** A value in words, unit and all. */
  words(value: number): string;
  /** What stands under the two ends. */
  ends?: readonly [string, string];
  /** What one typed unit is of the value: 0.01 where percent are typed. */
  typedIn?: number;
  onChange(value: number): void;
  onEnd?(): void;
}

export function Slider({ label, value, words, ends, typedIn = 1, onChange, onEnd, ...range }: SliderProps) {
  const { min, max, step } = range;
  const at = value ?? min;
  const text = value === null ? '–' : words(value);
  const share = (Math.min(max, Math.max(min, at)) - min) / (max - min);
  const typed = { min: min / typedIn, max: max / typedIn, step: step / typedIn };
  return (
    <div className="c-slider">
      <div className="c-row">
        <span className="c-label">{label}</span>
        <ValueField
          {...typed}
          label={`${label}, typed`}
          value={value === null ? null : Number((value / typedIn).toFixed(6))}
          text={text}
          onChange={(number) => onChange(Number((number * typedIn).toFixed(6)))}
          {...(onEnd ? { onEnd } : {})}
        />
      </div>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={text}
        {...range}
        value={at}
        style={{ '--share': share } as CSSProperties}
        onChange={({ target }) => onChange(target.valueAsNumber)}
        onPointerUp={onEnd}
        onPointerCancel={onEnd}
        onKeyUp={onEnd}
        onBlur={onEnd}
      />
      {ends && (
        <span className="c-ends" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </span>
      )}
    </div>
  );
}
