/**
 * The settings of the next sketch, as rows: the same before the first one, while one runs and afterwards.
 *
 * Nothing here restarts anything; what was changed waits for the slot's button.
 */

import { ChevronRight } from 'lucide-react';
import { useId } from 'react';
import type { PageSettings } from '../../main/contract.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { Select } from '../controls/Select.tsx';
import { Slider } from '../controls/Slider.tsx';
import { Stepper } from '../controls/Stepper.tsx';
import { Switch } from '../controls/Switch.tsx';
import { ModelChoice } from '../models/ModelChoice.tsx';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';

/** Percent of the frame's side; below this the slider means the method's own width. */
const LINE_WIDTH = { min: 0.1, max: 4, step: 0.1 };

const QUALITIES: { value: PageSettings['quality']; label: string }[] = [
  { value: 'draft', label: 'Draft' },
  { value: 'normal', label: 'Normal' },
  { value: 'best', label: 'Best' },
];

export function ClosenessRow() {
  const fidelity = useStore(({ settings }) => settings.fidelity);
  return (
    <Slider
      label="Closeness"
      min={0}
      max={1}
      step={0.05}
      typedIn={0.01}
      value={fidelity}
      words={closenessWords}
      ends={['Loose', 'Exact']}
      onChange={(value) => app.setSettings({ fidelity: Math.min(1, Math.max(0, value)) })}
    />
  );
}

/** Closeness in a word where there is one, else in percent. */
export function closenessWords(fidelity: number): string {
  if (fidelity <= 0.05) return 'Loose';
  if (fidelity >= 0.95) return 'Exact';
  return Math.abs(fidelity - 0.5) < 0.03 ? 'Between' : `${Math.round(fidelity * 100)} %`;
}

export function LineWidthRow() {
  const width = useStore(({ settings }) => settings.width);
  const least = LINE_WIDTH.min - LINE_WIDTH.step;
  return (
    <Slider
      label="Line width"
      {...LINE_WIDTH}
      min={least}
      value={width ?? least}
      words={(value) => (value < LINE_WIDTH.min ? 'Auto' : `${value.toFixed(1)} %`)}
      onChange={(value) => app.setSettings({ width: value < LINE_WIDTH.min ? null : value })}
    />
  );
}

export function TriesRow() {
  const seeds = useStore(({ settings }) => settings.seeds);
  return <Stepper label="Tries" min={1} max={8} value={seeds} onChange={(next) => app.setSettings({ seeds: next })} />;
}

export function CutOutRow({ label = 'Cut out the subject' }: { label?: string }) {
  const cutOut = useStore(({ settings }) => settings.cutOut);
  return <Switch label={label} checked={cutOut} onChange={(next) => app.setSettings({ cutOut: next })} />;
}

export function StrokesRow() {
  const strokes = useStore(({ settings }) => settings.strokes);
  return (
    <NumberField
      label="Strokes to draw"
      min={1}
      max={64}
      step={1}
      value={strokes}
      onChange={(next) => app.setSettings({ strokes: next })}
    />
  );
}

/** Folded: what one seldom needs. */
export function MoreOptions({ tries = false }: { tries?: boolean }) {
  const open = useStore((state) => state.moreOptions);
  const id = useId();
  const seed = useStore(({ settings }) => settings.seed);
  const quality = useStore(({ settings }) => settings.quality);
  return (
    <>
      <button
        type="button"
        className="p-fold"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => useStore.setState({ moreOptions: !open })}
      >
        <ChevronRight size={14} aria-hidden="true" />
        More options
      </button>
      <div id={id} className="c-form" hidden={!open}>
        {tries && <TriesRow />}
        <ModelChoice shown={open} />
        <Select
          label="Quality"
          value={quality}
          options={QUALITIES}
          onChange={(next) => app.setSettings({ quality: next })}
        />
        <NumberField
          label="Seed"
          min={0}
          max={999999}
          step={1}
          value={seed}
          onChange={(next) => app.setSettings({ seed: next })}
        />
      </div>
    </>
  );
}
