/** The ruler's large number, which becomes a field when it is clicked. */

import { PressToType } from '../controls/PressToType.tsx';

interface NumeralProps {
  value: number;
  most: number;
  label: string;
  onCount(count: number): void;
}

export function Numeral({ value, most, label, onCount }: NumeralProps) {
  const take = (text: string) => {
    const count = Math.round(Number(text));
    if (count >= 1) onCount(Math.min(most, count));
  };
  return (
    <PressToType
      label={label}
      buttonLabel={`${label}: ${value}. Type another`}
      value={value}
      inputMode="numeric"
      onText={take}
    >
      {value}
    </PressToType>
  );
}
