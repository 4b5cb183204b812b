/** Which model sketches, of those that are here, and the way to the others. */

import { Settings2 } from 'lucide-react';
import { useEffect } from 'react';
import { Select } from '../controls/Select.tsx';
import { app } from '../state/app.ts';
import { modelTitle } from '../state/models.ts';
import { useStore } from '../state/store.ts';
import { capital, speedWords } from './words.ts';

/** Of the page's own sketch. @param shown whether it is unfolded: what is here is asked for then */
export function ModelChoice({ shown = true }: { shown?: boolean }) {
  const encoder = useStore(({ settings }) => settings.encoder);
  return <ModelSelect encoder={encoder} shown={shown} onChange={(name) => app.models.use(name)} />;
}

interface ModelSelectProps {
  encoder: string;
  shown?: boolean;
  onChange(encoder: string): void;
}

export function ModelSelect({ encoder, shown = true, onChange }: ModelSelectProps) {
  const models = useStore((state) => state.models.list);
  useEffect(() => {
    if (shown) void app.models.refresh();
  }, [shown]);
  const here = models.filter(({ sketches, state }) => sketches && (state === 'built-in' || state === 'here'));
  const options = here.map(({ name, title }) => ({ value: name, label: title }));
  if (!options.some(({ value }) => value === encoder))
    options.unshift({ value: encoder, label: encoder === 'built-in' ? 'Built in' : `${encoder} (not here)` });
  return (
    <div className="c-row">
      <Select label="Model" value={encoder} options={options} onChange={onChange} />
      <button type="button" className="c-icon" aria-label="Models…" title="Models…" onClick={show}>
        <Settings2 size={15} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Where the model of the sketch that runs works, and how quickly; nothing before its first step. */
export function DrawnBy() {
  const by = useStore(({ job }) => job?.latest?.by ?? null);
  const asked = useStore(({ settings }) => settings.encoder);
  if (!by) return null;
  const { device, milliseconds } = by;
  return (
    <p className="p-hint">
      {by.encoder !== asked && `Making ${modelTitle(asked)} ready. `}
      {capital(device)}
      {milliseconds !== null && `, ${speedWords({ milliseconds })}`}
    </p>
  );
}

const show = () => useStore.setState({ dialog: 'models' });
