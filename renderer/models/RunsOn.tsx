/** Where the chosen encoder runs and how quickly, and the button that adds an encoder of one's own. */

import { ChevronsUpDown } from 'lucide-react';
import { useEffect, useId } from 'react';
import type { Device } from '../../main/contract.ts';
import { app } from '../state/app.ts';
import { chooseInBrowser } from '../state/browser-files.ts';
import { useStore } from '../state/store.ts';
import { capital, speedWords } from './words.ts';

export function RunsOn() {
  const id = useId();
  const device = useStore((state) => state.device);
  const encoder = useStore(({ settings }) => settings.encoder);
  const known = useStore((state) => state.models.devices);
  const timed = useStore((state) => state.models.speed);
  const by = useStore(({ job }) => job?.latest?.by ?? null);
  // While a sketch runs, it is that which tells.
  const speed = by?.milliseconds ? { device: by.device, milliseconds: by.milliseconds } : timed;
  useEffect(() => {
    void app.models.time(encoder, device);
  }, [encoder, device]);
  const working = known?.list.filter(({ works }) => works) ?? [];
  return (
    <>
      <label className="m-runs" htmlFor={id}>
        Runs on
      </label>
      <span className="c-field c-select m-device">
        <select id={id} value={device} onChange={({ target }) => app.models.runOn(target.value as Device)}>
          <option value="auto">The fastest device</option>
          {working.map(({ id, name }) => (
            <option key={id} value={id}>
              {capital(name)}
            </option>
          ))}
          {device !== 'auto' && !working.some(({ id }) => id === device) && <option value={device}>{device}</option>}
        </select>
        <ChevronsUpDown size={14} aria-hidden="true" />
      </span>
      <span className="m-speed" role="status">
        {speed === 'timing' && 'Being timed…'}
        {speed && speed !== 'timing' && (
          <>
            {device === 'auto' && `Now ${speed.device}. `}
            {speedWords(speed)}, results checked
          </>
        )}
      </span>
    </>
  );
}

export function AddFile() {
  const choose = () =>
    chooseInBrowser('model', ([file]) => {
      if (file) void app.models.add(file);
    });
  return (
    <button type="button" className="c-button m-add" onClick={choose}>
      Add a file…
    </button>
  );
}
