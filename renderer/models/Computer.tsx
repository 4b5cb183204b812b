/** What this computer runs models on: each device, whether its numbers are right, and how quick it is. */

import { Check } from 'lucide-react';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { capital } from './words.ts';

export function Computer() {
  const devices = useStore((state) => state.models.devices);
  return (
    <section className="m-place" aria-label="This computer">
      <h3>This computer</h3>
      <p>
        Each device is tried with a small network, and one that gives wrong numbers is never used. The built-in model
        runs on the processor, where so small a one is quickest.
      </p>
      {devices === null ? (
        <p role="status">The devices are being tried…</p>
      ) : (
        <ul>
          {devices.list.map(({ id, name, works, milliseconds, error, reason }) => (
            <li key={id} className="m-row" aria-label={capital(name)}>
              <b>{capital(name)}</b>
              <div className="m-about">
                <p>
                  {works
                    ? `Results right to ${error ? `${(100 * error).toPrecision(1)} %` : 'the last digit'}.`
                    : `Not used. ${reason}`}
                </p>
              </div>
              <span className="m-size">{milliseconds !== null && `${milliseconds.toFixed(1)} ms a trial`}</span>
              <span className="m-act">
                {name === devices.auto && (
                  <span className="m-use">
                    <Check size={14} aria-hidden="true" />
                    Fastest
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="c-button" onClick={() => void app.models.findDevices(true)}>
        Try them again
      </button>
    </section>
  );
}
