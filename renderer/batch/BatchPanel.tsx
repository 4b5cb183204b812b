/** The panel of a batch: what every photo gets that still waits, what drawings are saved as, and what failed. */

import '../panels/panels.css';
import '../controls/controls.css';
import type { PageSettings } from '../../main/contract.ts';
import { run } from '../commands/table.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { Select } from '../controls/Select.tsx';
import { Slider } from '../controls/Slider.tsx';
import { Stepper } from '../controls/Stepper.tsx';
import { Switch } from '../controls/Switch.tsx';
import { ModelSelect } from '../models/ModelChoice.tsx';
import { BUILT_IN, presetOf } from '../panels/presets.ts';
import { Section } from '../panels/Section.tsx';
import { closenessWords } from '../panels/SettingRows.tsx';
import { type OwnPreset, useStore } from '../state/store.ts';
import { batch } from './batch.ts';
import { countsOf, phaseOf } from './queue.ts';
import { BATCH_FORMATS, type BatchState, setBatch } from './state.ts';

const QUALITIES: { value: PageSettings['quality']; label: string }[] = [
  { value: 'draft', label: 'Draft' },
  { value: 'normal', label: 'Normal' },
  { value: 'best', label: 'Best' },
];

/** Photos whose reasons the panel tells; the rest are in their cards. */
const MOST_TOLD = 3;

export function BatchPanel() {
  // Not the whole batch: the photo under way moves in it many times a second.
  const queue = useStore(({ batch }) => batch?.queue);
  const formats = useStore(({ batch }) => batch?.formats);
  if (!queue || !formats) return null;
  const failures = queue.items.filter(({ state }) => state === 'failed');
  return (
    <aside className="panel" aria-label="Batch settings" data-region="panel">
      <h2 className="vh">Batch settings</h2>
      <div className="p-scroll">
        <Gets queue={queue} />
        <SaveAs formats={formats} />
        {failures.length > 0 && (
          <Section title={failures.length === 1 ? 'One photo failed' : `${failures.length} photos failed`}>
            {failures.slice(0, MOST_TOLD).map(({ key, reason }) => (
              <p key={key} className="p-hint b-reason">
                {reason}
              </p>
            ))}
            <p className="p-hint">The others went on without {failures.length === 1 ? 'it' : 'them'}.</p>
            <button type="button" className="btn b-retry" onClick={() => run('batch.retryFailed')}>
              Retry {failures.length === 1 ? 'it' : failures.length}
            </button>
          </Section>
        )}
      </div>
    </aside>
  );
}

function Gets({ queue }: Pick<BatchState, 'queue'>) {
  const { settings } = queue;
  const own = useStore((state) => state.ownPresets);
  const preset = presetOf(settings, own);
  const presets = [...BUILT_IN, ...own].map(({ name }) => ({ value: name, label: name }));
  const set = (patch: Partial<PageSettings>) => batch.setSettings(patch);
  const { waiting } = countsOf(queue);
  const begun = phaseOf(queue) !== 'setUp';
  return (
    <Section title="Every photo gets" form>
      <Select
        label="Preset"
        value={preset?.name ?? ''}
        options={preset ? presets : [{ value: '', label: 'Your own' }, ...presets]}
        onChange={(name) => set(settingsOf(name, own))}
      />
      <NumberField
        label="Strokes"
        min={1}
        max={64}
        step={1}
        value={settings.strokes}
        onChange={(strokes) => set({ strokes })}
      />
      <Slider
        label="Closeness"
        min={0}
        max={1}
        step={0.05}
        typedIn={0.01}
        value={settings.fidelity}
        words={closenessWords}
        ends={['Loose', 'Exact']}
        onChange={(value) => set({ fidelity: Math.min(1, Math.max(0, value)) })}
      />
      <Stepper label="Tries" min={1} max={8} value={settings.seeds} onChange={(seeds) => set({ seeds })} />
      <Select label="Quality" value={settings.quality} options={QUALITIES} onChange={(quality) => set({ quality })} />
      <ModelSelect encoder={settings.encoder} onChange={(encoder) => set({ encoder })} />
      <Switch label="Cut out the subject" checked={settings.cutOut} onChange={(cutOut) => set({ cutOut })} />
      {begun && (
        <p className="p-hint">
          {waiting ? 'Changes apply to photos still waiting.' : 'Photos you add or retry get this.'}
        </p>
      )}
    </Section>
  );
}

/** What a preset sets; a person's own comes before one of ours of the same name. */
function settingsOf(name: string, own: readonly OwnPreset[]): Partial<PageSettings> {
  return [...own, ...BUILT_IN].find((one) => one.name === name)?.settings ?? {};
}

function SaveAs({ formats }: Pick<BatchState, 'formats'>) {
  const desktop = useStore((state) => state.desktop);
  const only = BATCH_FORMATS.filter((format) => formats[format]).length === 1;
  return (
    <Section title="Save as">
      <fieldset className="b-formats" aria-label="Formats">
        {BATCH_FORMATS.map((format) => (
          <label key={format}>
            <input
              type="checkbox"
              checked={formats[format]}
              // One has to be left.
              aria-disabled={only && formats[format]}
              onChange={({ target }) => {
                if (target.checked || !only) setBatch({ formats: { ...formats, [format]: target.checked } });
              }}
            />
            {format.toUpperCase()}
          </label>
        ))}
      </fieldset>
      <p className="p-hint">
        {desktop
          ? 'You choose the folder. A name that is taken gets a number; nothing is overwritten.'
          : 'All drawings in one zip, each under its photo’s name.'}
      </p>
    </Section>
  );
}
