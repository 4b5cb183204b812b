/**
 * The options of an export as rows of controls: one table says how each is asked, whatever the format.
 *
 * An option that the table does not know is asked by what it is, a switch or a number, under its own name.
 */

import { NumberField } from '../controls/NumberField.tsx';
import { Segments } from '../controls/Segments.tsx';
import { Select } from '../controls/Select.tsx';
import { Stepper } from '../controls/Stepper.tsx';
import { Switch } from '../controls/Switch.tsx';
import { DEPTH_KINDS } from '../export/depth-format.ts';

export type OptionValue = string | number | boolean;
export type Options = Readonly<Record<string, OptionValue>>;

type Asked =
  | { label: string; kind: 'switch' }
  | { label: string; kind: 'stepper'; min: number; max: number }
  | { label: string; kind: 'number'; min: number; max: number; step: number; unit: string }
  | { label: string; kind: 'choice'; choices: readonly { value: string; label: string }[] }
  | { label: string; kind: 'halves'; off: string; on: string };

/** By the option's name, or by format and name where formats mean different things by it. */
const ASKED: Record<string, Asked> = {
  minified: { label: 'Written', kind: 'halves', off: 'To be read', on: 'As small as can be' },
  decimals: { label: 'Decimals', kind: 'stepper', min: 0, max: 3 },
  paper: { label: 'Paper behind the strokes', kind: 'switch' },
  settings: { label: 'Keep seed and settings in the file', kind: 'switch' },
  scale: { label: 'Times its size', kind: 'stepper', min: 1, max: 4 },
  seconds: { label: 'Lasts', kind: 'number', min: 1, max: 60, step: 1, unit: 's' },
  loop: { label: 'Again and again', kind: 'switch' },
  width: { label: 'Width', kind: 'number', min: 16, max: 2048, step: 16, unit: 'px' },
  margin: { label: 'Margin', kind: 'number', min: 0, max: 100, step: 1, unit: 'mm' },
  ordered: { label: 'Shortest way of the pen', kind: 'switch' },
  'plotter.width': { label: 'Paper, width', kind: 'number', min: 20, max: 2000, step: 1, unit: 'mm' },
  'plotter.height': { label: 'Paper, height', kind: 'number', min: 20, max: 2000, step: 1, unit: 'mm' },
  'cutout.holds': {
    label: 'Holds',
    kind: 'choice',
    choices: [
      { value: 'png', label: 'What is cut out' },
      { value: 'mask', label: 'The mask alone' },
    ],
  },
  trim: { label: 'Ends where the subject does', kind: 'switch' },
  'depth.as': {
    label: 'Written as',
    kind: 'choice',
    choices: Object.entries(DEPTH_KINDS).map(([value, { label }]) => ({ value, label })),
  },
  'depth.side': {
    label: 'Longer side',
    kind: 'choice',
    choices: [
      { value: 'photo', label: 'As the photo' },
      { value: '2048', label: '2048 px' },
      { value: '1024', label: '1024 px' },
    ],
  },
  page: {
    label: 'Page',
    kind: 'choice',
    choices: [
      { value: 'tight', label: 'As the drawing' },
      { value: 'a5', label: 'A5' },
      { value: 'a4', label: 'A4' },
      { value: 'a3', label: 'A3' },
      { value: 'letter', label: 'Letter' },
    ],
  },
};

interface OptionRowsProps {
  format: string;
  options: Options;
  onChange(key: string, value: OptionValue): void;
}

export function OptionRows({ format, options, onChange }: OptionRowsProps) {
  return Object.entries(options).map(([key, value]) => (
    <OptionRow
      key={key}
      asked={ASKED[`${format}.${key}`] ?? ASKED[key] ?? askedBy(key, value)}
      value={value}
      onChange={(to) => onChange(key, to)}
    />
  ));
}

function askedBy(key: string, value: OptionValue): Asked {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  if (typeof value === 'boolean') return { label, kind: 'switch' };
  if (typeof value === 'number') return { label, kind: 'number', min: 0, max: 10_000, step: 1, unit: '' };
  return { label, kind: 'choice', choices: [{ value, label: value }] };
}

interface OptionRowProps {
  asked: Asked;
  value: OptionValue;
  onChange(value: OptionValue): void;
}

function OptionRow({ asked, value, onChange }: OptionRowProps) {
  const { label } = asked;
  switch (asked.kind) {
    case 'switch':
      return <Switch label={label} checked={value === true} onChange={onChange} />;
    case 'stepper':
      return <Stepper label={label} min={asked.min} max={asked.max} value={Number(value)} onChange={onChange} />;
    case 'number': {
      const { min, max, step, unit } = asked;
      return <NumberField {...{ label, min, max, step, unit }} value={Number(value)} onChange={onChange} />;
    }
    case 'choice':
      return <Select label={label} value={String(value)} options={asked.choices} onChange={onChange} />;
    case 'halves': {
      const halves = [
        { value: 'off', label: asked.off },
        { value: 'on', label: asked.on },
      ];
      return (
        <Segments
          label={label}
          value={value ? 'on' : 'off'}
          options={halves}
          onChange={(to) => onChange(to === 'on')}
        />
      );
    }
  }
}
