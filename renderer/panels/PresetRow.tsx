/** The preset of the next sketch as a menu, and its person's own: kept under a name, and forgotten again. */

import { Ellipsis } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Menu } from '../controls/Menu.tsx';
import { Select } from '../controls/Select.tsx';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { BUILT_IN, LONGEST_NAME, nameFault, presetOf, withPreset } from './presets.ts';

export function PresetRow() {
  const own = useStore((state) => state.ownPresets);
  const preset = useStore(({ settings, ownPresets }) => presetOf(settings, ownPresets));
  const [naming, setNaming] = useState(false);
  const all = [...BUILT_IN, ...own];
  const options = all.map(({ name }) => ({ value: name, label: name }));
  const mine = own.find((one) => one === preset);
  const forget = () => {
    if (!mine) return;
    useStore.setState({ ownPresets: own.filter((one) => one !== mine) });
    announce(`${mine.name} is forgotten.`);
  };
  return (
    <>
      <div className="p-preset">
        <Select
          label="Preset"
          value={preset?.name ?? ''}
          options={preset ? options : [{ value: '', label: 'Your own' }, ...options]}
          onChange={(name) => app.setSettings(all.find((one) => one.name === name)?.settings ?? {})}
        />
        <Menu
          label="More for presets"
          items={[
            { label: 'Keep these settings…', disabled: preset !== null, run: () => setNaming(true) },
            { label: mine ? `Forget ${mine.name}` : 'Forget this preset', disabled: !mine, run: forget },
          ]}
        >
          <Ellipsis size={15} aria-hidden="true" />
        </Menu>
      </div>
      {naming && <NameField onDone={() => setNaming(false)} />}
    </>
  );
}

function NameField({ onDone }: { onDone(): void }) {
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  const keep = () => {
    const trimmed = name.trim();
    const wrong = nameFault(trimmed);
    setFault(wrong);
    if (wrong) return;
    const { ownPresets, settings } = useStore.getState();
    useStore.setState({ ownPresets: withPreset(ownPresets, trimmed, settings) });
    announce(`Kept as ${trimmed}.`);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') keep();
    else if (event.key === 'Escape') onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="c-row">
        <label className="c-label" htmlFor={id}>
          Name
        </label>
        <span className="c-field p-name-field">
          <input
            // biome-ignore lint/a11y/noAutofocus: a person asked for it just now.
            autoFocus
            id={id}
            value={name}
            maxLength={LONGEST_NAME}
            aria-invalid={fault !== null}
            aria-describedby={fault ? `${id}-fault` : undefined}
            onChange={({ target }) => setName(target.value)}
            onKeyDown={onKeyDown}
          />
        </span>
        <button type="button" className="c-button" onClick={keep}>
          Keep
        </button>
      </div>
      {fault && (
        <p className="p-hint" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
